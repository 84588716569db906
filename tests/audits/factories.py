"""Calls to draw from, and audits walked through the real services."""

from datetime import datetime, timedelta
from typing import Any

from audits.models import Audit
from audits.sample.services import draw
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.models import Recording
from tests.recordings.factories import make_call, make_held_call


def make_calls(person: User, count: int, now: datetime, *, held: bool = False, **fields: Any) -> list[Recording]:
    """Calls of a person, one a day back from yesterday, three minutes each; `held` has their audio here."""
    make = make_held_call if held else make_call
    usual = {"stated_seconds": 187, "person": person}
    return [make(now - timedelta(days=1 + number), **(usual | fields)) for number in range(count)]


def draw_for(person: User, assessor: User, now: datetime) -> Audit:
    with acting_as(assessor):
        return draw(person=person, assessor=assessor, now=now)
