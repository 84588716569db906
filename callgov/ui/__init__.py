"""The parts every page is made of: dataclasses, tags' templates, form renderer, formats and the page frame."""
