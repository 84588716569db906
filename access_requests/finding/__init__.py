"""Finding inside a request: every search with its terms and count, wider only with a reason, and what is found is held."""
