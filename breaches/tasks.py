"""The jobs of breaches: mail at once, and every minute whoever has not been reached or came into a role since."""

from celery import shared_task

from breaches.services import telling, watching
from callgov import clock
from callgov.trail.context import as_job
from callgov.trail.events import Job


@shared_task
def tell(breach_id: str) -> None:
    """Mail everyone who was told of one breach."""
    with as_job(Job.BREACH_CLOCK):
        telling.mail_waiting(now=clock.now(), breach_id=breach_id)


@shared_task
def watch() -> None:
    """Find what is late, tell who came into a lead's role since, and mail whoever no mail has reached (BR-2)."""
    with as_job(Job.BREACH_CLOCK):
        watching.report_late_rights(now=clock.now())
        telling.watch(now=clock.now())
