"""Calls to draw from, and audits walked through the real services."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from audits.assessment import queries as assessing
from audits.assessment import services
from audits.assessment.rules import Given, Judged
from audits.assessment.services import Feedback
from audits.models import Assessment, Audit, Outcome
from audits.sample.services import draw
from audits.tool import FIRST
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


def judged(*, misses: int = 0, consultation: bool = False, note: str = "Name was not given") -> Judged:
    """A call as judged: the first so many criteria not met, the rest met."""
    criteria = FIRST.of_call(consultation=consultation)
    marks = {one.code: Given(Outcome.MET) for one in criteria}
    marks |= {one.code: Given(Outcome.NOT_MET, note, 1.5) for one in criteria[:misses]}
    return Judged(consultation, marks)


def mark_all(audit: Audit, assessor: User, now: datetime, *misses: int) -> Assessment:
    """Mark each call of the sample with so many misses, none where none are told."""
    desk = assessing.desk(assessor, audit.reference)
    with acting_as(assessor):
        for number, call in enumerate(desk.calls):
            wrong = misses[number] if number < len(misses) else 0
            marked = judged(misses=wrong)
            services.save_review(assessment=desk.assessment, recording_id=call.recording_id, judged=marked, assessor=assessor, now=now)
    return desk.assessment


def finish(audit: Audit, assessor: User, now: datetime, *misses: int, concern: str = "") -> Audit:
    """Mark all calls and finish: 8 of 9 with one miss, 7 of 9 and so below the aim with two."""
    assessment = mark_all(audit, assessor, now, *misses)
    feedback = Feedback("A warm greeting", "Confirm who is calling", concern)
    with acting_as(assessor):
        return services.finish(assessment=assessment, feedback=feedback, assessor=assessor, now=now)


def words(answer: Any) -> str:
    """What a page says, in one line."""
    return " ".join(answer.content.decode().split())


def page(name: str, *args: Any) -> str:
    return reverse(name, args=args)
