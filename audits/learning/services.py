"""Raising and closing significant events: the only writers of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audits.learning import rules
from audits.models import EventKind, Review, SignificantEvent
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.sequence import next_number
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.keeping.services import hold_for_case, release_hold
from recordings.models import HoldKind


@dataclass(frozen=True)
class Told:
    """What a significant event says; neither the caller nor the colleague is named."""

    kind: str
    what_happened: str
    learning: str


@enforces("AU-8")
@transaction.atomic
def raise_event(*, review: Review, told: Told, person: User, now: datetime) -> SignificantEvent:
    """Make a significant event of an assessed call, good or poor; the call is held while it is open (AU-8). Raises Refused."""
    insist(rules.refuse_raising(review, person, told.kind, told.what_happened, told.learning))
    year = clock.local_day(now).year
    with act():
        event = SignificantEvent.objects.create(
            reference=f"SE-{year}-{next_number('significant event', year):04}", review=review, kind=told.kind,
            what_happened=told.what_happened.strip(), learning=told.learning.strip(), raised_by=person, raised_at=now,
        )  # fmt: skip
        record(Event.SIGNIFICANT_EVENT_RAISED, subject=event, recording=review.recording_id, facts={"kind": told.kind})
    hold_for_case(
        kind=HoldKind.SIGNIFICANT_EVENT, case_reference=event.reference, reason=f"Significant event {event.reference} is open.",
        recordings=[review.recording_id], now=now,
    )  # fmt: skip
    return event


@enforces("AU-8")
@transaction.atomic
def close_event(*, event: SignificantEvent, action: str, person: User, now: datetime) -> SignificantEvent:
    """Close a significant event with what was done (AU-8). Its hold ends; a call that went wrong is then kept as that of an incident.

    Raises Refused.
    """
    row = SignificantEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    insist(rules.refuse_closing(row, roles_on(person, clock.local_day(now)), action))
    with act():
        row.action, row.closed_at, row.closed_by = action.strip(), now, person
        row.save(update_fields=["action", "closed_at", "closed_by"])
        record(Event.SIGNIFICANT_EVENT_CLOSED, subject=row)
    release_hold(
        kind=HoldKind.SIGNIFICANT_EVENT, case_reference=row.reference, reason="The significant event was closed.", now=now,
        released_by=person, linked=row.kind == EventKind.POOR,
    )  # fmt: skip
    return row
