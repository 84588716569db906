"""What the pages of keeping show, made from rows and rules: no write, and no query beyond the wing's own."""
