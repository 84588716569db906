"""Working out until when recordings are kept: after a change of the schedule, and when a case gives them a longer time."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record, record_each
from recordings.keeping.queries import schedule as queries
from recordings.models import Recording, RetentionClass


@enforces("AC-1", "AC-5")
def set_dates(*, now: datetime) -> int:
    """Work out again the last day of every recording whose class has a newer version; how many there were (law.md R5.6).

    Day by day, each in a transaction of its own: interrupted, it goes on where it stopped. Recordings under a hold keep their date until
    the last hold is released, and until it is worked out nothing is destroyed by an old date.
    """
    return sum(_catch_up(kept) for kept in queries.classes_behind())


def _catch_up(kept: RetentionClass) -> int:
    with as_job(Job.RETENTION, reason=f"{kept.name}, version {kept.version}: {kept.months} months"):
        return sum(_set_day(kept, day) for day in queries.days_behind(kept))


@transaction.atomic
def _set_day(kept: RetentionClass, day: queries.RunsFromDay) -> int:
    """The recordings of a class that run from one day, locked in the order of their keys as everybody locks them."""
    locked = list(day.recordings(kept).order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    until = clock.add_months(day.day, kept.months)
    with act():
        changed = queries.behind(Recording.objects.recorded().filter(pk__in=locked), kept.version).update(
            retain_until=until, retention_version=kept.version
        )
        facts = {
            "class": kept.name,
            "version": kept.version,
            "from": day.day.isoformat(),
            "until": until.isoformat(),
            "recordings": changed,
        }
        record(Event.RETENTION_DATES_SET, subject=kept, facts=facts)
    return changed


@enforces("AC-5")
@transaction.atomic
def keep_longer(*, recordings: Collection[UUID], covers: str, runs_from: date, reason: str, now: datetime) -> int:
    """Give recordings of a case that closed the class for their kind (`Covers.LINKED`), from the day it closed; how many (law.md 5.5).

    Never shortens: a recording that is kept longer already is left as it is, as is one that is destroyed or never destroyed here. 0 when
    the schedule has no class for the kind.
    """
    kept = queries.class_covering(covers)
    if kept is None:
        return 0
    until = clock.add_months(runs_from, kept.months)
    changed = queries.kept_shorter(recordings, until)
    if changed:
        told = [(recording, recording.pk, _given(recording, kept, until)) for recording in changed]
        with act():
            Recording.objects.recorded().filter(pk__in=[recording.pk for recording in changed]).update(
                retention_class=kept, retention_version=kept.version, retain_from=runs_from, retain_until=until
            )
            record_each(Event.RETENTION_CLASS_CHANGED, told, reason=reason)
    return len(changed)


def _given(recording: Recording, kept: RetentionClass, until: date) -> dict[str, list[str]]:
    """What stood before and what stands now, as facts."""
    return {
        "class": [recording.retention_class.name, kept.name], "until": [recording.retain_until.isoformat(), until.isoformat()],
    }  # fmt: skip
