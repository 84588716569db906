"""What keeping does by itself: dates after a change of the schedule, proposals of what is due, and destroying what was authorised."""

from celery import shared_task

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.keeping import services
from recordings.vault.trouble import VaultUnavailable


@shared_task
def set_dates() -> dict[str, int]:
    """Work out the dates that follow from a changed schedule."""
    with as_job(Job.RETENTION):
        return {"dates worked out": services.set_dates(now=clock.now())}


@shared_task
def propose() -> dict[str, int]:
    """Propose what is due for destruction."""
    with as_job(Job.RETENTION):
        batch = services.propose_scheduled(now=clock.now())
    return {"batches proposed": int(batch is not None)}


@shared_task(throws=(JobFailed,))
def carry_out() -> dict[str, int]:
    """Destroy what was authorised."""
    try:
        with as_job(Job.DISPOSAL):
            done = services.carry_out_authorised(now=clock.now())
    except VaultUnavailable as trouble:
        raise JobFailed(str(trouble)) from trouble
    return {"recordings destroyed": done.destroyed, "left out at the last moment": done.left_out}
