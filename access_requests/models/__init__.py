"""What requests store. Each part of the app reads and writes through its own rooms."""

from access_requests.models.clocks import CaseClock, ClockEntry, Doing, Question, Right
from access_requests.models.letters import Letter, LetterKind, LetterWording, Way
from access_requests.models.requests import (
    OPEN,
    AccessRequest,
    CopyFormat,
    Decision,
    Kind,
    RecipientType,
    State,
    Wanted,
)

__all__ = [
    "OPEN", "AccessRequest", "CaseClock", "ClockEntry", "CopyFormat", "Decision", "Doing", "Kind", "Letter", "LetterKind", "LetterWording",
    "Question", "RecipientType", "Right", "State", "Wanted", "Way",
]  # fmt: skip
