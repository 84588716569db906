"""Bank holidays: the table that ships with the product, what the practice changed in it, and the calendar that deadlines roll by."""
