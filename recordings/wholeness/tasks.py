"""What looks after the store by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import shared_task
from django.conf import settings

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.refusals import Refused
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.vault.locks import settle
from recordings.vault.trouble import KeyRingUnusable, TamperedObject, VaultUnavailable
from recordings.wholeness.files import BadBackup
from recordings.wholeness.postgres import DatabaseTrouble
from recordings.wholeness.services import backing_up, checking, reconciling, rekeying


@shared_task(throws=(JobFailed,))
def check() -> dict[str, int]:
    """Read again in full what is due for its check."""
    try:
        done = checking.check_due(now=clock.now())
    except VaultUnavailable as trouble:
        raise JobFailed(str(trouble)) from trouble
    if done.no_key:
        raise JobFailed(done.no_key)
    return {"objects whole": done.whole, "objects damaged or missing": done.bad, "bytes read": done.size}


@shared_task(throws=(JobFailed,))
def reconcile() -> dict[str, int]:
    """Compare the store with the records."""
    try:
        return reconciling.reconcile(now=clock.now()).as_counts()
    except VaultUnavailable as trouble:
        raise JobFailed(str(trouble)) from trouble


@shared_task(throws=(JobFailed,))
def back_up() -> dict[str, int]:
    """Take the nightly backup where the settings name folders for it; those past their day go whether it can be taken or not."""
    if not (settings.BACKUP_FOLDER and settings.BACKUP_KEYS_FOLDER):
        return {}
    data, keys, now = Path(settings.BACKUP_FOLDER), Path(settings.BACKUP_KEYS_FOLDER), clock.now()
    try:
        with _telling():
            backup = backing_up.back_up(data=data, keys=keys, now=now)
    finally:
        with _telling():
            expired = backing_up.destroy_expired(data=data, keys=keys, now=now)
    return {"bytes written": backup.size, "objects listed": backup.objects_stored, "old backups destroyed": expired}


@contextmanager
def _telling() -> Iterator[None]:
    """Say in a sentence why a backup could not be taken or destroyed."""
    try:
        yield
    except Refused as refused:
        raise JobFailed(str(refused.refusal)) from refused
    except (DatabaseTrouble, BadBackup) as trouble:
        raise JobFailed(str(trouble)) from trouble
    except OSError as trouble:
        raise JobFailed(f"The backup cannot be written: {trouble.strerror or trouble}.") from trouble


@shared_task(throws=(JobFailed,))
def move_keys() -> dict[str, int]:
    """Go on with a rotation of the key ring that was interrupted."""
    try:
        with as_job(Job.FIXITY, reason="An interrupted rotation of the key ring"):
            return {"keys moved": rekeying.move_keys(now=clock.now())}
    except (KeyRingUnusable, TamperedObject) as trouble:
        raise JobFailed(str(trouble)) from trouble


@shared_task(throws=(JobFailed,))
def settle_locks() -> dict[str, int]:
    """Have the store keep what is on hold, and let go what is not any more."""
    try:
        return settle(now=clock.now())
    except VaultUnavailable as trouble:
        raise JobFailed(str(trouble)) from trouble
