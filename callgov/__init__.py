"""What all of callgov stands on: people and roles, sign-in, the trail, workflow, clock, policy, home."""

__version__ = "0.1.0"
