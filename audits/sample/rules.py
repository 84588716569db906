"""Who may draw, swap and add, and what a swap must say: pure, each with its sentence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from audits.models import Audit, State
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.workflow import MOVED_ON

FEWEST, MOST = 3, 5

NOT_YOURS = Refusal("not-the-assessor", "Only the assessor of this audit can do this.")
TOO_FEW = Refusal("too-few", "Fewer than 3 calls can be drawn. The audit cannot be finished yet.", "Draw again when there are more calls.")
POOL_EMPTY = Refusal("pool-empty", "Every call that could be drawn is drawn already.")
NOT_DRAWN = Refusal("not-drawn", "No calls are drawn.")


class LeftOut(TextChoices):
    """Why a call of the person is not in the pool, in this order: a call that fails twice counts under the first."""

    INTERNAL = "internal", "internal"
    UNKNOWN = "unknown", "of unknown length"
    SHORT = "short", "too short"
    DESTROYED = "destroyed", "destroyed"
    ASSESSOR = "assessor", "with the assessor in the call"
    AUDITED = "audited", "audited before"


@dataclass(frozen=True)
class PoolRules:
    """Which calls may be drawn: of this person, begun in the window, known to the practice by `known_by`, long enough.

    Nothing of it needs the audio: records alone are enough.
    """

    person: User
    assessor: User
    window_from: datetime
    window_until: datetime
    known_by: datetime
    shortest: int

    @property
    def words(self) -> str:
        """The rules as the trail keeps them with the seed."""
        days = (self.window_until - self.window_from).days
        left_out = "internal, of unknown length, destroyed, with the assessor in the call, audited before"
        return f"calls of the assessed in the {days} days before, at least {self.shortest} seconds; left out: {left_out}"


def pool_rules(audit: Audit) -> PoolRules:
    """The rules of an audit's pool as they stood when its seed was fixed."""
    assert audit.assessor is not None
    assert audit.window_from is not None
    assert audit.window_until is not None
    assert audit.seeded_at is not None
    return PoolRules(audit.person, audit.assessor, audit.window_from, audit.window_until, audit.seeded_at, audit.shortest)


def window(now: datetime, days: int, *, part_time: bool) -> tuple[datetime, datetime]:
    """From when until when calls may be drawn; part-timers, who take fewer, get twice as many days."""
    return now - timedelta(days=days * (2 if part_time else 1)), now


@enforces("AU-4")
def too_few(size: int) -> Refusal | None:
    """Fewer than three calls make no sample (law.md 9.6)."""
    if size >= FEWEST:
        return None
    return TOO_FEW


def refuse_assessor(audit: Audit, person: User) -> Refusal | None:
    """Only the audit's own assessor works on its sample."""
    return None if audit.assessor_id == person.pk and audit.person_id != person.pk else NOT_YOURS


@enforces("AU-4")
def refuse_change(audit: Audit, person: User, reason: str | None = None) -> Refusal | None:
    """A sample changes only while it is assessed, by its assessor, with a reason. `reason` None asks for the button alone."""
    refusal = refuse_assessor(audit, person) or (None if audit.state == State.DRAWN else MOVED_ON)
    if refusal is None and reason is not None and not reason.strip():
        return Refusal("no-reason", "Enter the reason. It is kept with the sample.")
    return refusal


@enforces("AU-4")
def refuse_more(active: int) -> Refusal | None:
    """Five calls at most."""
    return None if active < MOST else Refusal("five-at-most", "A sample has five calls at most.")
