"""The jobs of the trail."""

import logging

from celery import shared_task

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.trail import services
from callgov.trail.lodging import lodge
from callgov.trail.sealing import CounterBehind
from callgov.trail.sealing import seal as make_seal

logger = logging.getLogger(__name__)


@shared_task(throws=(JobFailed,))
def seal() -> None:
    """Seal what is over. A counter that lies behind fails the job each time, until someone sees to it."""
    try:
        make_seal(now=clock.now())
    except CounterBehind as behind:
        logger.error("%s", behind)
        raise JobFailed(str(behind)) from behind


@shared_task
def check() -> dict[str, int]:
    """Check the whole trail, record how it came out, and lodge its head outside."""
    now = clock.now()
    verdict = services.check_trail(now=now)
    lodge(verdict, day=clock.local_day(now))
    for finding in verdict.findings:
        logger.error("%s", finding)
    return {"entries checked": verdict.entries, "seals checked": verdict.seals, "findings": len(verdict.findings)}
