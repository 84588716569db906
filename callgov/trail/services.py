"""Writing to the trail: the one way to record an act by name."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from auditlog.context import disable_auditlog
from django.db import transaction
from django.db.models import Model

from callgov.governed import UnrecordedChange
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refused, insist
from callgov.trail import bundle
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from callgov.trail.reading import Purpose, Reading, Terms
from callgov.trail.rules import UNEXPLAINED, refuse_unexplained
from callgov.trail.sealing import seal
from callgov.trail.verification import Verdict, verify

_recorded_here: ContextVar[list[Event] | None] = ContextVar("recorded_here", default=None)


@enforces("AU-11")
def record(
    event: Event,
    *,
    subject: Model | None = None,
    request: str = "",
    recording: UUID | None = None,
    person: Model | None = None,
    facts: dict[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Append one entry under the acting person or job (AU-11).

    `subject` is the thing acted on, `request` the reference of the request it belongs to, `recording` the call concerned (both are
    taken from a subject with `request_reference` or `recording_id` when they are not given), `person` whom it was done to. `facts` are
    references, counts and times: never what was said, never a name or a number. Raises AnonymousAct when nobody is named as acting.
    """
    entry = Entry(event=event, request=request, recording=recording, facts=facts or {}, reason=reason)
    if subject is not None:
        entry.about_row(subject)
    if person is not None:
        entry.about_id = person.pk
    entry.save()
    recorded = _recorded_here.get()
    if recorded is not None:
        recorded.append(event)
    return entry


@enforces("AU-11")
def record_each(event: Event, told: Iterable[tuple[Model, UUID | None, dict[str, Any]]], *, request: str = "", reason: str = "") -> int:
    """One entry for each of many things in one statement: each with the recording it concerns and its facts; how many (AU-11).

    For jobs that do the same to many. Raises AnonymousAct as `record` does.
    """
    entries = [
        Entry(event=event, request=request, recording=recording, facts=facts, reason=reason).about_row(subject).acted()
        for subject, recording, facts in told
    ]  # fmt: skip
    Entry.objects.bulk_create(entries)
    recorded = _recorded_here.get()
    if recorded is not None:
        recorded.extend([event] * len(entries))
    return len(entries)


@contextmanager
def act() -> Iterator[None]:
    """What is saved inside is told by what is recorded inside, in one transaction, and not a second time field by field.

    For services whose entry names what they did:

        with act():
            grant = Grant.objects.create(...)
            record(Event.GRANT_ISSUED, subject=grant)

    Raises UnrecordedChange, and nothing is saved, when nothing was recorded.
    """
    recorded: list[Event] = []
    token = _recorded_here.set(recorded)
    try:
        with transaction.atomic(savepoint=False), disable_auditlog():
            yield
            if not recorded:
                raise UnrecordedChange("An act ended without an entry: record() what was done.")
    finally:
        _recorded_here.reset(token)
    around = _recorded_here.get()
    if around is not None:
        around.extend(recorded)


@enforces("AU-11")
def open_reading(*, reader: User, purpose: Purpose, terms: Terms) -> Reading:
    """Record that someone reads the trail, why, and what they look for (AU-11). Raises Refused when they have not said why."""
    insist(refuse_unexplained(purpose))
    record(Event.TRAIL_READ, facts={"why": purpose.why, "looked_for": terms.as_facts()}, reason=purpose.words)
    return Reading(reader, terms)


@enforces("AU-11")
def open_bundle(*, purpose: Purpose | None, now: datetime) -> Iterator[bytes]:
    """Record that someone takes the whole trail away, seal what is not sealed yet, and hand out the lines (AU-11).

    Raises Refused when they have not said why.
    """
    if purpose is None:
        raise Refused(UNEXPLAINED)
    insist(refuse_unexplained(purpose))
    record(Event.TRAIL_EXPORTED, facts={"why": purpose.why}, reason=purpose.words)
    seal(now=now)
    return bundle.lines()


@enforces("AU-11")
def check_trail(*, now: datetime) -> Verdict:
    """Check the whole trail as the job that does it and record how it came out (AU-11)."""
    verdict = verify(now=now)
    with as_job(Job.INTEGRITY):
        record(Event.TRAIL_CHECKED, facts={**verdict.as_facts(), "findings": len(verdict.findings)})
    return verdict
