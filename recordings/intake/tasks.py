"""What runs by itself: the watched folder, and clearing up after interruptions."""

import logging
from contextlib import suppress
from pathlib import Path

from celery import shared_task
from django.conf import settings

from callgov import clock
from callgov.refusals import Conflict, Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.audio import AudioToolMissing
from recordings.intake import services
from recordings.vault.trouble import KeyRingUnusable, VaultUnavailable

logger = logging.getLogger(__name__)
_STOPPED = "Watched folder: %s It is tried again in a minute."


@shared_task
def watch() -> None:
    """Take in what lies ready in the watched folder; wait while another import runs. What stops it is in the log, in a sentence."""
    if not settings.INTAKE_FOLDER:
        return
    with as_job(Job.WATCHED_FOLDER):
        try:
            outcome = services.watch_folder(root=Path(settings.INTAKE_FOLDER), now=clock.now())
        except Conflict:
            return
        except Refused as refused:
            logger.error(_STOPPED, refused.refusal)
            return
        except (VaultUnavailable, KeyRingUnusable, AudioToolMissing) as trouble:
            logger.error(_STOPPED, trouble)
            return
    if not outcome.all_in:
        logger.warning("Watched folder: %d files went to quarantine, %d rows were refused.", outcome.quarantined, outcome.refused)


@shared_task
def clear_left_over() -> None:
    """Destroy what interrupted imports and deposits left sealed in the vault."""
    with suppress(Conflict), as_job(Job.INTAKE):
        services.clear_left_over(now=clock.now())
