"""The services on the real database: what a request and a decision leave behind, and what they refuse."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from access_requests import services
from access_requests.models import AccessRequest, Decision, State
from access_requests.rules import Terms
from callgov import clock
from callgov.models import Sequence, Setting
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Grant, GrantAction
from recordings.purposes import ReviewPurpose
from tests.access_requests.factories import COPY, DAY_OF_CALL, asked, decide, request_at, send
from tests.access_requests.people import deputise
from tests.recordings.factories import NUMBER, make_extension

FIND, LISTEN, RELEASE = GrantAction.FIND, GrantAction.LISTEN, GrantAction.RELEASE


def told(reference: str) -> list[str]:
    return list(Entry.objects.filter(request=reference).order_by("id").values_list("event", flat=True))


def code_of(stopped: pytest.ExceptionInfo[Refused]) -> str:
    return stopped.value.refusal.code


# Sending


@pytest.mark.clause("AC-3")
def test_a_request_keeps_the_six_things_it_states(nurse: User, ig_lead: User):
    stated = {
        "reason": "Why", **DAY_OF_CALL, "extension": make_extension("214"), "external_raw": "07700 900461", "external_e164": NUMBER,
        "parties": "A caller and me", "other_information": "She mentioned a letter",
    }  # fmt: skip
    request = AccessRequest.objects.get(pk=send(nurse, **stated).pk)
    assert {name: getattr(request, name) for name in stated} == stated


@pytest.mark.clause("AC-3")
def test_not_known_is_an_answer_to_everything_but_the_reason(nurse: User, ig_lead: User):
    request = send(nurse, window_from=None, window_until=None)
    assert (request.extension, request.external_e164, request.parties, request.window_from) == (None, "", "", None)


def test_references_count_up_within_the_year_and_start_again_in_the_next(nurse: User, ig_lead: User):
    references = [send(nurse, now=datetime(year, 12, 31, 12, tzinfo=UTC)).reference for year in (2026, 2026, 2027)]
    assert references == ["REQ-2026-0001", "REQ-2026-0002", "REQ-2027-0001"]


def test_days_are_counted_from_the_local_day(nurse: User, ig_lead: User):
    late_evening = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    assert send(nurse, now=late_evening).due_on == date(2027, 7, 8)


def test_a_refused_request_takes_no_number(nurse: User):
    with pytest.raises(Refused), transaction.atomic():
        send(nurse, reason=" ")
    assert not Sequence.objects.filter(name="request", last__gt=0).exists()


def test_days_follow_the_practices_settings(nurse: User, ig_lead: User):
    with acting_as(ig_lead):
        Setting.objects.create(name="request_lapse_days", value=10, reason="Faster", set_by=ig_lead, set_at=clock.now())
    request = send(nurse)
    today = clock.local_day(request.sent_at)
    assert (request.due_on, request.lapses_on) == (today + timedelta(days=7), today + timedelta(days=10))


@pytest.mark.clause("AU-1")
def test_the_database_itself_knows_the_nine_purposes(nurse: User, ig_lead: User):
    request = send(nurse)
    request.purpose = "curiosity"
    with acting_as(nurse), pytest.raises(IntegrityError, match="request_has_a_purpose"):
        request.save()


def test_sending_is_told_once_without_what_was_typed(nurse: User, ig_lead: User):
    request = send(nurse, parties="Jo Marsh", external_raw="07700 900461")
    entry = Entry.objects.get(request=request.reference)
    assert (entry.event, entry.actor, entry.facts) == (Event.REQUEST_SENT, nurse, {"state": ["", "sent"], "kind": "business_need"})


# Saying yes


@pytest.mark.clause("AC-2")
@pytest.mark.clause("AC-4")
def test_a_yes_gives_who_asked_access_to_what_was_described_and_no_more(nurse: User, ig_lead: User):
    request = send(nurse, extension=make_extension("214"), external_e164=NUMBER)
    decision = decide(request, ig_lead)
    grant = Grant.objects.get()
    assert (grant.holder, set(grant.actions), grant.purpose, grant.decision_id) == (nurse, {FIND, LISTEN}, request.purpose, decision.pk)
    assert (grant.window_from, grant.window_until) == (request.window_from, request.window_until)
    assert (grant.extension, grant.external_e164) == (request.extension, NUMBER)


def test_access_ends_with_the_day_that_the_decision_names(nurse: User, ig_lead: User):
    decision = decide(send(nurse), ig_lead, ends_on=clock.today() + timedelta(days=90))
    assert Grant.objects.get().ends_at == clock.end_of_day(clock.today() + timedelta(days=90))
    assert decision.grant_until == clock.today() + timedelta(days=90)


def test_where_the_time_is_not_known_the_decision_sets_the_window(nurse: User, ig_lead: User):
    start, end = clock.start_of_day(clock.today() - timedelta(days=30)), clock.now()
    decide(send(nurse, window_from=None, window_until=None), ig_lead, window_from=start, window_until=end)
    assert (Grant.objects.get().window_from, Grant.objects.get().window_until) == (start, end)


def test_a_decision_does_not_widen_a_window_that_was_asked_for(nurse: User, ig_lead: User):
    request = send(nurse)
    decide(request, ig_lead, window_from=clock.now() - timedelta(days=999), window_until=clock.now())
    assert Grant.objects.get().window_from == request.window_from


def test_a_copy_gives_the_named_person_leave_to_release_and_who_asked_none(nurse: User, ig_lead: User, practice_manager: User):
    decide(send(nurse, **COPY), ig_lead, releaser=practice_manager)
    assert {grant.holder: set(grant.actions) for grant in Grant.objects.all()} == {
        nurse: {FIND, LISTEN}, practice_manager: {FIND, LISTEN, RELEASE}
    }  # fmt: skip


@pytest.mark.clause("AU-11")
def test_a_decision_is_told_with_who_and_from_what_to_what(nurse: User, ig_lead: User):
    request = send(nurse)
    decide(request, ig_lead)
    assert told(request.reference) == [Event.REQUEST_SENT, Event.REQUEST_APPROVED, Event.GRANT_ISSUED]
    entry = Entry.objects.get(event=Event.REQUEST_APPROVED)
    assert (entry.actor, entry.facts) == (ig_lead, {"state": ["sent", "approved"], "step": "ig-lead"})


def test_a_deputy_decides_and_the_decision_says_so(nurse: User, deputy: User, ig_lead: User):
    assert decide(send(nurse), deputy).as_deputy is True
    assert decide(send(nurse), ig_lead).as_deputy is False


# Saying no


def test_a_no_ends_the_request_and_gives_nothing(nurse: User, ig_lead: User):
    request = request_at(State.REFUSED, requester=nurse, decider=ig_lead)
    assert (request.state, request.step, request.closed_at is None) == (State.REFUSED, "", False)
    assert not Grant.objects.exists()


@pytest.mark.parametrize("agreed", [True, False])
def test_a_decision_without_reasons_is_refused_either_way(agreed: bool, nurse: User, ig_lead: User):
    request = send(nurse)
    terms = Terms(ends_on=clock.today())
    with acting_as(ig_lead), pytest.raises(Refused) as stopped:
        services.decide(
            reference=request.reference, step="ig-lead", decider=ig_lead, agreed=agreed, reasons=" ", terms=terms, now=clock.now()
        )
    assert code_of(stopped) == "no-reasons"


# Refusals


@pytest.mark.clause("AC-2")
def test_nobody_decides_their_own_request(ig_lead: User, deputy: User):
    request = send(ig_lead)
    with pytest.raises(Refused) as stopped:
        decide(request, ig_lead)
    assert stopped.value.refusal.sentence == "You cannot decide your own request. It is with Deputy."


@pytest.mark.clause("AC-2")
def test_a_deputy_does_not_decide_their_own_request_either(deputy: User, ig_lead: User):
    with pytest.raises(Refused, match="your own request"):
        decide(send(deputy), deputy)


@pytest.mark.clause("AC-2")
def test_the_database_refuses_a_decision_on_ones_own_request(nurse: User, ig_lead: User):
    request = send(nurse)
    row = {"step": "other", "agreed": True, "reasons": "Mine", "requested_by": nurse, "decided_by": nurse, "decided_at": clock.now()}
    with acting_as(nurse), pytest.raises(IntegrityError, match="nobody_decides_their_own_request"):
        Decision.objects.create(request=request, **row)


@pytest.mark.clause("AC-2")
def test_a_decision_is_never_changed(nurse: User, ig_lead: User):
    decision = decide(send(nurse), ig_lead)
    decision.agreed = False
    with acting_as(ig_lead), pytest.raises((IntegrityError, InternalError), match="append-only"):
        decision.save()


@pytest.mark.clause("AC-2")
@pytest.mark.clause("AC-4")
def test_anyone_else_finds_no_such_request_and_nothing_is_granted(nurse: User, ig_lead: User, request: pytest.FixtureRequest):
    asked_for = send(nurse)
    for name in ("dpo", "practice_manager", "partner", "assessor", "administrator", "outsider"):
        with pytest.raises(NotYours):
            decide(asked_for, request.getfixturevalue(name))
    assert not Grant.objects.exists()


def test_a_deputy_whose_days_are_over_decides_nothing(nurse: User, deputy: User, ig_lead: User):
    request = send(nurse)
    later = clock.now() + timedelta(days=8)
    with pytest.raises(NotYours):
        decide(request, deputy, now=later)


def test_a_system_administrator_who_deputises_decides_nothing(nurse: User, administrator: User):
    deputise(administrator)
    with pytest.raises(Refused):
        decide(send(nurse), administrator)


@pytest.mark.parametrize(
    ("terms", "answer"),
    [
        ({"ends_on": date(2020, 1, 1)}, "ends-in-the-past"),
        ({"ends_on": date(2199, 1, 1)}, "too-long"),
    ],
)
def test_access_that_is_over_or_too_long_is_refused_and_nothing_changes(terms: dict[str, Any], answer: str, nurse: User, ig_lead: User):
    request = send(nurse)
    with pytest.raises(Refused) as stopped:
        decide(request, ig_lead, **terms)
    request.refresh_from_db()
    assert (code_of(stopped), request.state, Decision.objects.count()) == (answer, State.SENT, 0)


@pytest.mark.clause("AC-2")
def test_who_approves_does_not_release(nurse: User, ig_lead: User):
    with pytest.raises(Refused) as stopped:
        decide(send(nurse, **COPY), ig_lead, releaser=ig_lead)
    assert code_of(stopped) == "approver-releases"


def test_who_may_not_release_is_not_chosen_for_it(nurse: User, ig_lead: User, receptionist: User):
    with pytest.raises(Refused) as stopped:
        decide(send(nurse, **COPY), ig_lead, releaser=receptionist)
    assert code_of(stopped) == "may-not-release"


def test_what_was_decided_is_not_decided_again(nurse: User, ig_lead: User, deputy: User):
    for state in (State.APPROVED, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.CLOSED):
        request = request_at(state, requester=nurse, decider=ig_lead)
        before = Decision.objects.count()
        with pytest.raises(Conflict):
            decide(request, deputy)
        assert (state, Decision.objects.count()) == (state, before)


def test_a_step_that_the_route_does_not_have_has_moved_on(nurse: User, ig_lead: User):
    request = send(nurse)
    with acting_as(ig_lead), pytest.raises(Conflict):
        services.decide(reference=request.reference, step="dpo", decider=ig_lead, agreed=False, reasons="No", now=clock.now())


# Who can decide


@pytest.mark.clause("AC-2")
def test_an_investigation_never_becomes_a_grant_by_this_route(nurse: User):
    with pytest.raises(Refused), acting_as(nurse):
        services.send_request(requester=nurse, asked=asked(purpose=ReviewPurpose.MISCONDUCT), now=clock.now())
    assert not AccessRequest.objects.exists()
