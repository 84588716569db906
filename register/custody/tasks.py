"""The job that asks holders."""

from celery import shared_task

from callgov import clock
from register.custody.services.holding import ask_holders_due


@shared_task(name="register.custody.tasks.ask_holders")
def ask_holders() -> dict[str, int]:
    """Mail the holders whose copies are due or late (AC-10)."""
    return {"holders asked": ask_holders_due(now=clock.now())}
