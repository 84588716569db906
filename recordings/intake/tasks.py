"""What runs by itself: the watched folder, and clearing up after interruptions."""

import logging
from contextlib import suppress
from pathlib import Path

from celery import shared_task
from django.conf import settings

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.refusals import Conflict, Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.audio import AudioToolMissing
from recordings.intake import services
from recordings.vault.trouble import KeyRingUnusable, VaultUnavailable

logger = logging.getLogger(__name__)
_STOPPED = "Watched folder: %s It is tried again in a minute."


@shared_task(throws=(JobFailed,))
def watch() -> dict[str, int]:
    """Take in what lies ready in the watched folder; wait while another import runs. What stops it is told in a sentence."""
    if not settings.INTAKE_FOLDER:
        return {}
    with as_job(Job.WATCHED_FOLDER):
        try:
            outcome = services.watch_folder(root=Path(settings.INTAKE_FOLDER), now=clock.now())
        except Conflict:
            return {}
        except Refused as refused:
            raise _stopped(refused.refusal) from refused
        except (VaultUnavailable, KeyRingUnusable, AudioToolMissing) as trouble:
            raise _stopped(trouble) from trouble
    if not outcome.all_in:
        logger.warning("Watched folder: %d files went to quarantine, %d rows were refused.", outcome.quarantined, outcome.refused)
    return {name.replace("_", " "): count for name, count in outcome.counts.items()}


def _stopped(why: object) -> JobFailed:
    logger.error(_STOPPED, why)
    return JobFailed(_STOPPED % why)


@shared_task
def clear_left_over() -> dict[str, int]:
    """Destroy what interrupted imports and deposits left sealed in the vault."""
    with suppress(Conflict), as_job(Job.INTAKE):
        return {"left-over objects destroyed": services.clear_left_over(now=clock.now())}
    return {}
