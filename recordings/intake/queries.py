"""What intake reads: the practice's directory, what is known already, and the lists for those who look after intake."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from callgov.refusals import NotYours, Refusal
from recordings.intake.resolve import Directory, LineOf, Seat
from recordings.models import (
    AudioState,
    Extension,
    Grant,
    GrantedRecording,
    ImportRun,
    Line,
    ObjectRole,
    QuarantinedFile,
    QuarantineState,
    Recording,
    StoredObject,
)

NOT_FOUND = Refusal("not-found", "There is nothing here.", "Check the address, or start from the page before.")


def directory() -> Directory:
    """The practice's lines, extensions and who sat where, in three queries."""
    lines = {
        line.pk: LineOf(line.pk, line.name, line.number, line.purpose_id, line.retention_class_id, line.retention_class and line.retention_class.months)
        for line in Line.objects.select_related("retention_class")
    }
    seats = {extension.number: _seat(extension) for extension in Extension.objects.prefetch_related("assignments")}
    return Directory(lines, seats, next(iter(Line.objects.filter(is_default=True).values_list("pk", flat=True)), None))


def _seat(extension: Extension) -> Seat:
    people = tuple((held.starts_on, held.ends_on, held.person_id) for held in extension.assignments.all())
    return Seat(extension.pk, extension.line_id, people)


def known(source: str, keys: Collection[str]) -> list[Recording]:
    """The calls of a telephone system that are known by one of these keys."""
    return list(Recording.objects.filter(source=source, source_key__in=keys))
