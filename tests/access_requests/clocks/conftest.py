"""A request with its clock, on a day of our choosing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from access_requests.clocks import services
from access_requests.models import CaseClock, Right
from callgov.people.models import RoleHolding, User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from tests.access_requests.factories import send

Start = Callable[..., str]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def do(verb: Callable[..., Any], actor: User, reference: str, on: date, **said: Any) -> Any:
    """A verb of the clock, done on the day that it is about."""
    with acting_as(actor):
        return verb(reference=reference, actor=actor, now=noon(on), **{"on": on, **said})


def clock_of(reference: str) -> CaseClock:
    return CaseClock.objects.get(reference=reference)


def long_since(person: User) -> None:
    """As if this person had held their roles for years."""
    with as_job(Job.COMMAND):
        for holding in RoleHolding.objects.filter(person=person):
            holding.starts_on = date(2020, 1, 1)
            holding.save()


@pytest.fixture
def start(nurse: User, ig_lead: User) -> Start:
    """The reference of a request whose clock runs from a day."""
    long_since(ig_lead)

    def begin(day: date, right: Right = Right.SUBJECT_ACCESS) -> str:
        request = send(nurse, now=noon(day), window_from=None, window_until=None)
        with acting_as(nurse):
            services.open_clock(reference=request.reference, right=right, received_on=day, now=noon(day))
        return request.reference

    return begin
