"""From an assessed call to a significant event, good or poor (AU-8)."""
