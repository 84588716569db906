"""Finding inside a request: every search kept, wider only with a reason, and what is found for a person is held against destruction."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from access_requests import services as requests
from access_requests.clocks import services as clocks
from access_requests.finding import services
from access_requests.finding.rules import NOBODY_LOOKS, refuse_wider
from access_requests.letters import services as letters
from access_requests.letters.services import Writing
from access_requests.models import AccessRequest, CaseClock, LetterKind, SearchAccount, State, Way
from access_requests.tasks import lapse
from callgov import clock
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access.rules import limits
from recordings.access.services import choose_calls, search_calls
from recordings.models import Grant, HoldKind, LegalHold, Recording, Search
from tests.access_requests.factories import request_at
from tests.cast import SignIn
from tests.recordings.factories import CALLED, make_call

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-5")]
DAY = timedelta(days=1)
As = Callable[[User], Client]


@pytest.fixture
def as_(client: Client, sign_in: SignIn) -> As:
    def enter(person: User) -> Client:
        sign_in(client, person)
        return client

    return enter


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def approved(nurse: User, ig_lead: User, *, right: bool = False) -> AccessRequest:
    """An approved request under which the nurse may look; with `right`, as if it were also a subject access request."""
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    if right:
        with acting_as(nurse):
            AccessRequest.objects.filter(pk=request.pk).recorded().update(kind="own_call", also_sar=True, purpose="own_call")
            clocks.open_clock(reference=request.reference, right="subject_access", received_on=clock.today(), now=clock.now())  # type: ignore[arg-type]
        request.refresh_from_db()
    return request


def search(nurse: User, **terms: Any) -> Search:
    grant = Grant.objects.filter(holder=nurse).latest("issued_at")
    with acting_as(nurse):
        return search_calls(grant_id=grant.pk, person=nurse, terms=limits(grant), now=clock.now()).search


def choose(nurse: User, call: Recording) -> None:
    grant = Grant.objects.filter(holder=nurse).latest("issued_at")
    with acting_as(nurse):
        choose_calls(grant_id=grant.pk, person=nurse, recording_ids=[call.pk], now=clock.now())


def widen(actor: User, request: AccessRequest, days: int = 1, reason: str = "They may mean the day before.", **said: Any) -> list[Grant]:
    around = {"window_from": CALLED - days * DAY, "window_until": CALLED + days * DAY, "any_extension": False}
    with acting_as(actor):
        return services.widen(reference=request.reference, reason=reason, actor=actor, now=clock.now(), **{**around, **said})


def explain(actor: User, request: AccessRequest, systems: str = "Here and the old system.", why: str = "No more calls.") -> SearchAccount:
    with acting_as(actor):
        return services.explain(reference=request.reference, systems=systems, stopped_because=why, actor=actor, now=clock.now())


# Wider


@pytest.mark.clause("AC-4")
def test_the_lead_widens_with_a_reason_and_nothing_found_before_is_lost(nurse: User, ig_lead: User):
    request, before = approved(nurse, ig_lead), make_call(started_at=CALLED - DAY)
    (grant,) = widen(ig_lead, request)
    assert (grant.holder, grant.window_from) == (nurse, CALLED - DAY)
    assert grant.ends_at == Grant.objects.earliest("issued_at").ends_at
    choose(nurse, before)
    entry = Entry.objects.get(event=Event.SEARCH_WIDENED)
    assert (entry.request, entry.reason) == (request.reference, "They may mean the day before.")


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize(("days", "reason", "code"), [(1, " ", "no-reason"), (0, "Because", "not-wider")])
def test_no_reason_and_no_wider_are_refused(nurse: User, ig_lead: User, days: int, reason: str, code: str):
    request = approved(nurse, ig_lead)
    with pytest.raises(Refused) as stopped:
        widen(ig_lead, request, days, reason)
    assert stopped.value.refusal.code == code
    assert Grant.objects.count() == 1


@pytest.mark.clause("AC-4")
def test_whoever_looks_does_not_widen_it_for_themselves(nurse: User, ig_lead: User, dpo: User):
    request = approved(nurse, ig_lead)
    for person, expected in ((nurse, Refused), (dpo, Refused)):
        with pytest.raises((expected, NotYours)):
            widen(person, request)


@pytest.mark.clause("AC-4")
def test_nothing_is_widened_before_the_approval(nurse: User, ig_lead: User):
    request = request_at(State.SENT, requester=nurse, decider=ig_lead)
    with pytest.raises(Refused, match="Searching starts when the request is approved"):
        widen(ig_lead, request)


@pytest.mark.clause("AC-4")
def test_there_is_nothing_to_widen_when_nobody_else_looks():
    assert refuse_wider([], CALLED, CALLED + DAY, any_extension=True, reason="Wider") == NOBODY_LOOKS


# The record


def test_how_one_looked_is_said_with_where_and_why(nurse: User, ig_lead: User):
    request = approved(nurse, ig_lead)
    assert explain(nurse, request).systems == "Here and the old system."
    assert Entry.objects.filter(event=Event.SEARCH_EXPLAINED, request=request.reference).count() == 1
    for systems, why in ((" ", "x"), ("x", " ")):
        with pytest.raises(Refused, match="where you looked"):
            explain(nurse, request, systems, why)


def test_only_whoever_looks_or_handles_says_how_one_looked(nurse: User, ig_lead: User, receptionist: User):
    request = approved(nurse, ig_lead)
    assert explain(ig_lead, request)
    with pytest.raises(NotYours):
        explain(receptionist, request)


def test_the_page_shows_every_search_with_its_terms_and_count(as_: As, nurse: User, ig_lead: User):
    make_call()
    request = approved(nurse, ig_lead)
    search(nurse)
    explain(nurse, request)
    shown = words(as_(ig_lead).get(reverse("request_detail", args=[request.reference])))
    for said in ("How we looked", "1 search by 1 person so far.", "Here and the old system.", "Stopped because: No more calls."):
        assert said in shown


def test_it_is_widened_and_explained_by_the_pages(as_: As, nurse: User, ig_lead: User):
    request, client = approved(nurse, ig_lead), as_(ig_lead)
    where = reverse("request_widen", args=[request.reference])
    first, last = clock.local_day(CALLED - DAY), clock.local_day(CALLED)
    days = {f"{name}_{part}": getattr(day, part) for name, day in (("first", first), ("last", last)) for part in ("day", "month", "year")}
    assert "Say why it must be wider" in words(client.post(where, days))
    assert "no wider than" in words(client.post(where, {**days, "first_day": last.day, "first_month": last.month, "reason": "x"}))
    assert "The search may go further now." in words(client.post(where, {**days, "reason": "The day before"}, follow=True))
    said = {"systems": "Here", "stopped_because": "Found"}
    explained = client.post(reverse("request_searched", args=[request.reference]), said, follow=True)
    assert "Recorded how we looked." in words(explained)


@pytest.mark.parametrize("name", ["request_widen", "request_searched"])
def test_the_pages_of_another_are_not_there(as_: As, nurse: User, ig_lead: User, dpo: User, name: str):
    request = approved(nurse, ig_lead)
    assert as_(dpo).get(reverse(name, args=[request.reference])).status_code in (403, 404)
    assert as_(ig_lead).get(reverse(name, args=[request.reference])).status_code == 200


# Holds


@pytest.mark.clause("AC-6")
def test_what_is_found_for_a_person_is_held_until_they_are_answered(nurse: User, ig_lead: User):
    request, call = approved(nurse, ig_lead, right=True), make_call()
    grant = Grant.objects.get()
    with acting_as(nurse):
        services.hold_chosen(grant, [call.pk], clock.now())
    hold = LegalHold.objects.get(kind=HoldKind.SAR, case_reference=request.reference)
    assert (hold.owner, hold.held.count()) == (ig_lead, 1)
    with acting_as(ig_lead):
        requests.close(reference=request.reference, person=ig_lead, now=clock.now())
    assert lapse()["holds ended"] == 0, "no answer went out yet"
    with acting_as(ig_lead):
        clocks.stop(reference=request.reference, on=clock.today(), now=clock.now())
    assert lapse()["holds ended"] == 1
    assert LegalHold.objects.get().released_at is not None


@pytest.mark.clause("AC-6")
def test_choosing_a_call_holds_it_at_once(nurse: User, ig_lead: User):
    approved(nurse, ig_lead, right=True)
    call = make_call()
    choose(nurse, call)
    assert LegalHold.objects.get().held.get().recording == call


def test_a_request_that_is_nobodys_right_holds_nothing(nurse: User, ig_lead: User):
    approved(nurse, ig_lead)
    choose(nurse, make_call())
    assert not LegalHold.objects.exists()


# The whole


@pytest.mark.clause("AC-6")
def test_a_reply_needs_its_decision_and_then_stops_the_clock(nurse: User, ig_lead: User):
    request = approved(nurse, ig_lead, right=True)
    writing = Writing("One recording.", "Nurse", "", Way.HAND, clock.today())
    with acting_as(ig_lead):
        letters.send_letter(reference=request.reference, kind=LetterKind.REPLY, writing=writing, actor=ig_lead, now=clock.now())
    assert CaseClock.objects.get().answered_on == clock.today()
