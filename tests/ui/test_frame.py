"""The page frame: who is signed in as what, where they may go, when they will be logged out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse

from callgov import clock
from callgov.people import sessions
from callgov.people.models import User
from callgov.registry import NavItem, registry
from callgov.roles import Action, Role
from callgov.ui.context import Frame, frame
from callgov.ui.formats import nhs_date
from tests.cast import SignIn, make_person

pytestmark = pytest.mark.django_db


def frame_of(person: User | None, path: str = "/") -> Frame:
    request = RequestFactory().get(path)
    request.user, request.session = person or AnonymousUser(), SessionStore()
    return frame(request)["frame"]


def words(frame: Frame) -> list[str]:
    return [item.words for item in frame.nav]


def test_nobody_has_no_account_and_nowhere_to_go() -> None:
    around = frame_of(None)
    assert (around.account, around.nav, around.ends_at, around.printed) == ("", [], "", "")


def test_paper_names_who_printed_it(nurse: User) -> None:
    assert frame_of(nurse).printed.startswith("Printed by Nurse, ")


def test_the_account_names_the_person_and_the_role(nurse: User) -> None:
    assert frame_of(nurse).account == "Nurse (Staff)"


def test_the_account_names_the_weightiest_of_several_roles() -> None:
    person = make_person("priya", Role.STAFF, Role.IG_LEAD, Role.PARTNER, name="Priya Nair")
    assert frame_of(person).account == "Priya Nair (Information Governance Lead + 2 more roles)"


def test_a_deputy_is_named_as_one_with_the_last_day(deputy: User) -> None:
    until = nhs_date(clock.today() + timedelta(days=6))
    assert frame_of(deputy).account == f"Deputy (Deputy Information Governance Lead until {until} + 1 more role)"


def test_a_person_without_a_role_is_only_named(outsider: User) -> None:
    assert frame_of(outsider).account == "Outsider"
    assert frame_of(outsider).nav == []


def test_a_demo_says_that_it_is_one(settings: object, client: Client) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert b"People and calls are made up" in client.get(reverse("account_login")).content


def test_the_menu_leads_nowhere_that_would_be_refused(nurse: User, client: Client, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    assert {client.get(item.url).status_code for item in frame_of(nurse).nav} <= {200}


def test_the_menu_leaves_out_what_the_roles_do_not_include(nurse: User, ig_lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [NavItem("Trail", "trail", Action.READ_TRAIL, order=2), NavItem("Requests", "requests", Action.FOLLOW_REQUESTS, order=1)]
    monkeypatch.setattr(registry, "nav", items)
    assert words(frame_of(nurse)) == ["Home", "Requests"]
    assert words(frame_of(ig_lead)) == ["Home", "Requests", "Trail"]


def test_an_item_may_be_for_some_roles_only(nurse: User, partner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "nav", [NavItem("Concerns", "people", Action.SEE_HOME, order=1, roles_only=(Role.PARTNER,))])
    assert words(frame_of(nurse)) == ["Home"]
    assert words(frame_of(partner)) == ["Home", "Concerns"]


def test_a_page_with_a_name_for_each_role_stands_once_under_the_first(ig_lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [NavItem("Requests", "requests", Action.DECIDE, order=1), NavItem("My requests", "requests", Action.ASK, order=2)]
    monkeypatch.setattr(registry, "nav", items)
    assert words(frame_of(ig_lead)) == ["Home", "Requests"]


def test_the_menu_marks_where_one_is(nurse: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "nav", [NavItem("People", "people", Action.SEE_HOME, order=1)])
    assert [item.current for item in frame_of(nurse, reverse("person", args=[1])).nav] == [False, True]
    assert [item.current for item in frame_of(nurse, "/").nav] == [True, False]


SECTION = [
    NavItem("Keeping", "people", Action.SEE_HOME, order=1, under="Recordings"),
    NavItem("Trail", "trail", Action.READ_TRAIL, order=2, under="Recordings"),
    NavItem("Requests", "requests", Action.SEE_HOME, order=3, under="Requests"),
]


def test_the_pages_of_a_section_share_an_item_of_the_menu(ig_lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "nav", SECTION)
    around = frame_of(ig_lead, reverse("trail"))
    assert [(item.words, item.url, item.current) for item in around.nav[1:]] == [
        ("Recordings", reverse("people"), True), ("Requests", reverse("requests"), False),
    ]  # fmt: skip
    assert (around.section, [(item.words, item.current) for item in around.beside]) == ("Recordings", [("Keeping", False), ("Trail", True)])


def test_a_section_of_which_one_page_is_left_is_that_page(nurse: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "nav", SECTION)
    around = frame_of(nurse, reverse("people"))
    assert (words(around), around.beside) == (["Home", "Keeping", "Requests"], [])


def test_of_two_pages_of_one_address_the_nearer_is_marked(ig_lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [NavItem("Register", "register", Action.SEE_HOME, order=1, under="Register")]
    monkeypatch.setattr(registry, "nav", [*items, NavItem("Copies", "copies", Action.SEE_HOME, order=2, under="Register")])
    assert [item.current for item in frame_of(ig_lead, reverse("copies")).beside] == [False, True]


def test_a_page_outside_the_menu_stands_beside_none(nurse: User) -> None:
    assert frame_of(nurse, "/nowhere/").beside == []


def test_a_session_that_was_begun_says_when_it_ends(nurse: User) -> None:
    around = frame_of(nurse)
    now = clock.now()
    sessions.begin(around._request.session, now)
    assert around.ends_at == (now + timedelta(hours=10)).isoformat()


def test_the_warning_comes_before_the_server_s_own_limit(nurse: User) -> None:
    assert frame_of(nurse).idle_seconds == (timedelta(minutes=15) - sessions.GRAIN).total_seconds()


def test_titles_name_the_practice_and_no_person(nurse: User, client: Client, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    page = client.get(reverse("home")).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title.endswith("\u2013 Riverside Surgery call recordings")
    assert nurse.name not in title
