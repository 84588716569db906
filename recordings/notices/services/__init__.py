"""The verbs of notices, purposes and objections: the only writers."""
