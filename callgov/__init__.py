"""What all of callgov stands on: people and roles, sign-in, the trail, workflow, clock, policy, home."""
