"""The daily job of papers."""

from celery import shared_task

from callgov import clock
from recordings.attachments import services


@shared_task
def destroy_due() -> int:
    """Destroy papers whose period has ended (AC-10)."""
    return services.destroy_due(now=clock.now())
