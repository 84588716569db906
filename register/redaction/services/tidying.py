"""Copies made for checking do not outlive their use."""

from datetime import datetime

from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.access.services import destroy_preview
from register.redaction import queries

MADE_ANEW_OR_OVER = "A copy for checking is made anew or its request has ended"


@enforces("AC-10")
def destroy_previews(*, now: datetime) -> int:
    """Destroy the copies for checking of requests that have ended; how many redactions had one (AC-10)."""
    with as_job(Job.COPY_DESTRUCTION, reason="The request has ended"):
        return sum(destroy_preview(subject=found.pk, reason=MADE_ANEW_OR_OVER, now=now) for found in queries.over())
