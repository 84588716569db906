"""What keeping reads, by subject. The only readers of holds, of the schedule and of disposals."""
