"""Withdrawing, lapsing, "not held", closing, and leavers."""

from datetime import datetime, timedelta

import pytest

from access_requests import queries, services
from access_requests.models import AccessRequest, CaseClock, Kind, State
from access_requests.tasks import lapse
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import Grant
from tests.access_requests.factories import decide, request_at, send
from tests.access_requests.kinds import ORDER, ready, send_kind

LOOKED = "Looked at 2 November, extension 214. No call fits."


def withdraw(request: AccessRequest, person: User) -> AccessRequest:
    with acting_as(person):
        return services.withdraw(reference=request.reference, person=person, now=clock.now())


def not_held(request: AccessRequest, person: User, reason: str = LOOKED) -> AccessRequest:
    with acting_as(person):
        return services.record_not_held(reference=request.reference, person=person, reason=reason, now=clock.now())


def close(request: AccessRequest, person: User) -> AccessRequest:
    with acting_as(person):
        return services.close(reference=request.reference, person=person, now=clock.now())


def lapse_at(now: datetime) -> int:
    with as_job(Job.LAPSE):
        return services.lapse_due(now=now)


# Withdrawing


def test_who_asked_takes_it_back(nurse: User, ig_lead: User):
    request = withdraw(send(nurse), nurse)
    assert (request.state, request.step, Entry.objects.filter(event=Event.REQUEST_WITHDRAWN).count()) == (State.WITHDRAWN, "", 1)


def test_nobody_else_withdraws_it(nurse: User, receptionist: User, ig_lead: User):
    request = send(nurse)
    with pytest.raises(Refused, match="Only the person who asked"):
        withdraw(request, ig_lead)
    with pytest.raises(NotYours):
        withdraw(request, receptionist)


def test_what_was_answered_is_not_withdrawn(nurse: User, ig_lead: User):
    for state in (State.APPROVED, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.CLOSED):
        with pytest.raises(Conflict):
            withdraw(request_at(state, requester=nurse, decider=ig_lead), nurse)


def test_the_requests_of_a_leaver_are_withdrawn_and_nobody_elses(nurse: User, receptionist: User, ig_lead: User):
    request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    gone, stays = send(nurse), send(receptionist)
    with acting_as(ig_lead):
        assert services.withdraw_all_of(nurse, ig_lead, clock.now()) == 1
    states = {request.pk: request.state for request in AccessRequest.objects.all()}
    assert (states[gone.pk], states[stays.pk]) == (State.WITHDRAWN, State.SENT)


@pytest.mark.clause("AC-6")
def test_what_a_leaver_took_in_from_somebody_outside_goes_on_and_so_does_their_own_right(nurse: User, ig_lead: User):
    for request in (
        send_kind(Kind.SUBJECT_ACCESS, nurse),
        send_kind(Kind.EXTERNAL_BODY, nurse),
        send_kind(Kind.OWN_CALL, nurse, also_sar=True),
    ):
        assert request.state == State.SENT
    send_kind(Kind.OWN_CALL, nurse)
    with acting_as(ig_lead):
        assert services.withdraw_all_of(nurse, ig_lead, clock.now()) == 1
    assert AccessRequest.objects.filter(state=State.SENT).count() == 3


def test_what_somebody_outside_takes_back_the_lead_writes_down_and_the_clock_stops(nurse: User, ig_lead: User):
    request = withdraw(send_kind(Kind.SUBJECT_ACCESS, nurse), ig_lead)
    assert (request.state, CaseClock.objects.get().answered_on) == (State.WITHDRAWN, clock.today())


# Reopening


@pytest.mark.clause("AC-6")
def test_what_is_reopened_before_the_refusal_was_written_keeps_the_day_of_its_clock(nurse: User, ig_lead: User):
    request = send_kind(Kind.SUBJECT_ACCESS, nurse, received_at=clock.now() - timedelta(days=20))
    decide(request, ig_lead, agreed=False)
    again = reopen(request, ig_lead)
    assert again.due_on == CaseClock.objects.get().due_on == request.due_on


@pytest.mark.clause("AC-8")
def test_a_court_order_that_is_reopened_keeps_the_courts_day(nurse: User, ig_lead: User, dpo: User):
    request = ready(Kind.COURT_ORDER, nurse, ig_lead)
    decide(request, dpo, agreed=False)
    assert reopen(request, ig_lead).due_on == ORDER["comply_by"]


