"""When an object is to be checked again, and what of a store without records may go by itself. Pure: instants come in."""

from datetime import datetime, timedelta

from recordings.models import StoredObject
from recordings.vault.place import Lying

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
