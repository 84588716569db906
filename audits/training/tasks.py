"""The job of the training library."""

from celery import shared_task

from audits.training.services import expire_clips
from callgov import clock


@shared_task(name="audits.training.tasks.expire")
def expire() -> dict[str, int]:
    """Take out clips whose last day is over, and destroy their copies (AU-8)."""
    return {"clips taken out": expire_clips(now=clock.now())}
