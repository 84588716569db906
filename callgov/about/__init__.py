"""Pages about the service itself: the policy and its proof, help, accessibility, privacy."""
