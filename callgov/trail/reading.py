"""What someone who reads the trail must say, what they may look for, and the leave that comes of it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import TextChoices

from callgov.people.models import User


class Why(TextChoices):
    """Why someone reads the trail; said before the first entry is shown."""

    REVIEW = "review", "Regular review of how recordings are used"
    REQUEST = "request", "A question about one request or recording"
    CONCERN = "concern", "A concern or a possible breach"
    SUBJECT = "subject", "Someone asks who has heard a recording of them"
    INSPECTION = "inspection", "An inspection or an outside audit"
    OTHER = "other", "Something else"


@dataclass(frozen=True)
class Purpose:
    """Why this visit reads the trail; `words` are the reader's own where the choice does not say it."""

    why: str
    words: str = ""


@dataclass(frozen=True)
class Terms:
    """What is looked for: entries by or about a person, of a kind, a request, a recording, on some local days, older than an entry."""

    person: int | None = None
    event: str = ""
    request: str = ""
    recording: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    before: int | None = None

    def as_facts(self) -> dict[str, Any]:
        """What was asked, for the entry about the reading: keys and days, no names."""
        return {name: value if isinstance(value, int) else str(value) for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Reading:
    """Leave to see entries, given by `callgov.trail.services` once the reading is recorded. Queries of the trail take nothing else."""

    reader: User
    terms: Terms
