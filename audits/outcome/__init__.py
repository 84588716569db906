"""What follows a result: who sees it, the person's answer, a second look, the HR slip, and concerns for the Partners."""
