"""The annual practice audit: collective results against 100% and 80%, in which nobody can be told apart (AU-7)."""
