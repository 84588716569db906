"""The daily job of requests."""

from celery import shared_task

from access_requests import services
from callgov import clock
from callgov.trail.context import as_job
from callgov.trail.events import Job


@shared_task
def lapse() -> dict[str, int]:
    """End what has lapsed."""
    with as_job(Job.LAPSE):
        return {"requests lapsed": services.lapse_due(now=clock.now())}
