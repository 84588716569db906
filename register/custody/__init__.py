"""Copies that are out: their receipts, their holders asked until they are gone, the wrong recipient, and sharing further."""
