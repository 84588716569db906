"""How long a session holds, and what a second factor is worth in it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people import sessions
from callgov.people.factors import shown_recently
from callgov.people.models import User
from callgov.people.sessions import SEEN, STARTED, begin, ends_at, touch, why_ended
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.cast import SignIn

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def after(started: timedelta, seen: timedelta) -> dict[str, Any]:
    """A session as it stands at NOW."""
    return {STARTED: (NOW - started).timestamp(), SEEN: (NOW - seen).timestamp()}


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.clause("AU-11")
@pytest.mark.parametrize(
    ("session", "why"),
    [
        (after(minutes(1), minutes(1)), None),
        (after(minutes(60), minutes(14.99)), None),
        (after(minutes(60), minutes(15)), sessions.IDLE),
        (after(minutes(599.99), minutes(0)), None),
        (after(minutes(600), minutes(0)), sessions.TOO_LONG),
        ({}, sessions.TOO_LONG),
        ({SEEN: NOW.timestamp()}, sessions.TOO_LONG),
        ({STARTED: NOW.timestamp()}, sessions.IDLE),
        ({STARTED: "yesterday", SEEN: NOW.timestamp()}, sessions.TOO_LONG),
    ],
)
def test_when_a_session_ends(session: dict[str, Any], why: object) -> None:
    assert why_ended(session, NOW) == why


def test_being_seen_is_written_down_at_most_every_fifteen_seconds() -> None:
    session: dict[str, Any] = {}
    begin(session, NOW)
    touch(session, NOW + timedelta(seconds=14))
    assert session[SEEN] == NOW.timestamp()
    touch(session, NOW + timedelta(seconds=15))
    assert session[SEEN] == NOW.timestamp() + 15
    assert session[STARTED] == NOW.timestamp()


def test_the_absolute_end_is_known_from_the_start() -> None:
    session: dict[str, Any] = {}
    assert ends_at(session) is None
    begin(session, NOW)
    assert ends_at(session) == NOW + timedelta(hours=10)


def move_back(client: Client, **back: timedelta) -> None:
    """Let time pass for the client's session."""
    session = client.session
    for key, by in back.items():
        name = {"started": STARTED, "seen": SEEN}[key]
        session[name] = session[name] - by.total_seconds()
    session.save()


@pytest.mark.clause("AU-11")
def test_after_fifteen_idle_minutes_the_server_sends_one_to_log_in(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    move_back(client, seen=minutes(15))
    answer = client.get(reverse("your_account"))
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('your_account')}"


def test_a_request_in_time_keeps_the_session_and_is_written_down(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    move_back(client, seen=minutes(14))
    assert client.post(reverse("stay_logged_in")).status_code == 204
    assert client.session[SEEN] == pytest.approx(clock.now().timestamp(), abs=30)


def test_after_ten_hours_nothing_keeps_it(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    move_back(client, started=timedelta(hours=10))
    assert client.post(reverse("stay_logged_in")).status_code == 302


def test_a_session_that_ended_is_gone_from_the_server_and_in_the_trail(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    key = client.session.session_key
    move_back(client, seen=minutes(20))
    client.get(reverse("home"))
    assert not Session.objects.filter(session_key=key).exists()
    entry = Entry.objects.get(event=Event.SESSION_ENDED)
    assert (entry.actor, entry.facts) == (receptionist, {"why": "idle"})


def test_the_reader_is_told_why_they_must_log_in_again(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    move_back(client, seen=minutes(20))
    page = client.get(reverse("home"), follow=True).content.decode()
    assert "You were logged out because nothing happened for a while." in page


def test_a_slow_request_cannot_bring_an_ended_session_back(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    slow = client.session
    slow["late"] = True
    Session.objects.filter(session_key=slow.session_key).delete()
    with pytest.raises(UpdateError):
        slow.save()
    assert not Session.objects.filter(session_key=slow.session_key).exists()


@pytest.mark.parametrize(
    ("method", "ago", "fresh"),
    [("mfa", 0, True), ("mfa", 300, True), ("mfa", 301, False), ("password", 0, False), ("password_reset", 0, False)],
)
def test_a_second_factor_is_fresh_for_five_minutes(method: str, ago: int, fresh: bool) -> None:
    record = {"method": method, "at": NOW.timestamp() - ago}
    assert shown_recently([record], NOW) is fresh


def test_two_factors_of_different_age_are_as_fresh_as_the_younger() -> None:
    records = [{"method": "mfa", "at": NOW.timestamp() - ago} for ago in (7200, 10)]
    assert shown_recently(records, NOW)
    assert not shown_recently([], NOW)


@pytest.mark.clause("AU-11")
def test_one_s_own_session_elsewhere_can_be_ended(client: Client, receptionist: User, sign_in: SignIn) -> None:
    other = Client()
    sign_in(client, receptionist)
    sign_in(other, receptionist)
    (_, _, act), *_ = [shown for shown in client.get(reverse("your_account")).context["sessions"] if shown[2]]
    client.post(act.url)
    assert other.post(reverse("stay_logged_in")).status_code == 302
    assert client.post(reverse("stay_logged_in")).status_code == 204


def test_another_s_session_looks_like_none(client: Client, receptionist: User, nurse: User, sign_in: SignIn) -> None:
    other = Client()
    sign_in(client, receptionist)
    sign_in(other, nurse)
    theirs = nurse.usersession_set.get()  # type: ignore[attr-defined]
    assert client.post(reverse("end_session", args=[theirs.pk])).status_code == 404
    assert other.post(reverse("stay_logged_in")).status_code == 204
    assert Entry.objects.filter(event=Event.REFUSED, actor=receptionist).count() == 1
