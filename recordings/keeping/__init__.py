"""How long recordings are kept, what must not be destroyed, and destroying with proof: the schedule, legal holds and disposal."""
