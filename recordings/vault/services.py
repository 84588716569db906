"""Opening the vault for a named job of the system: it, too, holds an Access with its reason, and the trail knows before it reads."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record
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
