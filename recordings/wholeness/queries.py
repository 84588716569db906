"""What is stored, checked, damaged, under which key of the ring; and what was backed up and restored."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from callgov.refusals import NotYours, Refusal
from recordings.models import Restore, StoredObject

NOT_FOUND = Refusal("not-found", "There is nothing here.", "Check the address, or start from the page before.")
SHOWN = 50

# what the check and the comparison read of a row: never more than a folder's worth at a time
_ROW = ("id", "subject", "role", "name", "key_destroyed_at", "destroyed_at", "sealed_size", "damage")


def alive() -> QuerySet[StoredObject]:
    """Every object that has a key."""
    return StoredObject.objects.filter(wrapped_key__isnull=False)


def next_to_check(before: datetime, last: tuple[datetime | None, UUID] | None, most: int) -> list[StoredObject]:
    """The objects that were last checked before an instant, the longest unchecked first, after the `last` of the batch before.

    Those that did not pass are not among them. Objects checked meanwhile fall out by themselves.
    """
    due = alive().filter(Q(checked_at__isnull=True) | Q(checked_at__lt=before), damage="")
    if last is not None:
        checked_at, pk = last
        later = Q(checked_at__gt=checked_at) | Q(checked_at=checked_at, pk__gt=pk) if checked_at else Q(checked_at__isnull=False)
        due = due.filter(later if checked_at else later | Q(checked_at__isnull=True, pk__gt=pk))
    return list(due.order_by(F("checked_at").asc(nulls_first=True), "pk")[:most])


def damaged_objects() -> list[StoredObject]:
    """Objects that did not pass their last check, the longest known first; a page's worth."""
    return list(alive().exclude(damage="").order_by("damage_found_at", "pk")[:SHOWN])


def count_damaged() -> int:
    """How many did not pass their last check."""
    return alive().exclude(damage="").count()


def damaged_object(object_id: UUID) -> StoredObject:
    """One of them. Raises NotYours when there is none."""
    stored = alive().exclude(damage="").filter(pk=object_id).first()
    if stored is None:
        raise NotYours(NOT_FOUND)
    return stored


def rows_in(folder: str) -> dict[str, StoredObject]:
    """The rows of one folder of the store, by name."""
    rows: Iterator[StoredObject] = StoredObject.objects.filter(name__startswith=f"{folder}/").only(*_ROW).iterator()
    return {stored.name: stored for stored in rows}


def is_alive(object_id: UUID) -> bool:
    """Whether an object still has its key."""
    return alive().filter(pk=object_id).exists()


def last_restore() -> tuple[datetime, datetime] | None:
    """When the backup was taken that was restored last, and when it was restored."""
    restore = Restore.objects.order_by("-restored_at").first()
    return (restore.taken_at, restore.restored_at) if restore else None


def totals(before: datetime) -> dict[str, Any]:
    """How much is stored, how much of it was checked since an instant, what is damaged, and the oldest check. One query."""
    return alive().aggregate(
        objects=Count("pk"), size=Sum("sealed_size", default=0), checked=Count("pk", filter=Q(checked_at__gte=before)),
        damaged=Count("pk", filter=~Q(damage="")), oldest=Min("checked_at"), locked=Count("pk", filter=Q(locked=True)),
    )  # fmt: skip


def under_older_keys(current: str) -> int:
    """How many objects' keys are wrapped under another than the current key of the ring."""
    return alive().exclude(key_id=current).count()
