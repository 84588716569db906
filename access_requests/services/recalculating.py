"""Days that are counted in working days, worked out again when the calendar or the practice's choice changes."""

from datetime import datetime

from django.db import transaction

from access_requests import queries
from access_requests.services.asking import days_of
from callgov.policy import enforces
from callgov.trail.events import Event
from callgov.trail.services import act, record


@enforces("AC-8")
@transaction.atomic
def recalculate_days(now: datetime) -> int:
    """Work out anew by when bodies that wait should have an answer (law.md R13.4); how many days moved, each with its entry.

    A court's own day stands, and so does one that was counted anew when the request was reopened.
    """
    moved = 0
    for request in queries.counted_in_working_days():
        due = days_of(request.kind, request.received_at, subject_access=False)["due_on"]
        if due != request.due_on:
            facts, request.due_on = {"due": [str(request.due_on), str(due)]}, due
            with act():
                request.save(update_fields=["due_on"])
                record(Event.CLOCK_RECALCULATED, subject=request, facts=facts)
            moved += 1
    return moved
