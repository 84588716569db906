"""One's own account: what I may do, how I prove who I am, where I am logged in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.people.presenters import device_of
from callgov.people.queries import roles_on
from callgov.roles import POWERS, Role
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.cast import SignIn, make_person

TODAY = clock.today()
pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("name", ["receptionist", "ig_lead", "deputy", "dpo", "practice_manager", "assessor", "partner", "administrator"])
def test_your_account_says_what_each_role_may_and_may_not(
    client: Client, sign_in: SignIn, name: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(name)
    sign_in(client, person)
    page = text(client.get(reverse("your_account")))
    for role in roles_on(person, TODAY):
        assert POWERS[role].line in page
        assert all(words in page for words in POWERS[role].may_not)
    assert "Authenticator app" in page
    assert "This is the session you use now." in page


def test_your_account_says_when_one_holds_no_role(client: Client, outsider: User, sign_in: SignIn) -> None:
    sign_in(client, outsider)
    assert "You hold no role." in text(client.get(reverse("your_account")))


def test_an_administrator_with_another_role_reads_only_what_is_left_of_it(client: Client, sign_in: SignIn) -> None:
    sign_in(client, make_person("both", Role.SYSTEM_ADMINISTRATOR, Role.STAFF))
    assert "ask for a recording" not in text(client.get(reverse("your_account")))


def test_the_only_second_factor_stays(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    address = reverse("remove_factor", args=[receptionist.authenticator_set.get().pk])  # type: ignore[attr-defined]
    page = text(client.get(address))
    assert "Keep at least one second factor." in page
    assert 'method="post" action="/accounts/factors' not in page
    assert client.post(address).status_code == 403
    assert receptionist.authenticator_set.count() == 1  # type: ignore[attr-defined]


def test_one_of_two_second_factors_can_be_removed(
    client: Client, receptionist: User, sign_in: SignIn, passkey: Callable[[User], int]
) -> None:
    second = passkey(receptionist)
    sign_in(client, receptionist)
    assert client.post(reverse("remove_factor", args=[second]))["Location"] == reverse("your_account")
    assert receptionist.authenticator_set.count() == 1  # type: ignore[attr-defined]
    assert Entry.objects.get(event=Event.FACTOR_CHANGED).facts == {"factor": "webauthn", "change": "removed"}


def test_another_s_second_factor_looks_like_none(client: Client, receptionist: User, nurse: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    theirs = nurse.authenticator_set.get().pk  # type: ignore[attr-defined]
    assert client.post(reverse("remove_factor", args=[theirs])).status_code == 404
    assert nurse.authenticator_set.count() == 1  # type: ignore[attr-defined]


def test_removing_a_factor_asks_for_a_fresh_one(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist, fresh=False)
    assert reverse("confirm_factor") in client.get(reverse("remove_factor", args=[1]))["Location"]


@pytest.mark.parametrize(
    "page", ["mfa_generate_recovery_codes", "mfa_add_webauthn", "account_change_password", "set_up_factor", "cannot_log_in"]
)
def test_the_other_pages_of_an_account_open(client: Client, receptionist: User, sign_in: SignIn, page: str) -> None:
    sign_in(client, receptionist)
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", ["mfa_index", "mfa_deactivate_totp"])
def test_where_the_library_goes_afterwards_leads_to_the_account(client: Client, receptionist: User, sign_in: SignIn, page: str) -> None:
    sign_in(client, receptionist)
    assert client.get(reverse(page))["Location"] == reverse("your_account")


def test_new_recovery_codes_are_in_the_trail(client: Client, receptionist: User, sign_in: SignIn, commits: Any) -> None:
    sign_in(client, receptionist)
    with commits(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    assert Entry.objects.get(event=Event.FACTOR_CHANGED).facts == {"factor": "recovery_codes", "change": "made again"}


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/605 Version/18 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0", "Firefox on Linux"),
        ("", "A browser on an unknown device"),
    ],
)
def test_a_session_is_named_by_its_device(agent: str, words: str) -> None:
    assert device_of(agent) == words
