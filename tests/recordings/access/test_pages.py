"""The pages: what one may hear, finding the call, the player, ending a grant."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access import presenters, services
from recordings.access.rules import Terms
from recordings.models import Access, Grant, Recording, Search
from tests.recordings.factories import CALLED, NUMBER, make_call, make_chosen, make_extension, make_grant

Signing = Callable[..., Any]


def words(answer: Any) -> str:
    """The page in one line; references stand without the mark that keeps them from breaking."""
    return re.sub(r'<span class="app-ref">([^<]*)</span>', r"\1", " ".join(answer.content.decode().split()))


def window(grant: Grant, **changes: str) -> dict[str, str]:
    """The form as the page fills it in."""
    day = clock.local_day(CALLED)
    after = day + timedelta(days=1)
    return {
        "from_day_day": str(day.day), "from_day_month": str(day.month), "from_day_year": str(day.year), "from_time": "00:00",
        "until_day_day": str(after.day), "until_day_month": str(after.month), "until_day_year": str(after.year), "until_time": "00:00",
        "extension": "", "number": "", "direction": "",
    } | changes  # fmt: skip


@pytest.fixture
def lead(ig_lead: User, sign_in: Signing) -> Client:
    client = Client()
    sign_in(client, ig_lead)
    return client


# What one may hear


def test_the_list_shows_ones_own_live_grants_and_their_calls(
    listener: Client, grant: Grant, chosen: Recording, nurse: User, ig_lead: User
) -> None:
    make_grant(nurse, ig_lead, request_reference="REQ-2026-0099")
    page = words(listener.get(reverse("listening")))
    assert "REQ-2026-0042" in page
    assert "Staff training, coaching and support" in page
    assert reverse("player", args=[grant.pk, chosen.pk]) in page
    assert "ending 461" in page
    assert NUMBER not in page
    assert "REQ-2026-0099" not in page


def test_a_call_that_cannot_be_heard_yet_says_why(listener: Client, grant: Grant) -> None:
    call = make_call()
    make_chosen(grant, [call])
    page = words(listener.get(reverse("listening")))
    assert "The audio of this call is with the telephone supplier." in page
    assert reverse("player", args=[grant.pk, call.pk]) not in page


def test_without_a_grant_the_list_says_when_access_begins(listener: Client) -> None:
    assert "Access begins when a request of yours is approved." in words(listener.get(reverse("listening")))


@pytest.mark.clause("AC-1")
def test_a_grant_that_ended_is_not_on_the_list(listener: Client, grant: Grant, ig_lead: User) -> None:
    with acting_as(ig_lead):
        services.end_grant(grant_id=grant.pk, actor=ig_lead, reason="Sent in error", now=clock.now())
    assert "REQ-2026-0042" not in words(listener.get(reverse("listening")))


@pytest.mark.parametrize("number", [10, 100])
def test_the_list_costs_the_same_for_many_grants(
    number: int, listener: Client, receptionist: User, ig_lead: User, django_assert_max_num_queries: Any
) -> None:
    call = make_call()
    for _ in range(number):
        make_chosen(make_grant(receptionist, ig_lead), [call])
    listener.get(reverse("listening"))
    with django_assert_max_num_queries(10):
        listener.get(reverse("listening"))


# Finding


def test_the_find_page_says_the_limits_and_has_them_filled_in(listener: Client, grant: Grant) -> None:
    page = words(listener.get(reverse("grant_find", args=[grant.pk])))
    assert "calls of <strong>2 November 2026</strong>" in page
    assert 'name="from_day_day"' in page
    assert 'value="midnight"' in page
    assert not Search.objects.exists()


def test_what_the_grant_fixes_is_said_and_not_asked(listener: Client, receptionist: User, ig_lead: User) -> None:
    grant = make_grant(receptionist, ig_lead, extension=make_extension("214"), external_e164=NUMBER)
    page = words(listener.get(reverse("grant_find", args=[grant.pk])))
    assert "2 November 2026, extension 214, number ending 461" in page
    assert 'name="extension"' not in page
    assert 'name="number"' not in page


@pytest.mark.clause("AC-5")
def test_pressing_search_shows_the_calls_with_their_numbers_masked(listener: Client, grant: Grant) -> None:
    call = make_call()
    page = words(listener.post(reverse("grant_find", args=[grant.pk]), window(grant)))
    assert "1 call found" in page
    assert "ending 461" in page
    assert NUMBER not in page
    assert f'value="{call.pk}" checked' in page
    assert "2 November 2026" in page


@pytest.mark.clause("AC-5")
@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"number": "900461"}, 1),
        ({"number": "07700 900461"}, 1),
        ({"number": "07700 900999"}, 0),
        ({"extension": "214"}, 1),
        ({"extension": "301"}, 0),
        ({"direction": "incoming"}, 1),
        ({"direction": "outgoing"}, 0),
        ({"until_day_day": "2", "until_time": "9am"}, 0),
    ],
)
def test_the_form_narrows_the_search(change: dict[str, str], found: int, listener: Client, grant: Grant) -> None:
    make_call()
    make_extension("301")
    listener.post(reverse("grant_find", args=[grant.pk]), window(grant, **change))
    assert Search.objects.get().found == found


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"from_day_day": "1"}, "Ask the Information Governance Lead to widen the request."),
        ({"until_day_day": "4"}, "Ask the Information Governance Lead to widen the request."),
        ({"from_day_day": "3", "from_time": "9am"}, "The end of the time must be after its start."),
        ({"from_day_day": ""}, "From date must include a day"),
        ({"from_time": "later"}, "Enter a time, like 5:30pm"),
        ({"extension": "999"}, "Enter an extension of this practice"),
        ({"number": "12"}, "Enter the whole number, or its last 6 digits"),
    ],
)
def test_what_cannot_be_searched_is_said_on_the_form_and_nothing_is_shown(
    change: dict[str, str], sentence: str, listener: Client, grant: Grant
) -> None:
    make_call()
    page = words(listener.post(reverse("grant_find", args=[grant.pk]), window(grant, **change)))
    assert sentence in page
    assert "ending 461" not in page
    assert not Search.objects.exists()


def test_a_time_that_the_clocks_jump_over_is_said(listener: Client, receptionist: User, ig_lead: User) -> None:
    spring = clock.start_of_day(clock.local_day(CALLED).replace(month=3, day=29))
    grant = make_grant(receptionist, ig_lead, window_from=spring, window_until=spring + timedelta(days=1))
    days = {"from_day_day": "29", "from_day_month": "3", "until_day_day": "30", "until_day_month": "3"}
    page = words(listener.post(reverse("grant_find", args=[grant.pk]), window(grant, from_time="1:30am", **days)))
    assert "the clocks went forward" in page


def test_a_window_with_odd_seconds_can_be_searched_as_it_was_filled_in(listener: Client, receptionist: User, ig_lead: User) -> None:
    start = CALLED.replace(second=17)
    grant = make_grant(receptionist, ig_lead, window_from=start, window_until=start + timedelta(hours=1))
    data = window(grant, from_time="9:30am", until_day_day="2", until_time="10:30am")
    listener.post(reverse("grant_find", args=[grant.pk]), data)
    assert Search.objects.get().window_from == start


@pytest.mark.clause("AC-5")
def test_an_empty_answer_is_an_answer(listener: Client, grant: Grant) -> None:
    page = words(listener.post(reverse("grant_find", args=[grant.pk]), window(grant)))
    assert "We do not hold a recording that fits. Record this as the answer." in page


@pytest.mark.clause("AC-4")
def test_too_many_calls_show_the_sentence_and_no_call(listener: Client, grant: Grant) -> None:
    for minutes in range(51):
        make_call(CALLED + timedelta(minutes=minutes))
    page = words(listener.post(reverse("grant_find", args=[grant.pk]), window(grant)))
    assert "Too many calls fit. Narrow the time to 2 hours or less." in page.replace("</strong>", "")
    assert "ending 461" not in page


@pytest.mark.clause("AC-5")
def test_the_searches_stand_beneath_with_what_came_of_them(listener: Client, grant: Grant) -> None:
    listener.post(reverse("grant_find", args=[grant.pk]), window(grant, number="900461"))
    page = words(listener.get(reverse("grant_find", args=[grant.pk])))
    assert "2 November 2026, number ending 900461" in page
    assert "0 calls" in page


def test_the_ticked_call_becomes_the_call(listener: Client, grant: Grant, call: Recording) -> None:
    answer = listener.post(reverse("grant_choose", args=[grant.pk]), {"recordings": [str(call.pk)]}, follow=True)
    assert answer.redirect_chain == [(reverse("listening"), 302)]
    assert "1 call chosen. You can listen now." in words(answer)
    assert reverse("player", args=[grant.pk, call.pk]) in words(answer)


@pytest.mark.parametrize("ticked", [[], ["not-an-id"]])
def test_choosing_nothing_says_what_to_do(ticked: list[str], listener: Client, grant: Grant) -> None:
    answer = listener.post(reverse("grant_choose", args=[grant.pk]), {"recordings": ticked})
    assert answer.status_code == 200
    assert "There is a problem" in words(answer)


@pytest.mark.clause("AC-4")
def test_choosing_a_call_outside_the_grant_is_not_found(listener: Client, grant: Grant) -> None:
    outside = make_call(CALLED - timedelta(days=3))
    assert listener.post(reverse("grant_choose", args=[grant.pk]), {"recordings": [str(outside.pk)]}).status_code == 404


@pytest.mark.parametrize("number", [10, 49])
def test_results_cost_the_same_for_many_calls(number: int, listener: Client, grant: Grant, django_assert_max_num_queries: Any) -> None:
    calls = [make_call(CALLED + timedelta(minutes=minute)) for minute in range(number)]
    make_chosen(grant, calls)
    listener.post(reverse("grant_find", args=[grant.pk]), window(grant))
    with django_assert_max_num_queries(20):
        listener.post(reverse("grant_find", args=[grant.pk]), window(grant))
    with django_assert_max_num_queries(14):
        listener.get(reverse("grant_find", args=[grant.pk]))


# The player


@pytest.mark.clause("AU-1")
@pytest.mark.clause("AU-11")
def test_the_player_says_under_what_for_what_and_until_when(listener: Client, grant: Grant, chosen: Recording) -> None:
    page = words(listener.get(reverse("player", args=[grant.pk, chosen.pk])))
    until = clock.local_day(grant.ends_at) - timedelta(days=1)
    assert "You are listening under REQ-2026-0042 for “Staff training, coaching and support” until" in page
    assert f"until {until.day} {until:%B %Y}" in page
    assert "Your access ends in 7 days." in page
    assert "You have opened this recording 1 time under this request." in page
    assert "Every part is checked before it is played." in page
    assert reverse("audio", args=[Access.objects.get().pk]) in page
    assert NUMBER not in page


def test_opening_the_page_is_recorded_and_sends_no_sound(listener: Client, grant: Grant, chosen: Recording) -> None:
    listener.get(reverse("player", args=[grant.pk, chosen.pk]))
    events = set(Entry.objects.filter(grant=grant.pk).values_list("event", flat=True))
    assert Event.ACCESS_OPENED in events
    assert Event.AUDIO_SENT not in events


@pytest.mark.clause("AU-11")
def test_listening_asks_for_a_fresh_second_factor_and_ranges_do_not(
    grant: Grant, chosen: Recording, receptionist: User, sign_in: Signing
) -> None:
    stale = Client()
    sign_in(stale, receptionist, fresh=False)
    answer = stale.get(reverse("player", args=[grant.pk, chosen.pk]))
    assert answer.status_code == 302
    assert not Access.objects.exists()
    key = stale.session.session_key or ""
    access = services.open_access(
        grant_id=grant.pk, recording_id=chosen.pk, person=receptionist, action="listen", session_key=key, now=clock.now()
    )  # fmt: skip
    assert stale.get(reverse("audio", args=[access.pk]), headers={"Range": "bytes=0-9"}).status_code == 206


def test_a_call_with_the_supplier_cannot_be_played_and_says_what_to_do(listener: Client, grant: Grant) -> None:
    call = make_call()
    make_chosen(grant, [call])
    answer = listener.get(reverse("player", args=[grant.pk, call.pk]))
    assert answer.status_code == 403
    assert "Ask the Practice Manager to fetch this call and deposit it against the request." in words(answer)


def test_the_last_day_of_access_says_so(listener: Client, receptionist: User, ig_lead: User, call: Recording) -> None:
    grant = make_grant(receptionist, ig_lead, days=0)
    make_chosen(grant, [call])
    assert "Your access ends today." in words(listener.get(reverse("player", args=[grant.pk, call.pk])))


def test_the_players_page_costs_few_queries(listener: Client, grant: Grant, chosen: Recording, django_assert_max_num_queries: Any) -> None:
    listener.get(reverse("player", args=[grant.pk, chosen.pk]))
    with django_assert_max_num_queries(14):
        listener.get(reverse("player", args=[grant.pk, chosen.pk]))


# Ending


@pytest.mark.clause("AC-1")
def test_the_lead_ends_a_grant_with_a_reason(lead: Client, grant: Grant, receptionist: User) -> None:
    assert "Playing stops at once." in words(lead.get(reverse("grant_end", args=[grant.pk])))
    answer = lead.post(reverse("grant_end", args=[grant.pk]), {"reason": "Sent in error"}, follow=True)
    grant.refresh_from_db()
    assert grant.ended_reason == "Sent in error"
    assert "no longer has access under REQ-2026-0042." in words(answer)


def test_ending_without_a_reason_asks_for_it(lead: Client, grant: Grant) -> None:
    assert "Enter the reason for ending this access" in words(lead.post(reverse("grant_end", args=[grant.pk]), {"reason": ""}))


def test_ending_twice_is_told_that_it_has_moved_on(lead: Client, grant: Grant) -> None:
    lead.post(reverse("grant_end", args=[grant.pk]), {"reason": "Sent in error"})
    assert "This access ended on" in words(lead.get(reverse("grant_end", args=[grant.pk])))
    assert lead.post(reverse("grant_end", args=[grant.pk]), {"reason": "Again"}).status_code == 409


def test_ending_a_grant_that_does_not_exist_is_not_found(lead: Client) -> None:
    assert lead.get(reverse("grant_end", args=[uuid4()])).status_code == 404


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("who", ["nurse", "practice_manager", "dpo", "administrator"])
def test_nobody_else_opens_the_page_that_ends_a_grant(
    who: str, grant: Grant, request: pytest.FixtureRequest, sign_in: Signing, client: Client
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.post(reverse("grant_end", args=[grant.pk]), {"reason": "x"}).status_code == 403


# Wrong methods


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("listening", "post"), ("grant_find", "delete"), ("grant_choose", "get"), ("grant_end", "put"), ("player", "post"),
        ("audio", "post"), ("peaks", "post"), ("played", "get"),
    ],
)  # fmt: skip
def test_other_methods_are_not_answered(name: str, method: str, listener: Client, lead: Client, grant: Grant, chosen: Recording) -> None:
    arguments = {"listening": [], "player": [grant.pk, chosen.pk]}.get(name, [grant.pk])
    client = lead if name == "grant_end" else listener
    assert getattr(client, method)(reverse(name, args=arguments)).status_code == 405


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": "", "withheld": True}, "number withheld"),
        ({"number": ""}, "number not known"),
        ({"extension": ""}, "extension not known"),
        ({"stated_seconds": None}, "Not known"),
        ({}, "3 minutes 7 seconds"),
    ],
)
def test_what_is_not_known_of_a_call_is_said(fields: dict[str, Any], said: str, listener: Client, grant: Grant) -> None:
    make_chosen(grant, [make_call(**fields)])
    assert said in words(listener.get(reverse("listening")))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-11-02T00:00", "2026-11-03T00:00", "2 November 2026"),
        ("2026-11-02T00:00", "2026-11-05T00:00", "2 November 2026 to 4 November 2026"),
        ("2026-11-02T09:00", "2026-11-02T11:00", "2 November 2026, 9am to 11am"),
        ("2026-11-02T22:00", "2026-11-03T01:00", "2 November 2026 at 10pm to 3 November 2026 at 1am"),
    ],
)
def test_a_window_is_said_in_words(start: str, end: str, said: str) -> None:
    window_from, window_until = (datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (start, end))
    assert presenters.words_of(Terms(window_from, window_until)) == said
