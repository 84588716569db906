"""What intake reads: the practice's directory, what is known already, and the lists for those who look after intake."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from callgov.refusals import NotYours, Refusal
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.intake.plan import Planned
from recordings.intake.resolve import Directory, LineOf, NoticeOf, Seat
from recordings.models import (
    AudioState,
    Direction,
    Extension,
    Grant,
    GrantedRecording,
    ImportRun,
    Line,
    Notice,
    ObjectRole,
    QuarantinedFile,
    QuarantineState,
    Recording,
    StoredObject,
)  # fmt: skip

Value = TypeVar("Value")

NOT_FOUND = Refusal("not-found", "There is nothing here.", "Check the address, or start from the page before.")


def directory() -> Directory:
    """The practice's lines, extensions and who sat where, in four queries."""
    lines = {line.pk: _line(line) for line in Line.objects.select_related("retention_class")}
    seats = {extension.number: _seat(extension) for extension in Extension.objects.prefetch_related("assignments")}
    usual = next(iter(Line.objects.filter(is_default=True).values_list("pk", flat=True)), None)
    return Directory(lines, seats, usual, _notices())


def _notices() -> dict[str, list[NoticeOf]]:
    """Every notice that was ever in force, by its channel."""
    notices: dict[str, list[NoticeOf]] = {}
    for notice in Notice.objects.filter(in_force_from__isnull=False):
        assert notice.in_force_from is not None
        notices.setdefault(notice.channel, []).append(NoticeOf(notice.pk, notice.in_force_from, notice.in_force_until))
    return notices


def gap_since(channel: str) -> datetime | None:
    """When a channel's latest notice ended; None when it never had one."""
    ended = Notice.objects.filter(channel=channel, in_force_until__isnull=False).order_by("-in_force_until").first()
    return ended.in_force_until if ended else None


def _line(line: Line) -> LineOf:
    kept = line.retention_class
    own = ((Direction.OUTGOING, line.outgoing_purpose_id), (Direction.INTERNAL, line.internal_purpose_id))
    return LineOf(
        line.pk,
        line.name,
        line.number,
        line.purpose_id,
        line.retention_class_id,
        kept.months if kept else None,
        kept.version if kept else 1,
        line.channel,
        {direction: purpose for direction, purpose in own if purpose is not None},
    )


def _seat(extension: Extension) -> Seat:
    people = tuple((held.starts_on, held.ends_on, held.person_id) for held in extension.assignments.all())
    return Seat(extension.pk, extension.line_id, people)


def known(source: str, keys: Collection[str]) -> list[Recording]:
    """The calls of a telephone system that are known by one of these keys."""
    return list(Recording.objects.filter(source=source, source_key__in=keys))


def known_starts(source: str, starts: Sequence[datetime]) -> set[datetime]:
    """At which of these instants a call is known."""
    calls = Recording.objects.filter(source=source)
    return {start for part in _parts(starts) for start in calls.filter(started_at__in=part).values_list("started_at", flat=True)}


def _parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """A long list in pieces that one statement can take."""
    return (values[start : start + 10_000] for start in range(0, len(values), 10_000))


def left_over(subject: UUID) -> list[StoredObject]:
    """What lies in the vault for a subject without a row that owns it."""
    return list(_ownerless().filter(subject=subject))


def subjects_left_over() -> list[UUID]:
    """For whom something lies in the vault that no row owns."""
    return list(_ownerless().values_list("subject", flat=True).distinct())


def _ownerless() -> QuerySet[StoredObject]:
    """Sound whose call is not held, and files set aside that are not in quarantine. The sound of a destroyed call is another wing's, and
    so is the waveform of a copy that is to be checked.
    """
    calls = Recording.objects.filter(pk=OuterRef("subject")).exclude(audio_state=AudioState.WITH_SUPPLIER)
    copies = StoredObject.objects.filter(subject=OuterRef("subject"), role=ObjectRole.PREVIEW, key_destroyed_at=None)
    files = QuarantinedFile.objects.filter(pk=OuterRef("subject"), state=QuarantineState.WAITING)
    sound = Q(role__in=(ObjectRole.ORIGINAL, ObjectRole.LISTENING, ObjectRole.PEAKS)) & ~Exists(calls) & ~Exists(copies)
    return StoredObject.objects.filter(sound | Q(role=ObjectRole.QUARANTINE) & ~Exists(files), destroyed_at=None)


def held_as(sha256: str) -> UUID | None:
    """The call that is held with this sound, bit for bit."""
    held = StoredObject.objects.filter(sha256=sha256, role=ObjectRole.ORIGINAL, key_destroyed_at=None)
    return held.values_list("subject", flat=True).first()


