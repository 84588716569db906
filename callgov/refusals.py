"""A refusal is a value with its sentence. Rules return one or None; services raise it; pages show it where the button would stand."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done: a code for programs, a sentence for people and, if there is one, what would change it."""

    code: str
    sentence: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class Refused(Exception):
    """A rule said no. Answered with 403 and the refusal's sentence; the attempt is in the trail."""

    status = 403

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal


class Conflict(Refused):
    """The thing has moved on meanwhile: someone else was first. Answered with 409."""

    status = 409


class NotYours(Refused):
    """Someone else's object: answered exactly like a thing that does not exist (404), and recorded."""

    status = 404


def insist(refusal: Refusal | None) -> None:
    """Raise what a rule returned, if it returned a refusal."""
    if refusal is not None:
        raise Refused(refusal)
