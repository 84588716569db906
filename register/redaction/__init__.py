"""Silencing parts of a call before a copy leaves: marked by one person, checked by another, proven in every copy."""
