"""The statutory clocks of cases: what moves a deadline, what it is now and why, in words and as a line."""
