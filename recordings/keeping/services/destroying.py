"""Destroying what was authorised, in small steps that can each be repeated: run again after a crash anywhere, it ends the same.

For each hundred: (1) under the lock of their rows everything that stands against each is read again, and in the same transaction the
keys of the rest end; (2) the objects and all their versions are taken away, and each is seen to be gone; (3) in one transaction the
certificates are written, the call records reduced to what those need, and the trail told of each.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.policy import enforces
from callgov.refusals import Conflict
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record_each
from callgov.workflow import apply
from recordings.keeping import workflow
from recordings.keeping.queries import disposals as queries
from recordings.keeping.queries.standing import against
from recordings.keeping.rules import disposal as rules
from recordings.keeping.wording import authority_of, described, rule_of
from recordings.models import AudioState, BatchState, DisposalBatch, DisposalItem, ItemState, Recording, StoredObject
from recordings.models.calls import REDUCED
from recordings.vault.certificates import Gone, Grounds, certify_each
from recordings.vault.services import open_job_accesses
from recordings.vault.store import Vault
from recordings.vault.trouble import VaultUnavailable

CHUNK = 100


class Done(NamedTuple):
    """What one run of the job did: recordings destroyed, and recordings left out at the last moment."""

    destroyed: int = 0
    left_out: int = 0


@enforces("AC-10")
def carry_out_authorised(*, now: datetime) -> Done:
    """Destroy what was authorised, batch by batch. Raises VaultUnavailable after it did what it could; the rest comes with the next run."""
    done, trouble = Done(), None
    for reference in queries.authorised():
        try:
            one = carry_out(reference=reference, now=now)
        except VaultUnavailable as stuck:  # what one batch cannot do yet holds up no other
            trouble = stuck
        else:
            done = Done(done.destroyed + one.destroyed, done.left_out + one.left_out)
    if trouble is not None:
        raise trouble
    return done


@enforces("AC-1", "AC-10")
def carry_out(*, reference: str, now: datetime) -> Done:
    """Destroy the recordings of one authorised batch; called outside any transaction.

    Raises VaultUnavailable when something did not go: its key is destroyed then, and everything else is done.
    """
    batch = queries.batch(reference)
    if batch.state != BatchState.AUTHORISED:
        return Done()
    with as_job(Job.DISPOSAL, reason=f"{batch.reference}, authorised on {clock.local_day(_decided_at(batch)).isoformat()}"):
        destroyed = sum(_finish(batch, begun, now) for begun in _chunks(batch, ItemState.KEY_GONE))
        left_out = 0
        for planned in _chunks(batch, ItemState.PLANNED):
            left_out += _begin(batch, planned, now)
            destroyed += _finish(batch, planned, now)
        _close(batch, now)
    return Done(destroyed, left_out)


def _chunks(batch: DisposalBatch, state: str) -> Iterator[list[UUID]]:
    """The recordings of a batch in a state, a hundred at a time, each looked at once."""
    last: UUID | None = None
    while some := queries.next_items(batch, state, last, CHUNK):
        yield some
        last = some[-1]


@transaction.atomic(durable=True)
def _begin(batch: DisposalBatch, recordings: Collection[UUID], now: datetime) -> int:
    """Step 1: leave out what must stay, end the keys of the rest; how many were left out."""
    items = queries.locked_items(batch, recordings, ItemState.PLANNED)
    why = _what_keeps(batch, items, now)
    kept = [item for item in items if item.recording_id in why]
    _leave_out(batch, kept, why)
    _end_keys([item.recording_id for item in items if item.recording_id not in why], batch, now)
    return len(kept)


def _what_keeps(batch: DisposalBatch, items: Sequence[DisposalItem], now: datetime) -> dict[UUID, str]:
    """What stands against destroying each, read now that nobody else can change it; those against which nothing does are not in it."""
    today = clock.local_day(now)
    own = {item.recording_id: rules.keeps(item.recording, batch.kind, today) for item in items}
    return {recording: why for recording, why in own.items() if why} | against(list(own), now)


def _leave_out(batch: DisposalBatch, items: Sequence[DisposalItem], why: dict[UUID, str]) -> None:
    for item in items:
        item.state, item.why = ItemState.LEFT_OUT, why[item.recording_id]
    DisposalItem.objects.recorded().bulk_update(items, ["state", "why"])
    told = [(item, item.recording_id, {"because": item.why}) for item in items]
    record_each(Event.DISPOSAL_EXCEPTED, told, request=batch.reference)


def _end_keys(recordings: Collection[UUID], batch: DisposalBatch, now: datetime) -> None:
    subjects = queries.made_from(recordings)
    accesses = open_job_accesses(job=Job.DISPOSAL, subjects=list(subjects), reason=batch.reference, now=now)
    objects = queries.objects_of(subjects)
    Vault().end_keys([(accesses[stored.subject], stored) for stored in objects], now=now)
    of_batch = DisposalItem.objects.recorded().filter(batch=batch, recording__in=recordings)
    of_batch.update(state=ItemState.KEY_GONE)
    Recording.objects.recorded().filter(pk__in=recordings).update(audio_state=AudioState.DESTROYED)


def _finish(batch: DisposalBatch, recordings: Collection[UUID], now: datetime) -> int:
    """Steps 2 and 3 for those whose keys have ended; how many are destroyed now."""
    begun = queries.begun_among(batch, recordings)
    subjects = queries.made_from(begun)
    objects = [stored for stored in queries.objects_of(subjects) if stored.destroyed_at is None]
    gone = Vault().clear(objects)
    stuck = {subjects[stored.subject] for stored in objects if stored.pk not in gone}
    return _certify(batch, [recording for recording in begun if recording not in stuck], gone, now)


@transaction.atomic
def _certify(batch: DisposalBatch, recordings: Collection[UUID], gone: Collection[UUID], now: datetime) -> int:
    items = queries.locked_items(batch, recordings, ItemState.KEY_GONE)
    StoredObject.objects.recorded().filter(pk__in=gone, destroyed_at=None).update(destroyed_at=now)
    whose = queries.made_from([item.recording_id for item in items])
    objects = {recording: list(some) for recording, some in _by_recording(queries.objects_of(whose), whose)}
    certificates = certify_each([_gone(batch, item, objects.get(item.recording_id, [])) for item in items], now=now)
    _reduce(items)
    of_recording = {certificate.subject: certificate for certificate in certificates}
    told = [
        (of_recording[item.recording_id], item.recording_id, {"certificate": str(of_recording[item.recording_id])}) for item in items
    ]  # fmt: skip
    return record_each(Event.RECORDING_DESTROYED, told, request=batch.reference)


def _by_recording(objects: Sequence[StoredObject], whose: dict[UUID, UUID]) -> Iterator[tuple[UUID, Iterator[StoredObject]]]:
    return groupby(sorted(objects, key=lambda stored: (whose[stored.subject], stored.created_at)), key=lambda stored: whose[stored.subject])


def _gone(batch: DisposalBatch, item: DisposalItem, objects: Sequence[StoredObject]) -> Gone:
    assert batch.decided_by is not None
    grounds = Grounds(
        description=described(item.recording), rule=rule_of(batch, item), authority=authority_of(batch), authorised_by=batch.decided_by,
        job=Job.DISPOSAL, request=batch.reference,
    )  # fmt: skip
    return Gone(item.recording_id, objects, grounds, item.recording.sha256, batch.proposed_by, batch.pk)


def _reduce(items: Sequence[DisposalItem]) -> None:
    """Keep of each call record what its certificate needs."""
    recordings = [item.recording_id for item in items]
    Recording.objects.recorded().filter(pk__in=recordings).update(**REDUCED)
    DisposalItem.objects.recorded().filter(pk__in=[item.pk for item in items]).update(state=ItemState.DESTROYED)


def _close(batch: DisposalBatch, now: datetime) -> None:
    """The batch is finished once nothing of it is left to do. Raises VaultUnavailable while something is."""
    found = queries.counts(batch)
    stuck = found.get(ItemState.KEY_GONE, 0)
    if stuck:
        raise VaultUnavailable(
            f"{batch.reference}: the keys of {stuck} recordings are destroyed, but the store did not give up all of their objects. "
            "Check for a lock on them. It is tried again."
        )
    facts = {"destroyed": found.get(ItemState.DESTROYED, 0), "left out": found.get(ItemState.LEFT_OUT, 0)}
    with suppress(Conflict):  # another run of the job, which took long enough to meet this one, has finished it
        apply(DisposalBatch, batch.pk, workflow.FINISH, actor=None, changes={"finished_at": now}, facts=facts)


def _decided_at(batch: DisposalBatch) -> datetime:
    assert batch.decided_at is not None
    return batch.decided_at
