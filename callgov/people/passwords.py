"""What a password must be: long, not common, and not made of words that everybody here knows. No composition rules."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

from callgov import clock
from callgov.people.models import LONG_PASSWORD, User
from callgov.people.queries import roles_held_or_promised
from callgov.roles import DECIDING_ROLES

SHORTEST = 12
LEFT_OVER = 8
"""Characters that must remain when the words everybody here knows are taken out."""

_JOB_WORDS = (
    "password", "passwort", "letmein", "welcome", "qwerty", "admin", "login", "secret",
    "nhs", "surgery", "practice", "medical", "health", "centre", "center", "clinic", "patient", "patients", "doctor", "nurse", "partner",
    "reception", "receptionist", "manager", "assessor", "telephone", "phone", "call", "calls", "recording", "recordings", "callgov",
)  # fmt: skip


def shortest_for(person: User | None) -> int:
    """Fewest characters of this person's password: 14 for roles that decide, 12 for everyone else."""
    if person is None:
        return SHORTEST
    return LONG_PASSWORD if roles_held_or_promised(person, clock.today()) & DECIDING_ROLES else SHORTEST


def left_over(password: str, known_words: set[str]) -> str:
    """What remains of a password without the known words and, where there were any, the digits and signs around them."""
    rest = password.lower()
    for word in sorted(known_words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest if rest == password.lower() else re.sub(r"^[\d\W_]+|[\d\W_]+$", "", rest)


class LengthByRole:
    """At least 12 characters, 14 for roles that decide. Long ones are welcome."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse one that is too short."""
        least = shortest_for(user)
        if len(password) < least:
            raise ValidationError(f"Password must be {least} characters or more", code="password_too_short")

    def get_help_text(self) -> str:
        """The hint beside the field."""
        return f"Use {SHORTEST} characters or more, or {LONG_PASSWORD} if you make decisions about requests. Three random words work well."


class NoContextWords:
    """Not built from the practice's name, the product, the person's own names or words of the job."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse one that is little more than such words."""
        rest = left_over(password, _known_words(user))
        if len(rest) < LEFT_OVER and rest != password.lower():
            raise ValidationError("Password must not be made of names or words that people here know", code="password_known_words")
        if len(set(password.lower())) < 5:
            raise ValidationError("Password must not repeat the same few characters", code="password_repeats")

    def get_help_text(self) -> str:
        """The hint beside the field."""
        return "Do not use your name, the name of the practice or words of the job."


def _known_words(user: User | None) -> set[str]:
    own = f"{user.username} {user.name} {user.email}" if user else ""
    text = f"{settings.PRACTICE_NAME} {settings.PRODUCT_NAME} {own}".lower()
    return {*_JOB_WORDS, *(word for word in re.split(r"[\W_]+", text) if len(word) > 2)}
