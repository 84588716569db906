"""Tasks of the ground floor: mails, and the sign of life of worker and beat."""

from typing import Any

from celery import Task, shared_task
from celery.signals import before_task_publish
from django.core.cache import cache

from callgov import clock, drafts, mail

RETRIES = 6  # after 1, 2, 4, 8, 16 and 32 minutes


@shared_task(bind=True, max_retries=RETRIES)
def send_mail(self: Task[Any, None], person_id: int, subject: str, lines: list[str], path: str) -> None:
    """Mail one person; try again for an hour while the server does not take it, then write that down."""
    try:
        mail.deliver(person_id, subject, lines, path)
    except OSError as error:
        if self.request.retries >= RETRIES:
            mail.note_failure(person_id, subject)
        else:
            raise self.retry(exc=error, countdown=60 * 2**self.request.retries) from error


@shared_task
def heartbeat() -> None:
    """A worker lives: it took this, which beat sends every half minute."""
    cache.set("heartbeat:worker", clock.now().timestamp(), None)


@before_task_publish.connect(sender="callgov.tasks.heartbeat")
def beat_lives(**_facts: object) -> None:
    """Beat lives: it is the only one that sends the heartbeat."""
    cache.set("heartbeat:beat", clock.now().timestamp(), None)


@shared_task
def forget_drafts() -> dict[str, int]:
    """Destroy what was typed into long forms and left."""
    return {"drafts forgotten": drafts.forget_old(now=clock.now())}
