"""The verbs of wholeness, one module a subject."""
