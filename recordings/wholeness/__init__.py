"""Audio is whole, and can be had again: checks of all that is stored, comparison with the records, keys, backups and their drills."""
