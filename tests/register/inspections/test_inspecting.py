"""Inspections: drawn by a seed that stood first, answered by whoever it is not about, signed whole, and never changed."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from callgov import clock
from callgov.models import Sequence
from callgov.people.models import User
from callgov.refusals import Conflict, Refused
from callgov.sampling import first
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from register.inspections import evidence, queries, services, worklist
from register.inspections.presenters import paper
from register.models import InspectedLine, Inspection, InspectionAction, InspectionState, RegisterLine, Release
from tests.documents.checked import verdicts
from tests.register.conftest import prepare, release
from tests.register.inspections.conftest import answer, answer_all, open_as, sign

pytestmark = pytest.mark.clause("RE-2")


@pytest.mark.django_db(transaction=True)
def test_anyone_can_draw_the_same_lines_again(inspection: Inspection, lines: list[RegisterLine]) -> None:
    fixed = Entry.objects.get(event=Event.SEED_FIXED)
    drawn = Entry.objects.get(event=Event.INSPECTION_DRAWN)
    places = first(str(fixed.facts["seed"]), 7, 5)
    assert [row.line for row in inspection.lines.all()] == [lines[place] for place in places]
    assert (fixed.pk < drawn.pk, drawn.facts["pool"], inspection.gaps) == (True, 7, 0)
    assert fixed.transaction != drawn.transaction


def test_a_draw_that_is_tried_again_draws_the_same(inspection: Inspection, dpo: User) -> None:
    before = list(inspection.lines.values_list("line", flat=True))
    with acting_as(dpo):
        services.draw(inspection_id=inspection.pk)
        Inspection.objects.recorded().update(pool_size=None)
        InspectedLine.objects.recorded().delete()
        services.draw(inspection_id=inspection.pk)
    assert list(inspection.lines.values_list("line", flat=True)) == before


def test_one_inspection_is_open_at_a_time(inspection: Inspection, ig_lead: User, now: datetime) -> None:
    with pytest.raises(Refused, match="open already"):
        open_as(ig_lead, now)


def test_the_next_begins_where_the_last_ended(inspection: Inspection, dpo: User, grant: Grant, call: Recording, now: datetime) -> None:
    answer_all(inspection, dpo, now)
    sign(inspection, dpo, now)
    later = now + timedelta(hours=1)
    with pytest.raises(Refused, match="No line has been written"):
        open_as(dpo, later)
    line = release(prepare(grant, call, later), grant.holder, later).line
    again = open_as(dpo, later + timedelta(minutes=1))
    assert [row.line for row in again.lines.all()] == [line]


def test_whoever_released_a_line_does_not_inspect_it(inspection: Inspection, practice_manager: User, ig_lead: User, now: datetime) -> None:
    row = inspection.lines.get(draw=1)
    with pytest.raises(Refused, match="You released line"):
        answer(row, practice_manager, now)
    assert answer(row, ig_lead, now).own_approval


def test_a_signed_inspection_has_its_findings_the_head_of_the_trail_and_the_next_day(
    inspection: Inspection, dpo: User, now: datetime
) -> None:
    with pytest.raises(Refused, match="5 of 5 are left"):
        sign(inspection, dpo, now)
    answer_all(inspection, dpo, now)
    signed = sign(inspection, dpo, now)
    assert (signed.state, signed.signed_by) == (InspectionState.SIGNED, dpo)
    assert signed.next_due == clock.add_months(clock.local_day(now), 3)
    assert evidence.proof() == {"inspections signed": 1}
    with pytest.raises(Conflict):
        sign(inspection, dpo, now)


def test_what_does_not_agree_needs_a_note_and_an_action(inspection: Inspection, dpo: User, practice_manager: User, now: datetime) -> None:
    answer_all(inspection, dpo, now)
    row = inspection.lines.get(draw=2)
    with pytest.raises(Refused, match="Say what does not agree"):
        answer(row, dpo, now, agrees=False)
    answer(row, dpo, now, agrees=False, note="No receipt")
    with pytest.raises(Refused, match="say what must be done"):
        sign(inspection, dpo, now)
    today = clock.local_day(now)
    with acting_as(dpo):
        action = services.set_action(inspection_id=inspection.pk, what="Find the receipt", owner=practice_manager, due=today, now=now)
    sign(inspection, dpo, now)
    assert [work.url for work in worklist.work(practice_manager, today)] == [f"/register/inspections/actions/{action.pk}/done/"]
    with acting_as(practice_manager):
        services.finish_action(action_id=action.pk, evidence="In the post book", actor=practice_manager, inspects=False, now=now)
    assert InspectionAction.objects.get().done_by == practice_manager
    assert list(worklist.work(practice_manager, today)) == []


def test_a_signed_inspection_stands(inspection: Inspection, dpo: User, now: datetime) -> None:
    answer_all(inspection, dpo, now)
    sign(inspection, dpo, now)
    with pytest.raises(Conflict):
        answer(inspection.lines.get(draw=1), dpo, now)
    for statement in ("UPDATE register_inspection SET findings = 'x'", "UPDATE register_inspectedline SET note = 'x'"):
        with pytest.raises(DatabaseError, match=r"append-only|stand"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_records_beside_a_sound_line_agree(inspection: Inspection) -> None:
    beside = queries.beside(inspection.year, inspection.number, 1)
    found = evidence.checks(beside.line, beside.approval, beside.certificate, clock.local_day(inspection.until))
    assert [one.what for one in found if not one.agrees] == []
    assert len(found) == 8


def test_what_was_changed_behind_the_line_shows(inspection: Inspection, now: datetime) -> None:
    row = inspection.lines.get(draw=1)
    case = row.line.release.request
    type(case).objects.filter(pk=case.pk).recorded().update(recipient_name="Somebody Else")
    Release.objects.filter(pk=row.line.release_id).recorded().update(method="media")
    late = clock.local_day(now) + timedelta(days=60)
    beside = queries.beside(inspection.year, inspection.number, 1)
    found = evidence.checks(beside.line, None, beside.certificate, late)
    wrong = {"Authorised", "Recipient", "Stored copy destroyed on its day", "Holder's copy deleted"}
    assert {one.what for one in found if not one.agrees} == wrong


def test_the_register_is_late_three_months_after_its_first_line(lines: list[RegisterLine], dpo: User, ig_lead: User, now: datetime) -> None:
    day = clock.add_months(clock.local_day(now), 3)
    assert list(worklist.work(dpo, day - timedelta(days=15))) == []
    assert [work.group for work in worklist.work(dpo, day)] == ["todo"]
    assert [work.group for work in worklist.work(ig_lead, day + timedelta(days=1))] == ["late"]
    [reminding] = worklist.reminders(now + timedelta(days=110))
    assert (reminding.kind, set(reminding.people), reminding.escalates) == ("inspection-late", {dpo, ig_lead}, True)


def test_an_inspection_on_paper_is_pdf_ua_1(inspection: Inspection, dpo: User, now: datetime) -> None:
    undone = paper(queries.inspection(inspection.year, inspection.number))
    answer_all(inspection, dpo, now)
    with acting_as(dpo):
        services.set_action(inspection_id=inspection.pk, what="#read", owner=dpo, due=clock.local_day(now), now=now)
    sign(inspection, dpo, now)
    done = paper(queries.inspection(inspection.year, inspection.number))
    assert [verdict.broken for verdict in verdicts(undone, done)] == [[], []]


def test_missing_numbers_are_counted(lines: list[RegisterLine], grant: Grant, call: Recording, now: datetime) -> None:
    assert queries.gaps() == 0
    Sequence.objects.filter(name="register").update(last=9)
    release(prepare(grant, call, now), grant.holder, now)
    assert queries.gaps() == 2
