"""From a significant event to the training library: consent, silencing, a second person, own grants, an end (AU-8)."""
