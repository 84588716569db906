"""Why calls are recorded, how people are told of it, and what happens when somebody objects."""
