"""The nightly job of access: was anything heard outside a grant?"""

from celery import shared_task

from callgov import clock
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.access.services.checking import report_listening_outside_grants


@shared_task
def check_listening() -> dict[str, int]:
    """Compare what was sent to players with the grants that allowed it, and report what none did."""
    with as_job(Job.INTEGRITY):
        return {"heard outside a grant": report_listening_outside_grants(now=clock.now())}
