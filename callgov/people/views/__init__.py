"""Pages about people: one's own account, everyone's, roles and invitations."""
