"""Pages: releasing, collecting, the register."""
