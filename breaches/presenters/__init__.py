"""What the pages of breaches show, by subject: one breach, its risk, what can be done, the register, the answers."""
