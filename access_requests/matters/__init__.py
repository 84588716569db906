"""The desk for complaints about how people's data is used, and for objections to its use."""
