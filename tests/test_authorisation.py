"""Refuse by default: every address of the site is walked, and each is open to exactly whom its mark says."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from callgov import authorisation
from callgov.authorisation import actor_of, freshly_signed_in, may, public, requires, signed_in, way_back
from callgov.people.library import LIBRARY, Open
from callgov.people.models import User
from callgov.roles import Action, Role, actions_of
from callgov.trail.events import Event
from callgov.trail.models import Entry
from callgov.urls import urlpatterns as the_site
from tests.cast import PASSWORD, SignIn, code_of, make_person

PUBLIC = {
    "about_recording", "accessibility", "privacy",
    "healthz", "readyz", "gallery", "gallery_player", "gallery_sample", "accept_invitation", "cannot_log_in",
    "collect", "collect_download", "collect_plain", "collect_deleted", "collected", "holder_deleted",
    "account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip
ENTERING = {
    "set_up_factor", "confirm_factor", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp",
    "mfa_add_webauthn",
}  # fmt: skip
OWN_ACCOUNT = {
    "your_account", "stay_logged_in", "end_session", "mfa_index", "mfa_deactivate_totp", "remove_factor", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "account_change_password",
}  # fmt: skip

SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}


def leaves(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns, address)
        else:
            yield address, pattern


def example(address: str) -> str:
    """An address that the pattern matches."""
    if "(?P<uidb36>" in address:
        return "/accounts/password/reset/key/1-x/"
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), address)


PAGES = [(example(address), pattern) for address, pattern in leaves(get_resolver().url_patterns)]


def mark(pattern: URLPattern) -> Action | Open | None:
    return authorisation.mark_of(pattern.callback, pattern.name or "")


def named(whom: Open) -> set[str]:
    return {str(pattern.name) for _, pattern in PAGES if mark(pattern) is whom}


def test_every_page_has_a_name_and_says_for_whom_it_is() -> None:
    assert [address for address, pattern in PAGES if not pattern.name or mark(pattern) is None] == []


def test_no_two_addresses_share_a_name() -> None:
    names = Counter(pattern.name for _, pattern in PAGES)
    assert {name for name, times in names.items() if times > 1} == set()


def test_the_pages_for_everyone_are_exactly_these() -> None:
    assert named(Open.EVERYONE) == PUBLIC


def test_the_pages_that_lead_to_a_second_factor_are_exactly_these() -> None:
    assert named(Open.ENTERING) == ENTERING


def test_the_pages_of_one_s_own_account_are_exactly_these() -> None:
    assert named(Open.SIGNED_IN) == OWN_ACCOUNT


def test_the_library_s_list_names_only_pages_that_are_offered() -> None:
    assert set(LIBRARY) <= {pattern.name for _, pattern in PAGES}


CLOSED = [pytest.param(address, id=str(pattern.name)) for address, pattern in PAGES if mark(pattern) is not Open.EVERYONE]


@pytest.mark.django_db
@pytest.mark.clause("AU-11")
@pytest.mark.parametrize("address", CLOSED)
def test_nobody_who_is_not_logged_in_gets_past_the_log_in_page(client: Client, address: str) -> None:
    for method in (client.get, client.post, client.put, client.delete, client.patch, client.head):
        answer = method(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.clause("AU-11")
def test_a_request_without_a_person_has_no_actor(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        actor_of(request)


BY_ROLE = [pytest.param(address, mark(pattern), id=str(pattern.name)) for address, pattern in PAGES if isinstance(mark(pattern), Action)]


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize(("address", "action"), BY_ROLE)
def test_a_superuser_without_a_role_is_refused_everywhere(
    client: Client, outsider: User, sign_in: SignIn, address: str, action: Action
) -> None:
    User.objects.filter(pk=outsider.pk).update(is_superuser=True, is_staff=True)
    sign_in(client, outsider)
    assert client.get(address).status_code == 403
    assert Entry.objects.filter(event=Event.REFUSED, actor=outsider, facts__code="not-allowed").count() == 1


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize(("address", "action"), [case for case in BY_ROLE if case.values[1] not in actions_of([Role.SYSTEM_ADMINISTRATOR])])
def test_a_system_administrator_sees_nothing_of_calls_and_decides_nothing(
    client: Client, administrator: User, sign_in: SignIn, address: str, action: Action
) -> None:
    sign_in(client, administrator)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_its_powers_say_and_nothing_else(role: Role) -> None:
    person = User(pk=1)
    person.__dict__["_roles_by_day"] = {authorisation.clock.today(): {role: None}}
    assert {action for action in Action if may(person, action)} == actions_of([role])


def test_an_account_that_ended_may_nothing() -> None:
    person = User(pk=1, is_active=False)
    person.__dict__["_roles_by_day"] = {authorisation.clock.today(): dict.fromkeys(Role)}
    assert not any(may(person, action) for action in Action)


# A small site of its own: one page of each kind.


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def _copy() -> Any:
    return lambda request: _page(request)


urlpatterns = [
    *the_site,
    path("small/nothing-said/", _copy(), name="nothing_said"),
    path("small/public/", public(_copy()), name="small_public"),
    path("small/own/", signed_in(_copy()), name="small_own"),
    path("small/own-fresh/", freshly_signed_in(_copy()), name="small_own_fresh"),
    path("small/asks/", requires(Action.ASK)(_copy()), name="small_asks"),
    path("small/decides/", requires(Action.DECIDE, fresh=True)(_copy()), name="small_decides"),
]
small = pytest.mark.urls(__name__)


@small
def test_a_page_that_says_nothing_is_refused_to_everyone(client: Client, ig_lead: User, sign_in: SignIn) -> None:
    assert client.get("/small/nothing-said/").status_code == 403
    sign_in(client, ig_lead)
    assert client.get("/small/nothing-said/").status_code == 403
    assert [entry.facts["code"] for entry in Entry.objects.filter(event=Event.REFUSED)] == ["unclassified", "unclassified"]


@small
def test_a_public_page_asks_nothing(client: Client, db: None) -> None:
    assert client.get("/small/public/").content == b"inside"


@small
@pytest.mark.parametrize(
    ("name", "asks", "decides"), [("outsider", 403, 403), ("receptionist", 200, 403), ("ig_lead", 200, 200), ("deputy", 200, 200)]
)
def test_a_role_opens_its_pages(
    client: Client, sign_in: SignIn, name: str, asks: int, decides: int, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert client.get("/small/own/").status_code == 200
    assert client.get("/small/asks/").status_code == asks
    assert client.get("/small/decides/").status_code == decides


@small
def test_a_refusal_s_page_says_what_to_do_and_that_it_is_recorded(client: Client, outsider: User, sign_in: SignIn) -> None:
    sign_in(client, outsider)
    page = client.get("/small/asks/").content.decode()
    assert "You cannot open this" in page
    assert "ask the Information Governance Lead" in page


@small
@pytest.mark.clause("AU-11")
@pytest.mark.parametrize("address", ["/small/decides/", "/small/own-fresh/"])
def test_a_stale_second_factor_is_asked_for_again_and_leads_back(client: Client, ig_lead: User, sign_in: SignIn, address: str) -> None:
    sign_in(client, ig_lead, fresh=False)
    assert client.get("/small/asks/").status_code == 200
    assert client.get(address)["Location"] == f"{reverse('confirm_factor')}?next={address}"


@small
def test_a_form_sent_with_a_stale_factor_does_nothing_and_leads_back_to_the_form(client: Client, ig_lead: User, sign_in: SignIn) -> None:
    sign_in(client, ig_lead, fresh=False)
    answer = client.post("/small/decides/", headers={"referer": "http://testserver/small/asks/?page=2"})
    assert answer["Location"] == f"{reverse('confirm_factor')}?next=/small/asks/%3Fpage%3D2"
    assert "Nothing was done yet." in client.get(answer["Location"], follow=True).content.decode()


@small
def test_a_part_of_a_page_sends_the_whole_page(client: Client, db: None) -> None:
    headers = {"hx-request": "true", "referer": "http://testserver/small/asks/"}
    answer = client.get("/small/own/", headers=headers)
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next=/small/asks/"


@small
def test_a_role_that_decides_changes_its_short_password_first(client: Client, ig_lead: User, sign_in: SignIn) -> None:
    User.objects.filter(pk=ig_lead.pk).update(short_password=True)
    sign_in(client, ig_lead)
    assert client.get("/small/asks/")["Location"] == reverse("account_change_password")
    assert client.get("/small/own/").status_code == 200


@small
def test_a_short_password_is_enough_for_a_role_that_decides_nothing(client: Client, receptionist: User, sign_in: SignIn) -> None:
    User.objects.filter(pk=receptionist.pk).update(short_password=True)
    sign_in(client, receptionist)
    assert client.get("/small/asks/").status_code == 200


@small
@pytest.mark.clause("AU-11")
def test_a_session_without_a_second_factor_opens_nothing(client: Client, receptionist: User) -> None:
    client.force_login(receptionist)
    for address in ("/small/asks/", "/small/own/"):
        assert client.get(address)["Location"] == f"{reverse('confirm_factor')}?next={address}"


@small
def test_a_person_without_a_second_factor_sets_one_up_first(client: Client, db: None) -> None:
    client.force_login(make_person("newcomer", Role.STAFF, factor=False))
    assert client.get("/small/asks/")["Location"] == reverse("set_up_factor")
    assert client.get(reverse("set_up_factor")).status_code == 200


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/people/2/?x=1", "/people/2/?x=1"),
        ("http://testserver/people/2/", "/people/2/"),
        ("https://elsewhere.example/people/2/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_from_a_form_stays_on_this_site(rf: RequestFactory, referer: str, back: str) -> None:
    assert way_back(rf.post("/people/2/end/", headers={"referer": referer})) == back


def test_the_way_back_to_a_page_is_its_address(rf: RequestFactory) -> None:
    assert way_back(rf.get("/people/?left=yes")) == "/people/?left=yes"


@pytest.mark.clause("AU-11")
def test_confirming_leads_back_to_the_page_asked_for(client: Client, practice_manager: User, sign_in: SignIn) -> None:
    sign_in(client, practice_manager, fresh=False)
    asked = reverse("invite_person")
    page = client.get(asked, follow=True)
    answer = client.post(page.redirect_chain[-1][0], {"code": code_of(practice_manager), "next": asked})
    assert answer["Location"] == asked
    assert client.get(asked).status_code == 200
    assert Entry.objects.get(event=Event.FACTOR_CONFIRMED).actor == practice_manager


def test_the_password_does_not_stand_in_for_a_second_factor(client: Client, practice_manager: User, sign_in: SignIn) -> None:
    sign_in(client, practice_manager, fresh=False)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert reverse("confirm_factor") in client.get(reverse("invite_person"))["Location"]
