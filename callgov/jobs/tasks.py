"""The jobs that look after the jobs."""

from celery import shared_task

from callgov import clock
from callgov.jobs import services


@shared_task
def watch() -> dict[str, int]:
    """Complain of jobs that did not run."""
    return {"alarms raised": services.raise_alarms(now=clock.now())}


@shared_task
def forget_old() -> dict[str, int]:
    """Forget runs of long ago."""
    return {"runs forgotten": services.forget_old(now=clock.now())}