def reopen(request: AccessRequest, person: User) -> AccessRequest:
    with acting_as(person):
        services.reopen(reference=request.reference, person=person, reason="Challenged.", now=clock.now())
    request = AccessRequest.objects.get(pk=request.pk)
    assert request.state == State.SENT
    return request


# Lapsing


def test_a_request_lapses_the_day_after_its_last(nurse: User, ig_lead: User):
    request = send(nurse)
    assert lapse_at(clock.end_of_day(request.lapses_on) - timedelta(seconds=1)) == 0
    assert lapse_at(clock.end_of_day(request.lapses_on)) == 1
    request.refresh_from_db()
    assert (request.state, request.step) == (State.LAPSED, "")


def test_lapsing_is_the_named_jobs_act_and_happens_once(nurse: User, ig_lead: User):
    request = send(nurse, now=clock.now() - timedelta(days=40), window_from=None, window_until=None)
    lapse()
    lapse()
    entry = Entry.objects.get(request=request.reference, event=Event.REQUEST_LAPSED)
    assert (entry.job, entry.actor) == (Job.LAPSE, None)


def test_what_was_answered_does_not_lapse(nurse: User, ig_lead: User):
    for state in (State.REFUSED, State.WITHDRAWN):
        request_at(state, requester=nurse, decider=ig_lead)
    assert lapse_at(clock.now() + timedelta(days=60)) == 0


def test_a_request_is_closed_once_no_access_is_left_under_it(nurse: User, ig_lead: User):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    ends_at = Grant.objects.get().ends_at
    assert (lapse_at(ends_at - timedelta(seconds=1)), lapse_at(ends_at)) == (0, 1)
    request.refresh_from_db()
    assert request.state == State.CLOSED


def test_one_that_is_answered_in_the_same_moment_is_left_alone(nurse: User, ig_lead: User, monkeypatch: pytest.MonkeyPatch):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    monkeypatch.setattr(queries, "lapsed", lambda _today: [request.pk])
    assert lapse_at(clock.now()) == 0


# Not held


@pytest.mark.clause("AC-5")
def test_not_held_is_an_answer_with_how_one_looked(nurse: User, ig_lead: User):
    request = not_held(request_at(State.APPROVED, requester=nurse, decider=ig_lead), nurse)
    assert (request.state, request.not_held_reason) == (State.APPROVED, LOOKED)
    assert Entry.objects.filter(event=Event.NOT_HELD, actor=nurse, request=request.reference).count() == 1


@pytest.mark.clause("AC-5")
def test_not_held_without_how_one_looked_is_refused(nurse: User, ig_lead: User):
    with pytest.raises(Refused, match="Say where you looked"):
        not_held(request_at(State.APPROVED, requester=nurse, decider=ig_lead), nurse, reason=" ")


def test_only_who_may_look_records_it_and_only_once(nurse: User, ig_lead: User):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    with pytest.raises(Refused, match="Only someone who can look"):
        not_held(request, ig_lead)
    not_held(request, nurse)
    with pytest.raises(Refused, match="already"):
        not_held(request, nurse)


def test_without_approval_nothing_is_recorded_as_not_held_and_nothing_is_closed(nurse: User, ig_lead: User):
    for state in (State.SENT, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.CLOSED):
        request = request_at(state, requester=nurse, decider=ig_lead)
        with pytest.raises(Conflict):
            not_held(request, nurse)
        with pytest.raises(Conflict):
            close(request, ig_lead)


# Closing


@pytest.mark.clause("AC-1")
def test_closing_ends_every_access_under_the_request(nurse: User, ig_lead: User, practice_manager: User):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead, releaser=practice_manager)
    close(request, ig_lead)
    assert [grant.ended_by for grant in Grant.objects.all()] == [ig_lead, ig_lead]


@pytest.mark.clause("AC-1")
def test_who_asked_does_not_close_it(nurse: User, ig_lead: User):
    with pytest.raises(Refused, match="Only the Information Governance Lead"):
        close(request_at(State.APPROVED, requester=nurse, decider=ig_lead), nurse)
