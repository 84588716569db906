"""What the demo's practice has lived through, one module a subject, each made by the real services."""
