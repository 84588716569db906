"""Purposes, retention classes, lines and extensions as the practice sets them up, and who sits at which extension from when."""
