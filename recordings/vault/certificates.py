"""The proof of a destruction: written once, and only for an object whose key and bytes were verified to be gone (AC-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.sequence import next_number, next_numbers
from callgov.trail.events import Event, Job
from callgov.trail.queries import head
from callgov.trail.services import record
from recordings.models import Certificate, StoredObject

BACKUP_EXPIRY = timedelta(days=35)  # law.md R5.9
METHOD = "The object's own key was destroyed, then the object and all its versions; both were checked to be gone."

LOST = "Nothing was left of the object to destroy: its audio had been lost before."
NEVER_HERE = "Its audio was never held here, only the call's record, which was reduced. Ask the supplier to destroy what they hold of it."


@dataclass(frozen=True)
class Grounds:
    """Why something was destroyed: what it was, by which rule, on whose authority, and who or what carried it out."""

    description: str
    rule: str
    authority: str
    authorised_by: User | None
    executed_by: User | None = None
    job: str = ""
    request: str = ""


class NotGone(Exception):
    """A certificate was asked for something that is still there."""


@dataclass(frozen=True)
class Gone:
    """A recording of which nothing is left: its id, the objects that were there (the original first), its grounds, and who proposed it.

    A recording whose objects had been lost before has none, and the hash that its row holds; one whose audio was never here has neither.
    """

    subject: UUID
    objects: Sequence[StoredObject]
    grounds: Grounds
    sha256: str
    proposed_by: User | None = None
    batch_id: UUID | None = None


@enforces("AC-10")
@transaction.atomic
def certify_each(gone: Sequence[Gone], *, now: datetime) -> list[Certificate]:
    """Write the certificates of many destroyed recordings under the next numbers of the year, in one statement each.

    The caller writes the entries. Raises NotGone, and writes none, when something of one is not destroyed.
    """
    year, written_head = clock.local_day(now).year, head()
    numbers = next_numbers("certificate", year, len(gone))
    rows = [_of(one, number, written_head, now) for one, number in zip(gone, numbers, strict=True)]
    return Certificate.objects.recorded().bulk_create(rows)


def _of(gone: Gone, number: int, written_head: str, now: datetime) -> Certificate:
    today, grounds = clock.local_day(now), gone.grounds
    return Certificate(
        year=today.year, number=number, subject=gone.subject, batch_id=gone.batch_id, description=grounds.description, rule=grounds.rule,
        authority=grounds.authority, proposed_by=gone.proposed_by, authorised_by=grounds.authorised_by, executed_by_job=Job(grounds.job),
        backups_expire_on=today + BACKUP_EXPIRY, trail_head=written_head, written_at=now, **_of_objects(gone, now),
    )  # fmt: skip


def _of_objects(gone: Gone, now: datetime) -> dict[str, Any]:
    """What the certificate says of the objects that were there, the original by itself."""
    if not gone.objects:
        method = LOST if gone.sha256 else NEVER_HERE
        return {"sha256": gone.sha256, "size": 0, "method": method, "key_destroyed_at": now, "destroyed_at": now}
    ended = [(stored.key_destroyed_at, stored.destroyed_at) for stored in gone.objects if stored.key_destroyed_at and stored.destroyed_at]
    if len(ended) < len(gone.objects):
        raise NotGone(f"Something of recording {gone.subject} is not destroyed.")
    first, *others = gone.objects
    return {
        "object_id": first.pk, "sha256": first.sha256, "size": first.plain_size, "method": METHOD,
        "others": [{"role": one.role, "id": str(one.pk), "sha256": one.sha256, "size": one.plain_size} for one in others],
        "key_destroyed_at": max(key for key, _ in ended), "destroyed_at": max(object_ for _, object_ in ended),
    }  # fmt: skip


@enforces("AC-10")
@transaction.atomic
def certify(stored: StoredObject, grounds: Grounds, *, now: datetime) -> Certificate:
    """Write the certificate of a destroyed object under the next number of its year. Raises NotGone for one that is not destroyed."""
    if stored.key_destroyed_at is None or stored.destroyed_at is None:
        raise NotGone(f"{stored} is not destroyed.")
    today = clock.local_day(now)
    certificate = Certificate.objects.create(
        year=today.year, number=next_number("certificate", today.year), subject=stored.subject, description=grounds.description,
        object_id=stored.pk, sha256=stored.sha256, size=stored.plain_size, rule=grounds.rule, authority=grounds.authority,
        authorised_by=grounds.authorised_by, executed_by=grounds.executed_by, executed_by_job=Job(grounds.job) if grounds.job else "",
        method=METHOD, key_destroyed_at=stored.key_destroyed_at, destroyed_at=stored.destroyed_at, backups_expire_on=today + BACKUP_EXPIRY,
        trail_head=head(), written_at=now,
    )  # fmt: skip
    record(Event.CERTIFICATE_WRITTEN, subject=certificate, request=grounds.request)
    return certificate
