"""The pages of breaches, by subject: reporting, one breach, the register and the answers."""
