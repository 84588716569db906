"""What runs by itself: the watched folder, and clearing up after interruptions."""

import logging
from contextlib import suppress
from pathlib import Path

from celery import shared_task
from django.conf import settings

from callgov import clock
from callgov.refusals import Conflict
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.intake import services

logger = logging.getLogger(__name__)


@shared_task
def watch() -> None:
    """Take in what lies ready in the watched folder. While another import runs, or nothing is to be watched, do nothing."""
    if not settings.INTAKE_FOLDER:
        return
    with suppress(Conflict), as_job(Job.WATCHED_FOLDER):
        outcome = services.watch_folder(root=Path(settings.INTAKE_FOLDER), now=clock.now())
        if not outcome.all_in:
            logger.warning("Watched folder: %d files went to quarantine, %d rows were refused.", outcome.quarantined, outcome.refused)


@shared_task
def clear_left_over() -> None:
    """Destroy what interrupted imports and deposits left sealed in the vault."""
    with suppress(Conflict), as_job(Job.INTAKE):
        services.clear_left_over(now=clock.now())
