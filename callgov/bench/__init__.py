"""The bench: what the product does against the floor that no program can avoid, both measured in the same run."""
