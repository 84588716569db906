"""Two assessors on one call, blind to each other, and how far they agree."""
