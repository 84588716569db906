"""Pages: the schedule, legal holds, destruction (S24 to S26)."""
