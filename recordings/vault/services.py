"""Opening the vault for a named job of the system: it, too, holds an Access with its reason, and the trail knows before it reads."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record, record_each
from recordings.models import Access


@enforces("AC-4", "AU-11")
@transaction.atomic(durable=True)
def open_job_access(*, job: Job, subject: UUID, reason: str, now: datetime) -> Access:
    """An Access for a named job to what is stored of one recording, release or quarantined file (AC-4).

    Row and entry are committed when it returns, so it is called outside any transaction. A job without a reason is refused by the
    database.
    """
    access = Access.objects.create(job=job, action="job", subject=subject, reason=reason, opened_at=now)
    with as_job(job, reason=reason):
        record(Event.ACCESS_OPENED, subject=access, recording=subject)
    return access


@enforces("AC-4", "AU-11")
@transaction.atomic
def open_job_accesses(*, job: Job, subjects: Collection[UUID], reason: str, now: datetime) -> dict[UUID, Access]:
    """The same for many at once, by subject, inside the transaction that goes on to end their keys: nothing is read under them (AC-4)."""
    accesses = [Access(job=job, action="job", subject=subject, reason=reason, opened_at=now) for subject in subjects]
    Access.objects.bulk_create(accesses)
    with as_job(job, reason=reason):
        record_each(Event.ACCESS_OPENED, [(access, access.subject, {}) for access in accesses])
    return {access.subject: access for access in accesses}


@enforces("AC-4", "AU-11")
@transaction.atomic(durable=True)
def open_check_access(*, job: Job, reason: str, now: datetime) -> Access:
    """An Access under which a named job may see whether stored objects are whole, and get nothing of any of them (AC-4).

    One for a whole round, with one entry. Committed when it returns, so it is called outside any transaction.
    """
    access = Access.objects.create(job=job, action="check", subject=uuid4(), reason=reason, opened_at=now)
    with as_job(job, reason=reason):
        record(Event.ACCESS_OPENED, subject=access)
    return access
