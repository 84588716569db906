"""The proof of a destruction: written once, and only for an object whose key and bytes were verified to be gone (AC-10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.sequence import next_number
from callgov.trail.events import Event, Job
from callgov.trail.queries import head
from callgov.trail.services import record
from recordings.models import Certificate, StoredObject

BACKUP_EXPIRY = timedelta(days=35)  # law.md R5.9
METHOD = "The object's own key was destroyed, then the object and all its versions; both were checked to be gone."


@dataclass(frozen=True)
class Grounds:
    """Why something was destroyed: what it was, by which rule, on whose authority, and who or what carried it out."""

    description: str
    rule: str
    authority: str
    authorised_by: User
    executed_by: User | None = None
    job: str = ""
    request: str = ""


class NotGone(Exception):
    """A certificate was asked for something that is still there."""


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
