"""The verbs of breaches, by subject: the only writers."""
