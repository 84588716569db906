"""People: accounts, roles, deputies, invitations, sign-in and its second factor."""
