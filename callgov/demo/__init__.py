"""The demo: a small practice with its people and calls, ready in a browser. Never a practice's own data."""
