"""The jobs of the trail."""

import hashlib
import logging
from datetime import datetime

from celery import shared_task

from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.jobs.trouble import JobFailed
from callgov.trail import services
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.trail.lodging import lodge
from callgov.trail.sealing import CounterBehind
from callgov.trail.sealing import seal as make_seal
from callgov.trail.verification import Verdict

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
    if not verdict.good:
        _report(verdict, now)
    return {"entries checked": verdict.entries, "seals checked": verdict.seals, "findings": len(verdict.findings)}


def _report(verdict: Verdict, now: datetime) -> None:
    """The same findings are one incident, however many nights they are found; other findings are another."""
    which = hashlib.sha256("\n".join(verdict.findings).encode()).hexdigest()[:16]
    facts: dict[str, str | int | bool | None] = {
        "findings": len(verdict.findings),
        "seals_checked": verdict.seals,
        "entries_checked": verdict.entries,
        "head": verdict.head,
    }
    with as_job(Job.INTEGRITY):
        report_incident(kind=IncidentKind.FAILED_SEAL, subject=f"check {which}", facts=facts, now=now)
