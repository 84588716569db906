"""Grants, search inside a grant, opening a recording, the player. Nothing is listed, opened or heard but through here (AC-4)."""
