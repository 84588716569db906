"""Copies made for checking do not outlive their use."""

from datetime import datetime

from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.models import StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from register.models import Redaction
from register.redaction import queries


@enforces("AC-10")
def destroy_previews(*, now: datetime) -> int:
    """Destroy the copies for checking of requests that have ended; how many redactions had one (AC-10)."""
    with as_job(Job.COPY_DESTRUCTION, reason="The request has ended"):
        return sum(destroy_preview(found, now=now) for found in queries.over())


def destroy_preview(found: Redaction, *, now: datetime) -> bool:
    """Destroy the copy for checking and its waveform, if there is one. Called outside any transaction; can be repeated after a crash."""
    kept = list(StoredObject.objects.filter(subject=found.pk, destroyed_at=None))
    if kept:
        reason = "A copy for checking is made anew or its request has ended"
        with as_job(Job.COPY_DESTRUCTION, reason=reason):
            access = open_job_access(job=Job.COPY_DESTRUCTION, subject=found.pk, reason=reason, now=now)
            for stored in kept:
                Vault().destroy(access, stored, now=now)
    return bool(kept)
