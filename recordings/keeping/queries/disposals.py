"""Reading disposals: what is due, batches and their recordings."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, QuerySet

from callgov import clock
from callgov.refusals import NotYours
from callgov.registry import registry
from recordings.keeping.queries.standing import free
from recordings.keeping.rules import NOT_FOUND
from recordings.models import (
    AtEnd,
    AudioState,
    BatchKind,
    BatchState,
    Certificate,
    DisposalBatch,
    DisposalItem,
    ItemState,
    Recording,
    StoredObject,
)  # fmt: skip
from recordings.models.keeping import UNFINISHED

# the original first, for the certificate
_ORDER = ("subject", "created_at")


def due(today: date) -> QuerySet[Recording]:
    """Recordings whose time is over, by the present version of their class; of a call whose audio is with the supplier, its record."""
    current = Recording.objects.filter(retention_version=F("retention_class__version"))
    return current.filter(retain_until__lt=today, audio_state__in=(AudioState.HELD, AudioState.WITH_SUPPLIER))


def destroyable(now: datetime) -> QuerySet[Recording]:
    """Recordings that a proposal of the schedule would destroy: due, of a class that is destroyed at its end, nothing against it."""
    fresh = due(clock.local_day(now)).filter(retention_class__at_end=AtEnd.DESTROY)
    return free(fresh.exclude(pk__in=in_a_live_batch()), now)


def in_a_live_batch() -> QuerySet[DisposalItem, UUID]:
    """The recordings that a batch which is not over will destroy."""
    return DisposalItem.objects.filter(state__in=UNFINISHED).values_list("recording", flat=True)


def is_time_to_propose(now: datetime, every_days: int) -> bool:
    """Whether the schedule's next proposal is due: none waits, and the last is long enough ago."""
    of_schedule = DisposalBatch.objects.filter(kind=BatchKind.RETENTION)
    recent = of_schedule.filter(proposed_at__gt=now - timedelta(days=every_days))
    return not of_schedule.filter(state=BatchState.PROPOSED).exists() and not recent.exists()


def batches() -> QuerySet[DisposalBatch]:
    """All batches, newest first."""
    return DisposalBatch.objects.select_related("proposed_by", "decided_by")


def waiting() -> QuerySet[DisposalBatch]:
    """The batches that wait for authority, oldest first."""
    return batches().filter(state=BatchState.PROPOSED).order_by("proposed_at")


def batch(reference: str) -> DisposalBatch:
    """One batch by its reference. Raises NotYours when there is none."""
    found = batches().filter(reference=reference).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def authorised() -> list[str]:
    """The references of batches that are authorised and not finished, oldest first."""
    return list(DisposalBatch.objects.filter(state=BatchState.AUTHORISED).order_by("decided_at").values_list("reference", flat=True))


def counts(batch: DisposalBatch) -> dict[str, int]:
    """How many recordings of a batch are in which state now."""
    return dict(DisposalItem.objects.filter(batch=batch).values_list("state").annotate(number=Count("pk")).order_by())


def counts_by_class(batch: DisposalBatch) -> list[tuple[str, str, int]]:
    """Class, state and number of the recordings of a batch."""
    rows = DisposalItem.objects.filter(batch=batch).values_list("retention_class__name", "state")
    return list(rows.annotate(number=Count("pk")).order_by("retention_class__name", "state"))


def left_out(batch: DisposalBatch) -> QuerySet[DisposalItem]:
    """The recordings of a batch that are left out, with their reasons."""
    return DisposalItem.objects.filter(batch=batch, state=ItemState.LEFT_OUT).select_related("retention_class").order_by("pk")


def reasons(batch: DisposalBatch) -> list[tuple[str, int]]:
    """Why recordings of a batch are left out, and how many for each reason, most first."""
    return list(left_out(batch).values_list("why").annotate(number=Count("pk")).order_by("-number", "why"))


def sample(batch: DisposalBatch, size: int) -> list[DisposalItem]:
    """A few recordings of a batch to look at, spread evenly over it; the same each time."""
    rows = DisposalItem.objects.filter(batch=batch).exclude(state=ItemState.LEFT_OUT).order_by("recording")
    total = rows.count()
    step = max(total // size, 1)
    ids = list(rows.values_list("pk", flat=True)[: step * size : step])
    return list(DisposalItem.objects.filter(pk__in=ids).select_related("retention_class").order_by("recording"))


def item(batch: DisposalBatch, recording_id: UUID, *, lock: bool = False) -> DisposalItem:
    """A recording of a batch. Raises NotYours when it is not in it."""
    rows = DisposalItem.objects.select_for_update(of=("self",)) if lock else DisposalItem.objects.all()
    found = rows.filter(batch=batch, recording=recording_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def next_items(batch: DisposalBatch, state: str, after: UUID | None, size: int) -> list[UUID]:
    """The next recordings of a batch in a state, in the order of their keys."""
    rows = DisposalItem.objects.filter(batch=batch, state=state)
    if after is not None:
        rows = rows.filter(recording__gt=after)
    return list(rows.order_by("recording").values_list("recording", flat=True)[:size])


def begun_among(batch: DisposalBatch, recordings: Collection[UUID]) -> list[UUID]:
    """Those of these recordings of a batch whose keys have ended and which are not certified yet."""
    rows = DisposalItem.objects.filter(batch=batch, recording__in=recordings, state=ItemState.KEY_GONE)
    return list(rows.values_list("recording", flat=True))


def locked_items(batch: DisposalBatch, recordings: Collection[UUID], state: str) -> list[DisposalItem]:
    """These recordings of a batch that are still in a state, they and their calls locked in the order of their keys."""
    rows = DisposalItem.objects.filter(batch=batch, recording__in=recordings, state=state).order_by("recording")
    locked = rows.select_for_update(of=("self", "recording"))
    return list(locked.select_related("retention_class", "recording__line", "recording__retention_class"))


def made_from(recordings: Collection[UUID]) -> dict[UUID, UUID]:
    """Every subject in the vault that holds something of these recordings, and which: themselves, and what the floors above made."""
    found = {recording: recording for recording in recordings}
    for source in registry.made_from:
        found.update(source(recordings))
    return found


def objects_of(subjects: Collection[UUID]) -> Sequence[StoredObject]:
    """Everything that lies, or lay until just now, in the vault of these subjects, the oldest of each first."""
    return list(StoredObject.objects.filter(subject__in=subjects).order_by(*_ORDER))


def certificates(batch: DisposalBatch) -> QuerySet[Certificate]:
    """The certificates of a batch, by number."""
    return Certificate.objects.filter(batch=batch).order_by("year", "number")


def planned(batch: DisposalBatch) -> int:
    """How many recordings a batch would destroy now."""
    return counts(batch).get(ItemState.PLANNED, 0)


def first_and_last(batch: DisposalBatch) -> list[Certificate]:
    """The first and the last certificate of a batch; one when it has one, none while it has none."""
    found = certificates(batch)
    first, last = found.first(), found.last()
    return [one for one in (first, last) if one is not None and (one is first or one != first)]


def certificate(year: int, number: int) -> Certificate:
    """A certificate of a recording that a batch destroyed. Raises NotYours when there is none."""
    rows = Certificate.objects.select_related("proposed_by", "authorised_by", "batch")
    found = rows.filter(year=year, number=number, batch__isnull=False).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def live_item(recording_id: UUID) -> DisposalItem | None:
    """Where a recording stands in the batch that will destroy it."""
    return DisposalItem.objects.filter(recording=recording_id, state__in=UNFINISHED).select_related("batch").first()
