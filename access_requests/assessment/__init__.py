"""Each recording weighed before any of it leaves: who else is heard, what is clinical or exempt, what is given (law.md section 2)."""
