"""Who asks, and by what right they ask for somebody else: checked, recorded, and in doubt decided by the Data Protection Officer (AC-7)."""
