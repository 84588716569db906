"""The work list, the pages about the service itself, and the demo's cast page."""
