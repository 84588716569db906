"""What moves a clock, what does not, who may, and what the trail then tells."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from access_requests.clocks import queries, services
from access_requests.models import AccessRequest, ClockEntry, Kind, Question, Right
from callgov import clock
from callgov.holidays.services import add_holiday
from callgov.people.models import User
from callgov.practice.services import change_setting
from callgov.refusals import Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.access_requests.clocks.conftest import Start, clock_of, do, long_since, noon
from tests.access_requests.kinds import ready, send_kind

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-6")]

MONDAY, THURSDAY, LATER = date(2026, 6, 1), date(2026, 6, 4), date(2026, 6, 14)
CLEAR, WHO, FEE = Question.CLARIFICATION, Question.IDENTITY, Question.FEE


def ask(actor: User, reference: str, on: date, question: Question = CLEAR, words: str = "Which calls do you mean?") -> ClockEntry:
    return do(services.ask, actor, reference, on, question=question, words=words)


def answer(actor: User, reference: str, on: date, line: ClockEntry) -> ClockEntry:
    return do(services.answer, actor, reference, on, entry_id=line.pk, words="The calls of May.")


def due_on(reference: str, day: date) -> date:
    found = queries.reckoned(reference, day)
    assert found is not None
    return found.due


def refused(verb: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(Refused) as stopped:
        verb(*args, **said)
    return stopped.value.refusal.code


def test_a_clock_starts_with_its_deadline_and_its_entry(start: Start):
    reference = start(MONDAY)
    assert clock_of(reference).due_on == date(2026, 7, 1)
    entry = Entry.objects.get(event=Event.CLOCK_STARTED)
    assert (entry.request, entry.facts) == (reference, {"right": "subject_access", "received": "2026-06-01", "due": "2026-07-01"})


def test_the_request_shows_the_day_of_its_clock_in_every_list(start: Start, ig_lead: User):
    reference = start(MONDAY)
    assert AccessRequest.objects.get(reference=reference).due_on == date(2026, 7, 1)
    answer(ig_lead, reference, LATER, ask(ig_lead, reference, THURSDAY))
    assert AccessRequest.objects.get(reference=reference).due_on == date(2026, 7, 13)


def test_a_question_pauses_and_its_answer_moves_the_deadline(start: Start, ig_lead: User):
    reference = start(MONDAY)
    line = ask(ig_lead, reference, THURSDAY)
    assert clock_of(reference).waiting
    answer(ig_lead, reference, LATER, line)
    assert (clock_of(reference).waiting, clock_of(reference).due_on) == (False, date(2026, 7, 13))
    entry = Entry.objects.get(event=Event.CLOCK_ANSWERED)
    assert entry.facts == {"on": "2026-06-14", "due": ["2026-07-01", "2026-07-13"]}


def test_nothing_is_late_while_we_wait_for_them(start: Start, ig_lead: User):
    reference = start(MONDAY)
    ask(ig_lead, reference, THURSDAY)
    found = queries.reckoned(reference, date(2026, 9, 30))
    assert found is not None
    assert (found.is_late, found.due) == (False, date(2026, 10, 27))


def test_proof_starts_the_month_on_the_day_it_comes(start: Start, ig_lead: User):
    reference = start(date(2026, 3, 3))
    line = ask(ig_lead, reference, date(2026, 3, 3), WHO)
    answer(ig_lead, reference, date(2026, 3, 10), line)
    found = queries.reckoned(reference, date(2026, 3, 11))
    assert found is not None
    assert (found.due, found.bare.due) == (date(2026, 4, 10), date(2026, 4, 7))


def test_proof_that_was_asked_for_after_the_deadline_moves_nothing(start: Start, ig_lead: User):
    reference = start(MONDAY)
    ask(ig_lead, reference, date(2026, 7, 2), WHO)
    assert (clock_of(reference).waiting, clock_of(reference).due_on) == (False, date(2026, 7, 1))


def test_a_late_question_moves_nothing_and_is_kept(start: Start, ig_lead: User):
    reference = start(MONDAY)
    ask(ig_lead, reference, date(2026, 7, 2))
    found = queries.reckoned(reference, date(2026, 7, 3))
    assert found is not None
    assert (found.due, found.is_late, len(found.idle)) == (date(2026, 7, 1), True, 1)


def test_an_extension_is_three_months_from_the_first_day(start: Start, ig_lead: User):
    reference = start(MONDAY)
    do(services.extend, ig_lead, reference, LATER, reasons="There are eleven requests from this person.")
    assert clock_of(reference).due_on == date(2026, 9, 1)


def test_too_late_to_extend(start: Start, ig_lead: User):
    reference = start(MONDAY)
    said = {"reasons": "It is complex."}
    assert refused(do, services.extend, ig_lead, reference, date(2026, 7, 2), **said) == "too-late-to-extend"
    line = do(services.extend, ig_lead, reference, date(2026, 7, 2), late_anyway=True, **said)
    assert line.late
    assert Entry.objects.filter(event=Event.INCIDENT_REPORTED, request=reference).count() == 1


def test_an_extension_is_taken_once_with_reasons_and_only_where_the_law_has_one(start: Start, ig_lead: User):
    reference = start(MONDAY)
    assert refused(do, services.extend, ig_lead, reference, LATER, reasons=" ") == "no-reason"
    do(services.extend, ig_lead, reference, LATER, reasons="It is complex.")
    assert refused(do, services.extend, ig_lead, reference, LATER, reasons="Again.") == "extended-already"
    complaint = start(MONDAY, Right.COMPLAINT)
    assert refused(do, services.extend, ig_lead, complaint, LATER, reasons="It is complex.") == "no-extension"


def test_an_objection_has_the_month_and_the_extension_and_no_pause(start: Start, ig_lead: User):
    reference = start(MONDAY, Right.OBJECTION)
    answer(ig_lead, reference, LATER, ask(ig_lead, reference, THURSDAY))
    assert clock_of(reference).due_on == date(2026, 7, 1)
    do(services.extend, ig_lead, reference, LATER, reasons="It is complex.")
    assert clock_of(reference).due_on == date(2026, 9, 1)


def test_a_complaint_has_thirty_days_to_be_acknowledged(start: Start):
    assert clock_of(start(date(2026, 8, 1), Right.COMPLAINT)).due_on == date(2026, 9, 1)


@pytest.mark.parametrize(("asked", "due"), [(date(2025, 7, 14), date(2025, 8, 4)), (date(2025, 7, 15), date(2025, 7, 21))])
def test_records_of_the_dead_start_anew_with_what_was_asked_within_fourteen_days(start: Start, ig_lead: User, asked: date, due: date):
    reference = start(date(2025, 7, 1), Right.HEALTH_RECORDS)
    answer(ig_lead, reference, date(2025, 7, 15), ask(ig_lead, reference, asked))
    assert clock_of(reference).due_on == due


def test_a_question_that_is_taken_back_moves_nothing_and_stays_readable(start: Start, ig_lead: User):
    reference = start(MONDAY)
    line = ask(ig_lead, reference, THURSDAY)
    answer(ig_lead, reference, LATER, line)
    with acting_as(ig_lead):
        services.take_back(reference=reference, entry_id=line.pk, reason="Asked about the format.", actor=ig_lead, now=noon(LATER))
    assert (clock_of(reference).due_on, clock_of(reference).waiting) == (date(2026, 7, 1), False)
    assert ClockEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("on", "words", "code"),
    [(MONDAY, " ", "no-words"), (date(2026, 5, 31), "Which?", "before-receipt"), (THURSDAY, "Which?", "asked-already")],
)
def test_a_question_that_makes_no_sense_is_refused(start: Start, ig_lead: User, on: date, words: str, code: str):
    reference = start(MONDAY)
    if code == "asked-already":
        ask(ig_lead, reference, on)
    assert refused(ask, ig_lead, reference, on, words=words) == code


def test_a_day_to_come_is_refused(start: Start, ig_lead: User):
    reference = start(MONDAY)
    with acting_as(ig_lead), pytest.raises(Refused, match="today or in the past"):
        services.ask(reference=reference, question=CLEAR, words="Which?", on=LATER, actor=ig_lead, now=noon(THURSDAY))


def test_an_answer_belongs_to_an_open_question_and_comes_after_it(start: Start, ig_lead: User):
    reference = start(MONDAY)
    line = ask(ig_lead, reference, THURSDAY)
    assert refused(answer, ig_lead, reference, date(2026, 6, 3), line) == "before-the-question"
    answer(ig_lead, reference, LATER, line)
    assert refused(answer, ig_lead, reference, LATER, line) == "not-asked"


def test_an_extension_cannot_be_taken_back_and_a_question_only_once(start: Start, ig_lead: User):
    reference = start(MONDAY)
    extension = do(services.extend, ig_lead, reference, THURSDAY, reasons="It is complex.")
    line = ask(ig_lead, reference, THURSDAY)

    def back(pk: int, reason: str = "A mistake.") -> Any:
        with acting_as(ig_lead):
            return services.take_back(reference=reference, entry_id=pk, reason=reason, actor=ig_lead, now=noon(THURSDAY))

    assert refused(back, extension.pk) == "kept"
    assert refused(back, line.pk, " ") == "no-reason"
    back(line.pk)
    assert refused(back, line.pk) == "not-asked"


def test_an_answered_case_stands_still_and_one_reopened_runs_on(start: Start, ig_lead: User):
    reference = start(MONDAY)
    with acting_as(ig_lead):
        services.stop(reference=reference, on=THURSDAY, now=noon(THURSDAY))
        services.stop(reference=reference, on=LATER, now=noon(LATER))
    assert clock_of(reference).answered_on == THURSDAY
    assert refused(ask, ig_lead, reference, LATER) == "answered"
    with acting_as(ig_lead):
        services.start_again(reference=reference, now=noon(LATER))
        services.start_again(reference=reference, now=noon(LATER))
    assert ask(ig_lead, reference, LATER)


@pytest.mark.parametrize("who", ["nurse", "partner", "assessor", "administrator"])
def test_somebody_else_moves_nothing(start: Start, who: str, request: pytest.FixtureRequest):
    reference = start(MONDAY)
    assert refused(ask, request.getfixturevalue(who), reference, THURSDAY) == "not-a-handler"
    assert not ClockEntry.objects.exists()


def test_a_case_without_a_clock_says_so(ig_lead: User):
    long_since(ig_lead)
    assert refused(ask, ig_lead, "REQ-2026-9999", THURSDAY) == "no-clock"


def test_an_open_case_is_worked_out_anew_when_the_calendar_changes(start: Start, ig_lead: User):
    reference, other = start(MONDAY), start(THURSDAY)
    with acting_as(ig_lead):
        add_holiday(day=date(2026, 7, 1), name="A jubilee", reason="Proclaimed", actor=ig_lead, now=noon(THURSDAY))
    assert (clock_of(reference).due_on, clock_of(other).due_on) == (date(2026, 7, 2), date(2026, 7, 6))
    entry = Entry.objects.get(event=Event.CLOCK_RECALCULATED)
    assert (entry.request, entry.facts) == (reference, {"due": ["2026-07-01", "2026-07-02"]})


def test_an_open_case_is_worked_out_anew_when_the_practice_counts_otherwise(start: Start, ig_lead: User):
    reference = start(date(2026, 3, 2))
    answer(ig_lead, reference, date(2026, 3, 12), ask(ig_lead, reference, date(2026, 3, 5)))
    assert clock_of(reference).due_on == date(2026, 4, 9)
    with acting_as(ig_lead):
        change_setting(name="pause_counts_asking_day", value=True, reason="The law's own count", actor=ig_lead, now=noon(date(2026, 3, 13)))
    assert clock_of(reference).due_on == AccessRequest.objects.get().due_on == date(2026, 4, 10)


@pytest.mark.clause("AC-8")
def test_the_day_of_a_body_moves_with_the_calendar_and_a_courts_own_day_does_not(ig_lead: User, nurse: User):
    body, court = send_kind(Kind.EXTERNAL_BODY, nurse), ready(Kind.COURT_ORDER, nurse, ig_lead)
    with acting_as(ig_lead):
        add_holiday(day=body.due_on, name="A jubilee", reason="Proclaimed", actor=ig_lead, now=clock.now())
    moved = AccessRequest.objects.get(pk=body.pk).due_on
    assert moved > body.due_on
    assert AccessRequest.objects.get(pk=court.pk).due_on == court.due_on
    assert Entry.objects.get(event=Event.CLOCK_RECALCULATED).facts == {"due": [str(body.due_on), str(moved)]}


def test_the_database_keeps_every_line(start: Start, ig_lead: User):
    line = ask(ig_lead, start(MONDAY), THURSDAY)
    with pytest.raises(IntegrityError, match="append-only"):
        ClockEntry.objects.filter(pk=line.pk).recorded().delete()


def test_no_words_of_a_case_stand_in_the_trail(start: Start, ig_lead: User):
    reference = start(MONDAY)
    answer(ig_lead, reference, LATER, ask(ig_lead, reference, THURSDAY, words="Was it about the blood test?"))
    told = " ".join(f"{entry.facts} {entry.reason} {entry.changes}" for entry in Entry.objects.filter(request=reference))
    assert "blood" not in told
    assert "calls of May" not in told


@pytest.mark.clause("AC-7")
def test_the_check_of_who_asks_answers_what_was_asked_for_proof(start: Start, ig_lead: User, nurse: User):
    reference = start(date(2026, 3, 3))
    ask(ig_lead, reference, date(2026, 3, 3), WHO)
    ask(ig_lead, reference, date(2026, 3, 4))
    with acting_as(nurse):
        seen = services.proof_seen(reference=reference, on=date(2026, 3, 10), person=nurse, now=noon(date(2026, 3, 10)))
        none = services.proof_seen(reference="REQ-2026-9999", on=date(2026, 3, 10), person=nurse, now=noon(date(2026, 3, 10)))
    assert (seen, none) == (1, 0)
    found = queries.reckoned(reference, date(2026, 3, 10))
    assert found is not None
    assert (found.deadline.relevant, [one.question for one in found.waiting]) == (date(2026, 3, 10), [CLEAR])
