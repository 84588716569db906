"""The daily job of requests."""

from celery import shared_task

from access_requests import services
from access_requests.finding import services as finding
from callgov import clock
from callgov.trail.context import as_job
from callgov.trail.events import Job


@shared_task
def lapse() -> dict[str, int]:
    """End what has lapsed, and the holds of what has ended."""
    with as_job(Job.LAPSE):
        now = clock.now()
        return {"requests lapsed": services.lapse_due(now=now), "holds ended": finding.end_holds(now=now)}
