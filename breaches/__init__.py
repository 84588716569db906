"""What went wrong, and who was told in time."""
