"""Object Lock: what is under a legal hold is kept by the store itself, where the store can, even from whoever has its password.

Locks follow the holds: soon after one is placed or released, and every ten minutes in case that was missed. A lock whose hold is over
is lifted before anything of it can be destroyed; one whose hold lasts is never lifted.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from kombu.exceptions import OperationalError

from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record
from recordings.models import HeldRecording, StoredObject
from recordings.vault.store import Vault

AT_ONCE = 5000


@enforces("AC-5")
def settle(*, now: datetime) -> dict[str, int]:
    """Lock every object of a recording on hold that is not locked, unlock every other that is; how many of both.

    In a store without locks nothing is to do. Can be repeated. Raises VaultUnavailable when the store does not answer.
    """
    vault = Vault()
    if not vault.has_locks:
        return {}
    with as_job(Job.RECONCILE):
        locked = _turn(vault, _to_lock(), on=True)
        unlocked = _turn(vault, _to_unlock(), on=False)
        if locked or unlocked:
            record(Event.STORE_LOCKED, facts={"locked": locked, "unlocked": unlocked})
    return {"objects locked": locked, "objects unlocked": unlocked}


def settle_soon() -> None:
    """Have the worker settle the locks once the running transaction has committed. Where that fails, the next round of the job does."""
    if settings.VAULT_STORE == "s3":
        transaction.on_commit(_hand_over)


def _hand_over() -> None:
    with suppress(OperationalError):
        current_app.send_task("recordings.wholeness.tasks.settle_locks", retry=False)


def _turn(vault: Vault, objects: Iterable[StoredObject], *, on: bool) -> int:
    return sum(vault.lock(stored, on=on) for stored in objects)


def _to_lock() -> Iterable[StoredObject]:
    return list(_held().filter(wrapped_key__isnull=False, locked=False)[:AT_ONCE])


def _to_unlock() -> Iterable[StoredObject]:
    return list(StoredObject.objects.filter(~Exists(_holds()), locked=True, destroyed_at=None)[:AT_ONCE])


def _held() -> QuerySet[StoredObject]:
    return StoredObject.objects.filter(Exists(_holds()))


def _holds() -> QuerySet[HeldRecording]:
    return HeldRecording.objects.filter(recording=OuterRef("subject"), hold__released_at=None)
