"""What is stored, checked, damaged, under which key of the ring; and what was backed up and restored."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum

from callgov.models import JobOutcome, JobRun
from callgov.people.models import User
from callgov.refusals import NotYours, Refusal, Refused
from recordings.models import (
    AudioState,
    Backup,
    Custodian,
    DisposalItem,
    Drill,
    HeldRecording,
    ItemState,
    ObjectRole,
    Recording,
    RecoveryKey,
    Restore,
    StoredObject,
)  # fmt: skip
from recordings.vault.store import Vault
from recordings.vault.trouble import KeyRingUnusable
from recordings.wholeness.rules import NO_KEY

NOT_FOUND = Refusal("not-found", "There is nothing here.", "Check the address, or start from the page before.")
SHOWN = 50
COMPARISON = "recordings.wholeness.tasks.reconcile"

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


def under_older_keys(current: str = "") -> int:
    """How many objects' keys are wrapped under another than the current key of the ring; 0 when the ring cannot be read just now."""
    try:
        return alive().exclude(key_id=current or Vault().ring_key).count()
    except KeyRingUnusable:
        return 0


def strays_left() -> int:
    """How many objects without a row the last comparison left for a person to decide."""
    last = JobRun.objects.filter(task=COMPARISON, outcome=JobOutcome.DONE).order_by("-started_at").first()
    return int(last.counts.get("strays left", 0)) if last else 0


def recovery_key() -> RecoveryKey | None:
    """The recovery key of today."""
    return RecoveryKey.objects.filter(retired_at=None).first()


def insist_recovery_key() -> RecoveryKey:
    """The recovery key of today. Raises Refused when there is none."""
    key = recovery_key()
    if key is None:
        raise Refused(NO_KEY)
    return key


def custodians(key: RecoveryKey) -> list[Custodian]:
    """Who holds which part of a key."""
    return list(key.custodians.select_related("holder"))


def last_drill(kind: str) -> Drill | None:
    """The last drill of a kind that passed."""
    return Drill.objects.filter(kind=kind, passed=True).first()


def drills() -> list[Drill]:
    """The last drills, newest first."""
    return list(Drill.objects.all()[:5])


def backups() -> list[Backup]:
    """The last backups, newest first."""
    return list(Backup.objects.all()[:5])


def is_set_up() -> bool:
    """Whether the database has its tables: a new one has not."""
    return Restore._meta.db_table in connection.introspection.table_names()


def holds_people() -> bool:
    """Whether somebody has an account in this database."""
    return is_set_up() and User.objects.exists()


def unsettled_restore(backup: UUID | None = None) -> Restore | None:
    """A restore, of this backup or of any, whose database is in place and whose rest is not settled."""
    if not is_set_up():
        return None
    begun = Restore.objects.filter(settled_at=None)
    return (begun.filter(backup_id=backup) if backup else begun).first()


def without_key() -> list[StoredObject]:
    """Objects whose key is destroyed and whose bytes may still be there."""
    return list(StoredObject.objects.filter(wrapped_key__isnull=True, destroyed_at=None))


def calls_without_sound() -> list[Recording]:
    """Calls that are told to be held although the key of their sound is destroyed, that no disposal is about to end and no hold keeps."""
    sound = StoredObject.objects.filter(subject=OuterRef("pk"), role=ObjectRole.ORIGINAL)
    about_to_end = DisposalItem.objects.filter(recording=OuterRef("pk"), state__in=(ItemState.PLANNED, ItemState.KEY_GONE))
    dead = Recording.objects.filter(Exists(sound.filter(wrapped_key__isnull=True)), ~Exists(sound.filter(wrapped_key__isnull=False)))
    on_hold = HeldRecording.objects.filter(recording=OuterRef("pk"), hold__released_at=None)
    return list(dead.filter(~Exists(about_to_end), ~Exists(on_hold), audio_state=AudioState.HELD))


def original_of(call: Recording) -> StoredObject:
    """The original of a call, destroyed or not."""
    return StoredObject.objects.filter(subject=call.pk, role=ObjectRole.ORIGINAL).latest("created_at")


def sample(most: int) -> list[StoredObject]:
    """Some objects that have a key, any."""
    return list(alive().order_by("?")[:most])


def known_again(notes: Iterable[UUID]) -> int:
    """How many objects have a key although a note says that they were destroyed."""
    return sum(alive().filter(pk__in=some).count() for some in batched(notes, 1000))


def batched(items: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """The items in lists of at most this length."""
    held = iter(items)
    while some := list(islice(held, size)):
        yield some
