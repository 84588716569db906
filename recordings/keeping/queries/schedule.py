"""Reading the retention schedule, its changes, and the dates that follow from it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from callgov import clock
from callgov.refusals import NotYours
from recordings.keeping.dryrun import Counted
from recordings.keeping.queries.holds import held_by_somebody
from recordings.keeping.rules import NOT_FOUND
from recordings.keeping.rules.holds import LINKING
from recordings.models import AtEnd, AudioState, ChangeState, Covers, Recording, RetentionChange, RetentionClass

_ORDER = Case(*(When(covers=covers, then=Value(place)) for place, covers in enumerate(Covers)))


def runs_from() -> Coalesce:
    """The local day from which a recording's period runs: where nothing else is said, the day of the call."""
    return Coalesce(F("retain_from"), TruncDate("started_at", tzinfo=clock.LONDON), output_field=DateField())


def schedule() -> QuerySet[RetentionClass]:
    """Every class in the order of the law's list, each with its open change (`open_changes`) and the last that was agreed (`agreed`)."""
    decided = RetentionChange.objects.select_related("proposed_by", "decided_by")
    opened = Prefetch("changes", decided.filter(state=ChangeState.PROPOSED), to_attr="open_changes")
    agreed = Prefetch("changes", decided.filter(state=ChangeState.AGREED).order_by("-decided_at"), to_attr="agreed")
    return RetentionClass.objects.prefetch_related(opened, agreed).order_by(_ORDER, "name")


def names() -> set[str]:
    """The names of all classes."""
    return set(RetentionClass.objects.values_list("name", flat=True))


def retention_class(class_id: int, *, lock: bool = False) -> RetentionClass:
    """One class. Raises NotYours when there is none."""
    rows = RetentionClass.objects.select_for_update() if lock else RetentionClass.objects.all()
    found = rows.filter(pk=class_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def class_covering(covers: str) -> RetentionClass | None:
    """The class for a kind of thing; of several, the first by name."""
    return RetentionClass.objects.filter(covers=covers).first()


def class_of_case(kind: str) -> RetentionClass | None:
    """The class in which recordings are kept once a case of this kind has closed; None for kinds that have none."""
    return class_covering(Covers.LINKED) if kind in LINKING else None


def change(change_id: int) -> RetentionChange:
    """One proposed or decided change with its class. Raises NotYours when there is none."""
    rows = RetentionChange.objects.select_related("retention_class", "proposed_by", "decided_by")
    found = rows.filter(pk=change_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def open_change(kept: RetentionClass) -> RetentionChange | None:
    """The change of a class that waits for a decision."""
    return RetentionChange.objects.filter(retention_class=kept, state=ChangeState.PROPOSED).first()


def open_changes() -> QuerySet[RetentionChange]:
    """All changes that wait for a decision, oldest first."""
    return (
        RetentionChange.objects.filter(state=ChangeState.PROPOSED).select_related("retention_class", "proposed_by").order_by("proposed_at")
    )


def kept_shorter(recordings: Collection[UUID], until: date) -> list[Recording]:
    """Those of these recordings that are here, may be destroyed here and are kept for less than until a day; locked, by their keys."""
    here = Recording.objects.filter(pk__in=recordings, retain_until__lt=until).exclude(audio_state=AudioState.DESTROYED)
    locked = here.exclude(retention_class__at_end=AtEnd.TRANSFER).select_for_update(of=("self",), no_key=True)
    return list(locked.select_related("retention_class").order_by("pk"))


def counted(kept: RetentionClass) -> list[Counted]:
    """How many recordings of a class that are still here run from which day, and how many of them a hold keeps. One query."""
    here = Recording.objects.filter(retention_class=kept).exclude(audio_state=AudioState.DESTROYED)
    rows = here.annotate(day=runs_from(), is_held=Exists(held_by_somebody(OuterRef("pk")))).values_list("day", "is_held")
    by_day: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day, is_held, number in rows.annotate(number=Count("pk")).order_by():
        by_day[day][is_held] += number
    return [Counted(day, *by_day[day]) for day in sorted(by_day)]


def classes_behind() -> list[RetentionClass]:
    """The classes of which some recording that is free to be changed still has the date of an older version."""
    some = behind(Recording.objects.filter(retention_class=OuterRef("pk")), OuterRef("version"))
    return list(RetentionClass.objects.filter(Exists(some)))


def behind(recordings: QuerySet[Recording], version: int | OuterRef) -> QuerySet[Recording]:
    """Those of these recordings whose date follows from an older version, and that no hold keeps as they are (law.md R5.6)."""
    here = recordings.filter(retention_version__lt=version).exclude(audio_state=AudioState.DESTROYED)
    return here.exclude(Exists(held_by_somebody(OuterRef("pk"))))


class RunsFromDay(NamedTuple):
    """A day from which recordings run: the day of their call, or one that a case gave them."""

    day: date
    given: bool

    def recordings(self, kept: RetentionClass) -> QuerySet[Recording]:
        """The recordings of a class that run from it. Found by an index."""
        of_class = Recording.objects.filter(retention_class=kept)
        if self.given:
            return of_class.filter(retain_from=self.day)
        return of_class.filter(retain_from=None, started_at__gte=clock.start_of_day(self.day), started_at__lt=clock.end_of_day(self.day))


def days_behind(kept: RetentionClass) -> list[RunsFromDay]:
    """From which days the recordings run whose date follows from an older version of their class."""
    rows = behind(Recording.objects.filter(retention_class=kept), kept.version)
    rows = rows.annotate(day=runs_from(), given=ExpressionWrapper(Q(retain_from__isnull=False), BooleanField()))
    return [RunsFromDay(*row) for row in rows.values_list("day", "given").distinct().order_by("day", "given")]
