"""When something is to be checked again or a drill is due, what of a store may go by itself, who may hold what. Pure: instants come in."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from callgov import clock
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from recordings.models import StoredObject
from recordings.vault.certificates import BACKUP_EXPIRY
from recordings.vault.place import Lying

MOST_PARTS = 9
ONE_PART_EACH = Refusal("one-part-each", "Each custodian holds one part.", "Name different people.")
TOO_FEW = Refusal(
    "nobody-recovers-alone", "At least two parts must be needed, and no more than there are custodians (nine at most).",
    "Name more custodians, or ask for fewer parts.",
)  # fmt: skip
NO_KEY = Refusal("no-recovery-key", "There is no recovery key yet, so nothing can be sealed to it.", "Run manage.py make_recovery_key.")

HOLDS_A_PRACTICE = Refusal(
    "database-not-empty", "This database holds a practice already. Restoring would replace all of it.",
    "Restore into an empty database, or say --replace.",
)  # fmt: skip

NO_REASON = Refusal("no-reason", "Enter why they may go.")
NOT_AUTHORISED = Refusal("not-authorised", "You cannot have anything erased.", "Ask the Information Governance Lead.")

YOUNG = timedelta(hours=24)  # an object is written before its row: longer than the longest intake
AT_WORK = timedelta(hours=1)  # a destruction that began longer ago than this was cut off


def due_before(now: datetime, days: int) -> datetime:
    """Objects whose last full check was before this instant are to be checked again."""
    return now - timedelta(days=days)


def is_stray(lying: Lying, now: datetime) -> bool:
    """Whether an object without a row was left behind, and is not just being written."""
    return lying.since < now - YOUNG


def may_go(lying: Lying, restored: tuple[datetime, datetime] | None) -> bool:
    """Whether a stray may be erased by itself: not when a restore lost its row, because a later backup may still know its key.

    `restored` is when the restored backup was taken and when it was restored.
    """
    return restored is None or not restored[0] <= lying.since <= restored[1]


def was_cut_off(stored: StoredObject, now: datetime) -> bool:
    """Whether the destruction of an object began and did not end: its key is gone and its bytes may not be."""
    return stored.key_destroyed_at is not None and stored.destroyed_at is None and stored.key_destroyed_at < now - AT_WORK


def refuse_custody(custodians: Collection[int], needed: int) -> Refusal | None:
    """Refuse parts with which one person alone could have the key, or of which too many are needed (AC-1)."""
    if len(set(custodians)) != len(custodians):
        return ONE_PART_EACH
    return None if 2 <= needed <= len(custodians) <= MOST_PARTS else TOO_FEW


def drill_due(last: datetime | None, made: datetime) -> date:
    """The local day by which the next drill of a kind is to be held: a year after the last, a month after the key was made."""
    today = clock.local_day(last or made)
    return clock.add_months(today, 12 if last else 1)


def expired(taken: datetime, now: datetime) -> bool:
    """Whether a backup is past the days that certificates of destruction promise (law.md R5.9)."""
    return taken < now - BACKUP_EXPIRY


def refuse_replacing(*, holds_people: bool, replace: bool) -> Refusal | None:
    """Refuse to put a backup in place of a practice, unless somebody said so."""
    return HOLDS_A_PRACTICE if holds_people and not replace else None


def refuse_eraser(roles: Collection[Role]) -> Refusal | None:
    """Refuse to erase for who does not authorise destruction (AC-1)."""
    return None if Action.AUTHORISE_DESTRUCTION in actions_of(roles) else NOT_AUTHORISED


def refuse_erasing(roles: Collection[Role], reason: str) -> Refusal | None:
    """Refuse to give objects up for who may not, and without a reason."""
    return refuse_eraser(roles) or (None if reason.strip() else NO_REASON)
