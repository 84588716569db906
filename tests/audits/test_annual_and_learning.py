"""Annual audit, calibration and significant events through their pages: written, signed, compared, closed; and refused."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audits.annual import services as annual_services
from audits.assessment import queries as assessing
from audits.assessment import services as assessment_services
from audits.assessment.services import Feedback
from audits.calibration.queries import candidates
from audits.models import AnnualAudit, AnnualSignOff, Audit, Authority, Calibration, Review, Seat, SignificantEvent
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import forget_roles
from callgov.people.services.roles import give_role
from callgov.practice.services import change_setting
from callgov.refusals import Refused
from callgov.roles import Role
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import LegalHold
from tests.audits.factories import draw_for, finish, judged, make_calls, page, words
from tests.cast import make_person
from tests.documents.checked import verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> int:
    return clock.today().year


# The annual practice audit


@pytest.fixture
def three_results(authority: Authority, ig_lead: User, assessor: User, now: datetime) -> list[User]:
    """Three people audited, one below the aim, in a practice that shows groups of three."""
    with acting_as(ig_lead):
        change_setting(name="audit_smallest_group", value=3, reason="Small practice", actor=ig_lead, now=now)
    people = [make_person(f"clerk{number}", Role.STAFF) for number in range(3)]
    for number, person in enumerate(people):
        make_calls(person, 3, now)
        finish(draw_for(person, assessor, now), assessor, now, 3 if number == 0 else 0)
    return people


@pytest.mark.clause("AU-7")
def test_the_annual_audit_is_written_signed_and_published(
    as_: Any, three_results: list[User], practice_manager: User, partner: User, nurse: User, year: int
) -> None:
    browser = as_(practice_manager)
    assert "3 audits of 3 people. 2 of 3 reached the 80% aim." in words(browser.get(page("annual_write", year)))
    assert "Enter a summary" in words(browser.post(page("annual_write", year), {}))
    browser.post(page("annual_write", year), {"summary": "A good year", "changes": "Name badges on the desk"})
    there = page("annual_audit", year, 1)
    assert as_(nurse).get(there).status_code == 404
    assert "Sign off" in words(as_(partner).get(there))
    as_(partner).post(page("annual_sign", year, 1))
    shown = words(as_(nurse).get(there))
    assert "Signed off by Partner" in shown
    assert "66.6% (2 of 3)" in shown
    assert three_results[0].name not in shown
    assert [verdict.broken for verdict in verdicts(as_(nurse).get(page("annual_pdf", year, 1)).content)] == [[]]
    assert "Reception and administration" in as_(nurse).get(page("annual_csv", year, 1)).content.decode()
    assert Entry.objects.filter(event=Event.ANNUAL_AUDIT_SIGNED, actor=partner).count() == 1


@pytest.mark.clause("AU-7")
def test_a_signed_version_stands_and_the_next_is_a_new_one(
    three_results: list[User], practice_manager: User, partner: User, year: int, now: datetime
) -> None:
    with acting_as(practice_manager):
        first = annual_services.write(year=year, summary="One", changes="", actor=practice_manager, now=now)
        second = annual_services.write(year=year, summary="Two", changes="", actor=practice_manager, now=now)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            AnnualAudit.objects.all().recorded().update(summary="Three")
    assert (first.version, second.version) == (1, 2)
    with acting_as(partner):
        annual_services.sign(annual=second, actor=partner, now=now)
        with pytest.raises(Refused, match="is signed off"):
            annual_services.sign(annual=second, actor=partner, now=now)


@pytest.mark.clause("AU-7")
def test_nobody_signs_what_they_wrote(three_results: list[User], practice_manager: User, year: int, now: datetime) -> None:
    with as_job(Job.COMMAND):
        give_role(person=practice_manager, role=Role.PARTNER, actor=None, now=now)
    forget_roles(practice_manager)
    with acting_as(practice_manager):
        annual = annual_services.write(year=year, summary="One", changes="", actor=practice_manager, now=now)
        with pytest.raises(Refused, match="You wrote this version"):
            annual_services.sign(annual=annual, actor=practice_manager, now=now)
        with pytest.raises(IntegrityError, match="annual_audit_signed_by_another"), transaction.atomic():
            AnnualSignOff(annual=annual, written_by=practice_manager, signed_by=practice_manager, signed_at=now).save()


@pytest.mark.clause("AU-7")
def test_unfinished_audits_stand_in_the_way(as_: Any, drawn: Audit, practice_manager: User, year: int) -> None:
    assert "1 audit is unfinished:" in words(as_(practice_manager).get(page("annual_write", year)))
    assert as_(practice_manager).get(page("annual_write", 1999)).status_code == 404


@pytest.mark.clause("AU-7")
def test_who_writes_the_annual_audit(as_: Any, year: int, request: pytest.FixtureRequest) -> None:
    for name, status in {"practice_manager": 200, "partner": 403, "assessor": 403, "receptionist": 403}.items():
        browser = as_(request.getfixturevalue(name))
        assert (browser.get(page("annual_write", year)).status_code, browser.get(page("annual_audits")).status_code) == (status, 200)


# Calibration


@pytest.fixture
def second(db: None) -> User:
    return make_person("second_assessor", Role.ASSESSOR)


@pytest.fixture
def third(db: None) -> User:
    return make_person("third_assessor", Role.ASSESSOR)


@pytest.fixture
def calibration(
    as_: Any, authority: Authority, receptionist: User, assessor: User, second: User, third: User, practice_manager: User, now: datetime
) -> Calibration:
    """One call that the assessor marked, drawn for the two others."""
    make_calls(receptionist, 3, now, held=True)
    finish(draw_for(receptionist, assessor, now), assessor, now)
    as_(practice_manager).post(page("calibrations"), {"assessors": [second.pk, third.pk]})
    return Calibration.objects.get()


CORE = {"introduction": "met", "identity": "met", "manner": "met"}


@pytest.mark.clause("AU-9")
def test_two_assessors_mark_one_call_blind_and_are_compared(
    as_: Any, calibration: Calibration, second: User, third: User, practice_manager: User
) -> None:
    there = page("calibration", calibration.reference)
    assert "data-player" in words(as_(second).get(page("calibration_mark", calibration.reference)))
    as_(second).post(page("calibration_mark", calibration.reference), CORE)
    assert as_(third).get(there).status_code == 404
    assert as_(practice_manager).get(there).status_code == 404
    as_(third).post(page("calibration_mark", calibration.reference), {**CORE, "identity": "not_met"})
    assert "Different" in words(as_(third).get(there))
    listed = words(as_(practice_manager).get(page("calibrations")))
    assert "2 of 3" in listed
    assert "no better than chance" in listed
    assert all(seat.grant.ended_at for seat in Seat.objects.all())


@pytest.mark.clause("AC-2")
def test_a_calibration_s_seed_is_in_the_trail_before_its_call_is_drawn(calibration: Calibration) -> None:
    seed = Entry.objects.filter(event=Event.SEED_FIXED, facts__seed=calibration.seed).get()
    assert seed.pk < Entry.objects.get(event=Event.CALIBRATION_STARTED).pk


def test_marks_are_given_once_and_only_by_who_sits(as_: Any, calibration: Calibration, second: User, assessor: User) -> None:
    there = page("calibration_mark", calibration.reference)
    assert as_(assessor).get(there).status_code == 404
    assert as_(second).post(there, {"identity": "met"}).status_code == 200
    as_(second).post(there, CORE)
    assert as_(second).post(there, CORE).status_code == 409


def test_two_different_assessors_are_needed(as_: Any, authority: Authority, practice_manager: User, assessor: User, second: User) -> None:
    assert "Select two assessors" in words(as_(practice_manager).post(page("calibrations"), {"assessors": [second.pk]}))
    none = as_(practice_manager).post(page("calibrations"), {"assessors": [second.pk, assessor.pk]})
    assert "There is no assessed call that both can mark" in words(none)
    refused = words(as_(assessor).post(page("calibrations"), {"assessors": [second.pk, assessor.pk]}))
    assert "There is no assessed call" not in refused
    assert not Calibration.objects.exists()


@pytest.mark.clause("AU-4")
def test_a_line_manager_marks_no_call_of_their_people_in_a_calibration(
    authority: Authority, receptionist: User, assessor: User, second: User, third: User, now: datetime
) -> None:
    make_calls(receptionist, 3, now, held=True)
    finish(draw_for(receptionist, assessor, now), assessor, now)
    assert len(candidates(second, third)) == 3
    with acting_as(assessor):
        receptionist.line_manager = third
        receptionist.save()
    assert candidates(second, third) == []


# Significant events


@pytest.fixture
def flagged(drawn: Audit, assessor: User, now: datetime) -> Review:
    """A finished audit with one call that went wrong."""
    desk = assessing.desk(assessor, drawn.reference)
    with acting_as(assessor):
        for number, call in enumerate(desk.calls):
            told = judged()
            told = type(told)(told.consultation, told.marks, learning=number == 0)
            assessment_services.save_review(
                assessment=desk.assessment, recording_id=call.recording_id, judged=told, assessor=assessor, now=now
            )
        assessment_services.finish(assessment=desk.assessment, feedback=Feedback("Good"), assessor=assessor, now=now)
    return Review.objects.get(learning=True)


@pytest.mark.clause("AU-8")
def test_a_flagged_call_becomes_a_significant_event_that_a_partner_closes(
    as_: Any, flagged: Review, assessor: User, partner: User, receptionist: User
) -> None:
    browser = as_(assessor)
    assert "Raise a significant event from the call" in words(browser.get(page("significant_events")))
    told = {"kind": "poor", "what_happened": "A caller was not identified", "learning": "Ask for two facts"}
    assert "Mark the call as exemplary" in words(browser.post(page("raise_event", flagged.pk), {**told, "kind": "good"}))
    browser.post(page("raise_event", flagged.pk), told)
    event = SignificantEvent.objects.get()
    hold = LegalHold.objects.get(kind="significant_event", case_reference=event.reference)
    assert (hold.held.get().recording, hold.released_at) == (flagged.recording, None)
    assert "Only the Practice Manager or a Partner" in words(browser.get(page("significant_event", event.reference)))
    assert as_(receptionist).get(page("significant_event", event.reference)).status_code == 404
    assert as_(receptionist).get(page("significant_events")).status_code == 404
    as_(partner).post(page("significant_event", event.reference), {"action": "Told at the meeting"})
    event.refresh_from_db()
    hold.refresh_from_db()
    assert (event.closed_by, event.action, hold.released_by) == (partner, "Told at the meeting", partner)
    assert as_(partner).post(page("significant_event", event.reference), {"action": "Again"}).status_code == 403
    assert "A caller" not in str(Entry.objects.get(event=Event.SIGNIFICANT_EVENT_RAISED).facts)


@pytest.mark.clause("AU-8")
def test_only_a_flagged_call_of_one_s_own_becomes_an_event(as_: Any, flagged: Review, assessor: User, second: User) -> None:
    other = Review.objects.exclude(pk=flagged.pk).first()
    assert other is not None
    assert as_(assessor).get(page("raise_event", other.pk)).status_code == 404
    assert as_(second).get(page("raise_event", flagged.pk)).status_code == 404
