"""What looks after the store by itself."""

from celery import shared_task

from callgov import clock
from callgov.jobs.trouble import JobFailed
from recordings.vault.trouble import VaultUnavailable
from recordings.wholeness.services import checking, reconciling


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
