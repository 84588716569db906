"""The practice's own choices: what they are (`choices`), and the page on which they are changed with a reason."""

from callgov.practice.choices import CHOICES, Choice, chosen, setting

__all__ = ["CHOICES", "Choice", "chosen", "setting"]
