"""What complaints and objections add to a person's work list."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from access_requests.matters import queries
from access_requests.models import CaseClock, Matter, MatterState, Right
from callgov.people.models import User
from callgov.registry import Work

SHOWN = 10


def work(person: User, today: date) -> Iterator[Work]:
    """What is open on the desk, for whoever handles it."""
    found = queries.open_ones(person, today, SHOWN)
    clocks = queries.clocks_of([matter.reference for matter in found]) if found else {}
    for matter in found:
        clock = clocks.get(matter.reference)
        due = clock.due_on if clock and clock.answered_on is None and not clock.waiting else None
        group = "waiting" if clock and clock.waiting else "todo"
        yield Work(_words(matter, clock), reverse("matter", args=[matter.reference]), matter.reference, _facts(matter), group, due)


def _words(matter: Matter, clock: CaseClock | None) -> str:
    kind = "complaint" if matter.right == Right.COMPLAINT else "objection"
    if matter.state == MatterState.DECIDED:
        return f"Tell the outcome of a data {kind}"
    if matter.right == Right.COMPLAINT and clock and clock.answered_on is None:
        return "Acknowledge a data complaint"
    return f"Look into a data {kind}"


def _facts(matter: Matter) -> str:
    return str(MatterState(matter.state).label)
