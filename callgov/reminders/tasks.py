"""The job that reminds."""

from celery import shared_task

from callgov import clock, reminders
from callgov.trail.context import as_job
from callgov.trail.events import Job


@shared_task
def remind() -> None:
    """Remind of what is due, and escalate what is late: each once."""
    with as_job(Job.REMINDERS):
        reminders.remind_all(now=clock.now())
