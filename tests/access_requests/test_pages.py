"""Every page of a request: it works, it is told; wrong role, own request, wrong method, someone else's, done already."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from access_requests.models import AccessRequest, Decision, State
from callgov import clock
from callgov.people.models import User
from callgov.registry import registry
from callgov.trail.events import Event
from callgov.trail.models import Entry
from callgov.ui.parts import Act
from recordings.models import Grant
from tests.access_requests.factories import COPY, request_at, send
from tests.recordings.factories import NUMBER

SignIn = Callable[..., None]
As = Callable[[User], Client]
PAGES = ("request_detail", "request_not_held")
PRESSES = ("request_decide", "request_withdraw", "request_close")


@pytest.fixture
def as_(client: Client, sign_in: SignIn) -> As:
    def enter(person: User) -> Client:
        sign_in(client, person)
        return client

    return enter


def url(name: str, request: AccessRequest) -> str:
    return reverse(name, args=[request.reference])


def page(client: Client, request: AccessRequest) -> str:
    return client.get(url("request_detail", request)).content.decode()


def press(client: Client, name: str, request: AccessRequest, **typed: str) -> HttpResponse:
    return client.post(url(name, request), typed)  # type: ignore[return-value]


def yes(request: AccessRequest, **typed: str) -> dict[str, str]:
    ends = clock.grant_ends(clock.today(), 7)
    day = {f"ends_on_{part}": str(getattr(ends, part)) for part in ("day", "month", "year")}
    return {"decision": "approve", "step": request.step, "reasons": "It is one of our purposes.", **day, **typed}


# Deciding


@pytest.mark.clause("AC-2")
def test_the_information_governance_lead_approves_with_one_field_and_one_press(as_: As, nurse: User, ig_lead: User):
    request = send(nurse)
    answer = press(as_(ig_lead), "request_decide", request, **yes(request))
    assert (answer.status_code, answer.headers["Location"]) == (302, url("request_detail", request))
    assert (Decision.objects.get().decided_by, Grant.objects.get().holder) == (ig_lead, nurse)
    assert Entry.objects.filter(event=Event.REQUEST_APPROVED, actor=ig_lead).count() == 1


def test_refusing_needs_reasons_and_a_ground_and_nothing_else(as_: As, nurse: User, ig_lead: User):
    request = send(nurse, window_from=None, window_until=None, **COPY)
    press(as_(ig_lead), "request_decide", request, decision="refuse", step="ig-lead", ground="no_need", reasons="No.")
    request.refresh_from_db()
    assert (request.state, Decision.objects.get().reasons) == (State.REFUSED, "No.")


def test_what_only_a_yes_needs_is_of_no_matter_for_a_no(as_: As, nurse: User, ig_lead: User):
    request = send(nurse)
    press(as_(ig_lead), "request_decide", request, **yes(request, decision="refuse", ground="no_need", ends_on_day="99"))
    assert Decision.objects.get().agreed is False


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_without_reasons_the_page_comes_back_with_the_sentence(decision: str, as_: As, nurse: User, ig_lead: User):
    request = send(nurse)
    answer = press(as_(ig_lead), "request_decide", request, **yes(request, decision=decision, reasons=" "))
    assert "Enter the reasons for your decision" in answer.content.decode()
    assert not Decision.objects.exists()


def test_neither_yes_nor_no_is_no_decision(as_: As, nurse: User, ig_lead: User):
    request = send(nurse)
    answer = press(as_(ig_lead), "request_decide", request, **yes(request, decision=""))
    assert "Choose to approve or to refuse" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_time_that_is_not_known_is_set_on_the_form(as_: As, nurse: User, ig_lead: User):
    request = send(nurse, window_from=None, window_until=None)
    first, last = clock.grant_ends(clock.today(), -30), clock.today()
    days = {
        f"window_{end}_{part}": str(getattr(day, part))
        for end, day in (("from", first), ("until", last))
        for part in ("day", "month", "year")
    }
    assert "Look for the call from" in page(as_(ig_lead), request)
    press(as_(ig_lead), "request_decide", request, **yes(request, **days))
    assert (Grant.objects.get().window_from, Grant.objects.get().window_until) == (clock.start_of_day(first), clock.end_of_day(last))


def test_a_window_that_runs_backwards_comes_back(as_: As, nurse: User, ig_lead: User):
    request = send(nurse, window_from=None, window_until=None)
    days = {
        f"window_{end}_{part}": value
        for end, day in (("from", 9), ("until", 8))
        for part, value in (("day", str(day)), ("month", "11"), ("year", "2026"))
    }
    answer = press(as_(ig_lead), "request_decide", request, **yes(request, **days))
    assert "The last day must be the same as or after the first" in answer.content.decode()


@pytest.mark.parametrize(("year", "sentence"), [("2020", "must be today or in the future"), ("2199", "Access can last 90 days at most")])
def test_an_end_that_cannot_be_comes_back(year: str, sentence: str, as_: As, nurse: User, ig_lead: User):
    request = send(nurse)
    answer = press(as_(ig_lead), "request_decide", request, **yes(request, ends_on_year=year))
    assert sentence in answer.content.decode()


@pytest.mark.clause("AC-2")
def test_a_copy_offers_who_may_release_but_neither_who_asked_nor_who_decides(as_: As, practice_manager: User, ig_lead: User, deputy: User):
    request = send(practice_manager, **COPY)
    field = as_(ig_lead).get(url("request_detail", request)).context["acts"][0].fields.fields["releaser"]
    assert [name for _key, name in field.choices] == ["Choose a person", "Deputy"]


def test_a_copy_without_a_releaser_comes_back(as_: As, nurse: User, ig_lead: User, practice_manager: User):
    request = send(nurse, **COPY)
    answer = press(as_(ig_lead), "request_decide", request, **yes(request))
    assert "Select who prepares and releases the copy" in answer.content.decode()
    press(as_(ig_lead), "request_decide", request, **yes(request, releaser=str(practice_manager.pk)))
    assert Grant.objects.filter(holder=practice_manager).count() == 1


# Refused


@pytest.mark.clause("AC-2")
def test_deciding_ones_own_request_is_refused_and_told(as_: As, ig_lead: User, deputy: User):
    request = send(ig_lead)
    answer = press(as_(ig_lead), "request_decide", request, **yes(request))
    assert answer.status_code == 403
    assert "You cannot decide your own request. It is with Deputy." in answer.content.decode()
    entry = Entry.objects.get(event=Event.REFUSED)
    assert (entry.actor, entry.facts["code"], entry.facts["page"]) == (ig_lead, "own-request", "request_decide")


def test_where_the_button_would_be_stands_who_has_it(as_: As, ig_lead: User, deputy: User):
    shown = page(as_(ig_lead), send(ig_lead))
    assert "You cannot decide your own request. It is with Deputy." in shown
    assert "Approve this request" not in shown


def test_the_page_says_so_when_nobody_can_decide(as_: As, ig_lead: User, practice_manager: User):
    shown = page(as_(ig_lead), send(ig_lead))
    assert "You cannot decide your own request. Nobody else can decide it today." in shown
    assert "The Practice Manager can name a deputy." in shown


def test_staff_are_told_when_nobody_can_decide(as_: As, nurse: User):
    assert "Nobody can decide this request today." in page(as_(nurse), send(nurse))


def test_who_asked_sees_no_buttons_to_decide(as_: As, nurse: User, ig_lead: User):
    shown = page(as_(nurse), send(nurse))
    assert "Approve this request" not in shown
    assert "Withdraw this request" in shown


@pytest.mark.parametrize("name", PRESSES)
def test_who_asked_is_refused_what_is_not_theirs_to_press(name: str, as_: As, nurse: User, ig_lead: User):
    request = send(nurse) if name != "request_close" else request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    expected = 302 if name == "request_withdraw" else 403
    assert press(as_(nurse), name, request, **yes(request)).status_code == expected


@pytest.mark.clause("AC-4")
def test_someone_elses_request_is_not_there_and_the_try_is_told(as_: As, nurse: User, receptionist: User, ig_lead: User):
    request = send(nurse)
    client = as_(receptionist)
    nothing = client.get(reverse("request_detail", args=["REQ-1999-0001"]))
    for name in (*PAGES, *PRESSES, "request_sent"):
        answer = client.post(url(name, request), yes(request)) if name in PRESSES else client.get(url(name, request))
        assert (name, answer.status_code) == (name, 404) == (name, nothing.status_code)
        assert request.reference not in answer.content.decode().replace(url(name, request), "")
        assert Entry.objects.filter(event=Event.REFUSED, actor=receptionist, facts__page=name).exists()


def test_the_wrong_role_is_refused(as_: As, nurse: User, ig_lead: User, administrator: User, outsider: User):
    request = send(nurse)
    for person in (administrator, outsider):
        client = as_(person)
        answers = {of: client.post(url(of, request)) if of in PRESSES else client.get(url(of, request)) for of in (*PAGES, *PRESSES)}
        answers["requests"] = client.get(reverse("requests"))
        assert {of: answer.status_code for of, answer in answers.items()} == dict.fromkeys(answers, 403)


def test_what_is_pressed_is_not_opened_and_what_is_opened_is_not_pressed(as_: As, nurse: User, ig_lead: User):
    request, client = send(nurse), as_(ig_lead)
    assert {client.get(url(name, request)).status_code for name in PRESSES} == {405}
    client = as_(nurse)
    assert {client.post(url(name, request)).status_code for name in ("request_detail", "request_sent")} == {405}


def test_what_was_decided_has_moved_on(as_: As, nurse: User, ig_lead: User):
    for state in (State.APPROVED, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.CLOSED):
        request = request_at(state, requester=nurse, decider=ig_lead)
        assert (state, press(as_(ig_lead), "request_decide", request, **yes(request)).status_code) == (state, 409)


def test_withdrawing_twice_has_moved_on(as_: As, nurse: User, ig_lead: User):
    request = send(nurse)
    client = as_(nurse)
    assert (press(client, "request_withdraw", request).status_code, press(client, "request_withdraw", request).status_code) == (302, 409)


# Ending


def test_not_held_is_recorded_on_its_page(as_: As, nurse: User, ig_lead: User):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    client = as_(nurse)
    assert client.get(url("request_not_held", request)).status_code == 200
    assert "Say where you looked" in press(client, "request_not_held", request, reason="").content.decode()
    assert press(client, "request_not_held", request, reason="Looked everywhere").status_code == 302
    assert "Looked everywhere" in page(client, request)
    assert press(client, "request_not_held", request, reason="Again").status_code == 403


def test_the_lead_closes_a_request_and_every_access_under_it(as_: As, nurse: User, ig_lead: User):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    assert press(as_(ig_lead), "request_close", request).status_code == 302
    assert Grant.objects.filter(ended_at=None).count() == 0


# What stands on the page


@pytest.mark.parametrize("state", State.values)
def test_the_page_stands_in_every_state_for_everyone_involved(state: str, as_: As, nurse: User, ig_lead: User, practice_manager: User):
    number = {"external_raw": "07700 900461", "external_e164": NUMBER}
    asked_for = request_at(state, requester=nurse, decider=ig_lead, releaser=practice_manager, **number)
    for person in (nurse, ig_lead):
        shown = page(as_(person), asked_for)
        for words in (asked_for.reference, "What is asked", "07700 900461", "Jo Marsh", "Route", "History", "Request sent"):
            assert words in shown, (person.username, words)


def test_everything_the_decision_needs_is_on_one_page(as_: As, nurse: User, receptionist: User, ig_lead: User):
    earlier = send(receptionist, external_e164=NUMBER)
    shown = page(as_(ig_lead), send(nurse, external_e164=NUMBER, parties="A caller", other_information="She mentioned a letter"))
    for words in (
        "Nurse asks for a recording",
        "Needs your decision",
        "A caller",
        "She mentioned a letter",
        earlier.reference,
        "You decide",
        "Reasons for your decision",
        "Nurse can find and hear the call",
        "Approve this request",
        "Refuse this request",
    ):
        assert words in shown


def test_no_name_and_no_number_stands_in_a_title_or_an_address(as_: As, nurse: User, ig_lead: User):
    shown = page(as_(ig_lead), send(nurse, external_raw="07700 900461"))
    title = shown[shown.index("<title>") : shown.index("</title>")]
    assert "Nurse" not in title
    assert "900461" not in title


def test_the_history_gives_the_reasons_of_the_decision(as_: As, nurse: User, ig_lead: User):
    request = request_at(State.REFUSED, requester=nurse, decider=ig_lead)
    shown = page(as_(nurse), request)
    assert "Request refused" in shown
    assert "It is one of our purposes." in shown


def test_whoever_may_find_the_call_is_led_there(as_: As, nurse: User, ig_lead: User):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    link = reverse("grant_find", args=[Grant.objects.get().pk])
    assert link in page(as_(nurse), request)
    assert link not in page(as_(ig_lead), request)


def test_a_higher_floor_adds_what_it_offers(as_: As, nurse: User, ig_lead: User, monkeypatch: pytest.MonkeyPatch):
    offered = [lambda case: [Act(f"Prepare {case.request.reference} for {case.reader.username}", "/elsewhere/", opens=True)]]
    monkeypatch.setattr(registry, "request_acts", offered)
    request = send(nurse)
    assert f"Prepare {request.reference} for nurse" in page(as_(nurse), request)


def test_words_that_look_like_markup_stay_words(as_: As, nurse: User, ig_lead: User):
    shown = page(as_(ig_lead), send(nurse, reason="<script>alert(1)</script>", parties="<b>x</b>"))
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;" in shown


# The list


def test_the_list_shows_what_needs_me_and_what_i_asked(as_: As, nurse: User, ig_lead: User):
    request = send(nurse)
    assert "Needs your decision" in as_(ig_lead).get(reverse("requests")).content.decode()
    shown = as_(nurse).get(reverse("requests")).content.decode()
    assert all(words in shown for words in (request.reference, "Waiting for a decision", "Ig Lead", "1 request found"))


def test_any_filter_is_answered(as_: As, nurse: User, ig_lead: User):
    send(nurse)
    client = as_(ig_lead)
    for query in ("state=closed", "state=nonsense", "due=late&needs_me=on", "page=99", "page=x"):
        assert client.get(f"{reverse('requests')}?{query}").status_code == 200, query


def test_the_list_says_with_whom_each_request_is(as_: As, nurse: User, ig_lead: User):
    request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    request_at(State.REFUSED, requester=nurse, decider=ig_lead)
    send(ig_lead)
    shown = as_(ig_lead).get(f"{reverse('requests')}?state=all").context["rows"]
    assert [with_whom for _link, _who, (_state, with_whom), _due in shown] == ["Nobody can decide", "Nobody", "Nurse"]


def test_an_empty_list_says_so(as_: As, nurse: User):
    assert "No requests match." in as_(nurse).get(reverse("requests")).content.decode()


# What it costs


def cost(client: Client, address: str, count: Any) -> int:
    with count(14, exact=False) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_the_list_costs_the_same_with_many_requests(as_: As, nurse: User, ig_lead: User, django_assert_max_num_queries: Any):
    client = as_(ig_lead)
    send(nurse)
    few = cost(client, reverse("requests"), django_assert_max_num_queries)
    for _ in range(25):
        send(nurse)
    assert cost(client, reverse("requests"), django_assert_max_num_queries) == few <= 10


def test_the_decision_page_costs_the_same_whatever_went_before(
    as_: As, nurse: User, ig_lead: User, practice_manager: User, django_assert_max_num_queries: Any
):
    def at(state: str) -> AccessRequest:
        return request_at(state, requester=nurse, decider=ig_lead, releaser=practice_manager, external_e164=NUMBER)

    shown = {state: at(state) for state in (State.SENT, State.APPROVED, State.CLOSED)}
    pages = [(person, state) for person in (ig_lead, nurse) for state in shown] + [(practice_manager, State.APPROVED)]

    def costs() -> dict[tuple[str, str], int]:
        return {
            (person.username, state): cost(as_(person), url("request_detail", shown[State(state)]), django_assert_max_num_queries)
            for person, state in pages
        }

    few = costs()
    for _ in range(8):
        at(State.APPROVED)
    assert costs() == few
    assert max(few.values()) <= 14