def kept_object(subject: UUID, role: ObjectRole) -> StoredObject:
    """What lies in the vault for a subject in this role. Raises StoredObject.DoesNotExist."""
    return StoredObject.objects.get(subject=subject, role=role, key_destroyed_at=None)


def waiting_file(sha256: str, name: str) -> QuarantinedFile | None:
    """The file of this name and content that waits in quarantine."""
    return QuarantinedFile.objects.filter(sha256=sha256, file_name=name, state=QuarantineState.WAITING).first()


def waiting_hashes() -> frozenset[str]:
    """The content, by its SHA-256, of all files that wait in quarantine."""
    return frozenset(QuarantinedFile.objects.filter(state=QuarantineState.WAITING).values_list("sha256", flat=True))


def came_in(run: ImportRun) -> tuple[int, int]:
    """How many recordings an import took in, and how many files it set aside, by what was recorded of them."""
    taken = Entry.objects.filter(event=Event.CALL_IMPORTED, timestamp__gte=run.started_at, facts__run=str(run.pk))
    return taken.count(), QuarantinedFile.objects.filter(run=run).count()


def interrupted_runs() -> QuerySet[ImportRun]:
    """Imports that never finished. While one is running this is asked by that one alone."""
    return ImportRun.objects.filter(finished_at=None)


def quarantined_file(file_id: UUID) -> QuarantinedFile:
    """A file of the quarantine, settled or not. Raises NotYours when there is none."""
    file = QuarantinedFile.objects.select_related("run", "settled_by").filter(pk=file_id).first()
    if file is None:
        raise NotYours(NOT_FOUND)
    return file


def set_aside_objects(file_id: UUID) -> list[StoredObject]:
    """What lies or lay in the vault of a file in quarantine."""
    return list(StoredObject.objects.filter(subject=file_id, role=ObjectRole.QUARANTINE))


def quarantine() -> QuerySet[QuarantinedFile]:
    """Files in quarantine, those that wait first, newest first."""
    return QuarantinedFile.objects.select_related("run").order_by(Case(When(state=QuarantineState.WAITING, then=0), default=1), "-put_at")


def import_runs() -> QuerySet[ImportRun]:
    """All imports, newest first."""
    return ImportRun.objects.select_related("started_by")


def count_known(source: str, keys: Sequence[str]) -> int:
    """How many of these keys are known already."""
    return sum(Recording.objects.filter(source=source, source_key__in=part).count() for part in _parts(keys))


def came_before(source: str, item: Planned, name: str) -> bool:
    """Whether the call of a row whose file is gone is held, or the file of this very row waits in quarantine."""
    if QuarantinedFile.objects.filter(file_name=name, record=dict(item.row.cells), state=QuarantineState.WAITING).exists():
        return True
    if item.call is None or item.resolved is None:
        return False
    call, found = item.call, item.resolved
    held = Recording.objects.filter(source=source, started_at=call.started_at, audio_state=AudioState.HELD)
    same = held.filter(direction=call.direction, stated_seconds=call.stated_seconds, external_raw=call.external_raw)
    return same.filter(extension=found.extension).exists()


def chosen(grant_id: UUID, recording_id: UUID) -> GrantedRecording:
    """A call as it was chosen under a grant. Raises NotYours when it was not."""
    rows = GrantedRecording.objects.select_related("grant", "recording__extension", "recording__line")
    choice = rows.filter(grant=grant_id, recording=recording_id).first()
    if choice is None:
        raise NotYours(NOT_FOUND)
    return choice


def is_live(grant: Grant, now: datetime) -> bool:
    """Whether a grant holds at an instant."""
    return grant.ended_at is None and grant.starts_at <= now < grant.ends_at


def to_fetch(now: datetime) -> QuerySet[GrantedRecording]:
    """Calls that were chosen under a grant that holds, and whose audio is with the supplier; the grant that ends first comes first.

    A call that several grants of one request are about stands once.
    """
    live = Q(grant__ended_at=None, grant__starts_at__lte=now, grant__ends_at__gt=now, recording__audio_state=AudioState.WITH_SUPPLIER)
    first = GrantedRecording.objects.filter(live).order_by("grant__request_reference", "recording_id", "-grant__ends_at")
    once = first.distinct("grant__request_reference", "recording_id").values("pk")
    return GrantedRecording.objects.filter(pk__in=once).select_related("grant").order_by("grant__ends_at")


def count_waiting() -> int:
    """How many files wait in quarantine."""
    return QuarantinedFile.objects.filter(state=QuarantineState.WAITING).count()
