"""A register with seven lines, and inspections of it."""

from datetime import datetime, timedelta

import pytest

from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.models import Grant, Recording
from register.inspections import services
from register.models import InspectedLine, Inspection, RegisterLine
from tests.register.conftest import prepare, release


@pytest.fixture
def lines(grant: Grant, call: Recording, now: datetime) -> list[RegisterLine]:
    return [release(prepare(grant, call, now), grant.holder, now).line for _ in range(7)]


def open_as(person: User, now: datetime) -> Inspection:
    with acting_as(person):
        return services.open_inspection(actor=person, now=now)


@pytest.fixture
def inspection(lines: list[RegisterLine], dpo: User, now: datetime) -> Inspection:
    return open_as(dpo, now + timedelta(minutes=1))


def answer(row: InspectedLine, person: User, now: datetime, *, agrees: bool = True, note: str = "") -> InspectedLine:
    with acting_as(person):
        return services.answer_line(drawn_id=row.pk, agrees=agrees, note=note, actor=person, now=now)


def answer_all(inspection: Inspection, person: User, now: datetime) -> None:
    for row in inspection.lines.all():
        answer(row, person, now)


def sign(inspection: Inspection, person: User, now: datetime, findings: str = "All as it should be") -> Inspection:
    with acting_as(person):
        return services.sign_inspection(inspection_id=inspection.pk, findings=findings, actor=person, now=now)
