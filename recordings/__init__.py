"""What is held: intake, vault, grants, search, the player, keeping."""
