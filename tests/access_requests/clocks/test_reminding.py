"""Clocks bring themselves to mind: before they end, when to extend, when nobody answers, and above when they are late. Once each."""

from datetime import date, timedelta

import pytest

from access_requests.clocks import services
from access_requests.clocks.reminding import due
from access_requests.models import Question, Right
from callgov.people.models import User
from callgov.registry import Reminding
from callgov.reminders import remind_once
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from tests.access_requests.clocks.conftest import Start, do, long_since, noon

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-6")]
MONDAY = date(2026, 6, 1)  # due 1 July


def told(day: date) -> list[Reminding]:
    return list(due(noon(day)))


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2026, 6, 14), []),
        (date(2026, 6, 15), ["extension-14"]),
        (date(2026, 6, 22), ["extension-21"]),
        (date(2026, 6, 24), ["due-in-7-days", "extension-21"]),
        (date(2026, 6, 29), ["due-in-2-days", "extension-21"]),
        (date(2026, 7, 1), ["due-in-2-days", "extension-21"]),
        (date(2026, 7, 2), ["late"]),
    ],
)
def test_each_stage_has_its_day(start: Start, day: date, kinds: list[str]):
    start(MONDAY)
    assert [one.kind.removeprefix("subject_access-") for one in told(day)] == kinds


def test_a_late_case_goes_to_those_above_and_is_reported_once(start: Start, ig_lead: User, dpo: User, partner: User):
    reference = start(MONDAY)
    for person in (dpo, partner):
        long_since(person)
    (late,) = told(date(2026, 7, 2))
    assert {person.pk for person in late.people} == {ig_lead.pk, dpo.pk, partner.pk}
    for _ in range(2):
        with as_job(Job.REMINDERS):
            remind_once(late, now=noon(date(2026, 7, 2)))
    for event in (Event.ESCALATED, Event.INCIDENT_REPORTED):
        assert Entry.objects.filter(event=event, request=reference).count() == 1


def test_an_extended_case_needs_no_nudge(start: Start, ig_lead: User):
    reference = start(MONDAY)
    do(services.extend, ig_lead, reference, date(2026, 6, 10), reasons="It is complex.")
    assert told(date(2026, 6, 29)) == []
    assert [one.kind for one in told(date(2026, 8, 31))] == ["subject_access-due-in-2-days"]


def test_while_we_wait_only_the_silence_is_told(start: Start, ig_lead: User):
    reference = start(MONDAY)
    do(services.ask, ig_lead, reference, date(2026, 6, 4), question=Question.CLARIFICATION, words="Which calls?")
    assert told(date(2026, 7, 3)) == []
    (silence,) = told(date(2026, 7, 4))
    assert (silence.kind, silence.due) == ("subject_access-no-reply", date(2026, 6, 4))


def test_an_answered_case_is_not_told_of(start: Start, ig_lead: User):
    reference = start(MONDAY)
    with acting_as(ig_lead):
        services.stop(reference=reference, on=MONDAY, now=noon(MONDAY))
    assert told(date(2026, 9, 1)) == []


def test_a_complaint_has_no_nudge_and_is_no_late_request(start: Start):
    start(MONDAY, Right.COMPLAINT)
    (late,) = told(date(2026, 7, 2))
    assert (late.kind, late.also) == ("complaint-late", None)
    assert told(date(2026, 6, 20)) == []


def test_nobody_is_told_of_what_is_their_own(start: Start, ig_lead: User, nurse: User, practice_manager: User):
    long_since(practice_manager)
    start(MONDAY)
    (nudge,) = told(date(2026, 6, 16))
    assert {person.pk for person in nudge.people} == {ig_lead.pk, practice_manager.pk}


def test_mails_name_references_and_days_alone(start: Start, nurse: User):
    reference = start(MONDAY)
    for day in (MONDAY + timedelta(days=n) for n in range(14, 40)):
        for one in told(day):
            words = " ".join([one.subject, *one.lines])
            assert reference in words
            assert nurse.name not in words


def test_all_clocks_are_walked_with_the_same_number_of_queries(start: Start, django_assert_max_num_queries):
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(10) as counted:
            told(date(2026, 6, 29))
        counts.append(len(counted))
        for _ in range(10):
            start(MONDAY)
    with django_assert_max_num_queries(10) as counted:
        assert len(told(date(2026, 6, 29))) >= 40
