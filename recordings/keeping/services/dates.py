"""Working out until when recordings are kept: after a change of the schedule, and when a case gives them a longer time."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import act, record
from recordings.keeping.queries import schedule as queries
from recordings.models import AudioState, Recording, RetentionClass


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

    Called by the floor that owns the case, inside its transaction. Never shortens: a recording that is kept longer already is left as it
    is, as is one that is destroyed. 0 when the schedule has no class for the kind.
    """
    kept = queries.class_covering(covers)
    if kept is None:
        return 0
    until = clock.add_months(runs_from, kept.months)
    here = Recording.objects.filter(pk__in=recordings, retain_until__lt=until).exclude(audio_state=AudioState.DESTROYED)
    changed = list(here.order_by("pk").select_for_update(of=("self",)))
    for recording in changed:
        _give(recording, kept, runs_from, until, reason)
    return len(changed)


def _give(recording: Recording, kept: RetentionClass, runs_from: date, until: date, reason: str) -> None:
    facts = {"class": [str(recording.retention_class), kept.name], "until": [recording.retain_until.isoformat(), until.isoformat()]}
    recording.retention_class, recording.retention_version = kept, kept.version
    recording.retain_from, recording.retain_until = runs_from, until
    with act():
        recording.save(update_fields=["retention_class", "retention_version", "retain_from", "retain_until"])
        record(Event.RETENTION_CLASS_CHANGED, subject=recording, facts=facts, reason=reason)
