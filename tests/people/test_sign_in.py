"""The real sign-in, page by page: password, second factor, recovery, and what the trail says of it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callgov import clock
from callgov.people import services
from callgov.people.adapters import InvitationOnly
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from tests.cast import PASSWORD, SignIn, code_of, code_of_secret, make_person, make_stale

pytestmark = pytest.mark.django_db
WRONG = "Check your email address and password."


def log_in(client: Client, login: str, password: str = PASSWORD, **more: Any) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})  # type: ignore[return-value]


def show_code(client: Client, code: str) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.post(reverse("stay_logged_in")).status_code == 204


def events(*wanted: Event) -> list[Entry]:
    return list(Entry.objects.filter(event__in=wanted).order_by("id"))


@pytest.mark.clause("AU-11")
def test_password_and_code_open_the_site(client: Client, receptionist: User) -> None:
    assert log_in(client, "receptionist")["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert show_code(client, code_of(receptionist))["Location"] == reverse("home")
    assert is_in(client)


def test_the_email_address_serves_as_well_as_the_username(client: Client, receptionist: User) -> None:
    log_in(client, "RECEPTIONIST@practice.example")
    show_code(client, code_of(receptionist))
    assert is_in(client)


def test_the_page_asked_for_comes_after_the_second_factor(client: Client, receptionist: User) -> None:
    log_in(client, "receptionist", next="/accounts/")
    assert show_code(client, code_of(receptionist))["Location"] == "/accounts/"


def test_nobody_is_sent_to_another_site_after_logging_in(client: Client, receptionist: User) -> None:
    log_in(client, "receptionist", next="https://elsewhere.example/")
    assert show_code(client, code_of(receptionist))["Location"] == reverse("home")


@pytest.mark.parametrize("login", ["receptionist", "receptionist@practice.example", "nobody", "nobody@practice.example"])
def test_every_wrong_pair_has_the_same_answer(client: Client, receptionist: User, login: str) -> None:
    answer = log_in(client, login, "not-the-password")
    assert WRONG in answer.content.decode()


def test_the_account_of_someone_who_left_answers_like_a_wrong_password(client: Client, receptionist: User) -> None:
    with as_job(Job.COMMAND):
        services.leaver(person=receptionist, actor=None, now=clock.now())
    assert WRONG in log_in(client, "receptionist").content.decode()


def test_a_hash_of_earlier_strength_is_renewed_when_its_owner_logs_in(client: Client, receptionist: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert log_in(client, "receptionist")["Location"] == reverse("mfa_authenticate")
    receptionist.refresh_from_db()
    assert receptionist.password.startswith("pbkdf2_sha256$")


def test_a_wrong_code_does_not_open_the_site(client: Client, receptionist: User) -> None:
    log_in(client, "receptionist")
    assert "Check the code" in show_code(client, "000000").content.decode()
    assert not is_in(client)


def test_a_code_works_once(client: Client, receptionist: User) -> None:
    code = code_of(receptionist)
    log_in(client, "receptionist")
    show_code(client, code)
    other = Client()
    log_in(other, "receptionist")
    show_code(other, code)
    assert not is_in(other)


def test_the_code_alone_opens_nothing(client: Client, receptionist: User) -> None:
    assert show_code(client, code_of(receptionist))["Location"] == reverse("account_login")


def test_a_recovery_code_stands_in_once_for_a_lost_phone(client: Client, receptionist: User) -> None:
    code = RecoveryCodes.activate(receptionist).generate_codes()[0]
    log_in(client, "receptionist")
    show_code(client, code)
    assert is_in(client)
    other = Client()
    log_in(other, "receptionist")
    show_code(other, code)
    assert not is_in(other)


@pytest.mark.clause("AU-11")
def test_five_failures_close_the_account_s_door_for_a_while(client: Client, receptionist: User) -> None:
    for _ in range(5):
        log_in(client, "receptionist", "not-the-password")
    assert "Wait 15 minutes, then try again." in log_in(client, "receptionist").content.decode()


def test_failures_of_one_account_do_not_close_another_s_door(client: Client, receptionist: User, nurse: User) -> None:
    for _ in range(5):
        log_in(client, "receptionist", "not-the-password")
    assert log_in(client, "nurse")["Location"] == reverse("mfa_authenticate")


def test_five_wrong_codes_close_the_door_too(client: Client, receptionist: User) -> None:
    log_in(client, "receptionist")
    for _ in range(5):
        show_code(client, "000000")
    assert "Wait 15 minutes" in show_code(client, code_of(receptionist)).content.decode()


def test_logging_in_gives_a_new_session_token(client: Client, receptionist: User) -> None:
    log_in(client, "receptionist")
    before = client.session.session_key
    show_code(client, code_of(receptionist))
    assert client.session.session_key != before


def test_logging_out_ends_the_session_on_the_server(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    key = client.session.session_key
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = key
    assert not is_in(client)


def test_opening_the_log_out_page_logs_nobody_out(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)


def test_there_is_no_sign_up_page(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert not InvitationOnly().is_open_for_signup(HttpRequest())


def test_without_a_second_factor_every_page_leads_to_setting_one_up(client: Client) -> None:
    make_person("newcomer", factor=False)
    log_in(client, "newcomer")
    for page in ("home", "your_account", "people"):
        assert client.get(reverse(page))["Location"] == reverse("set_up_factor")


def test_who_took_their_time_before_setting_up_a_factor_shows_the_password_again(client: Client) -> None:
    make_person("newcomer", factor=False)
    log_in(client, "newcomer")
    session = client.session
    make_stale(session)
    session.save()
    asked = client.get(reverse("mfa_activate_totp"))["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert "Check your password." in client.post(asked, {"password": "not-the-password"}).content.decode()
    assert client.post(asked, {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")


def test_there_is_nothing_to_confirm_without_a_second_factor(client: Client) -> None:
    make_person("newcomer", factor=False)
    log_in(client, "newcomer")
    assert client.get(reverse("confirm_factor"))["Location"] == reverse("set_up_factor")


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_is_set_up_and_opens_the_site_at_once(client: Client) -> None:
    newcomer = make_person("newcomer", factor=False)
    log_in(client, "newcomer")
    page = client.get(reverse("mfa_activate_totp"))
    code = code_of_secret(page.context["form"].secret)
    assert client.post(reverse("mfa_activate_totp"), {"code": code})["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert is_in(client)
    assert Authenticator.objects.filter(user=newcomer, type=Authenticator.Type.TOTP).exists()


def test_recovery_codes_are_shown_only_once(client: Client, receptionist: User, sign_in: SignIn) -> None:
    RecoveryCodes.activate(receptionist)
    sign_in(client, receptionist)
    first = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = Authenticator.objects.get(user=receptionist, type=Authenticator.Type.RECOVERY_CODES).wrap().generate_codes()[0]
    assert code in first
    assert code not in client.get(reverse("mfa_view_recovery_codes")).content.decode()


def test_secrets_of_second_factors_are_not_readable_in_the_database(receptionist: User) -> None:
    RecoveryCodes.activate(receptionist)
    for kept in Authenticator.objects.filter(user=receptionist):
        assert str(kept.data.get("secret") or kept.data["seed"]).startswith("gAAAA")


def test_a_forgotten_password_is_replaced_by_a_link_and_the_second_factor_still_stands(
    client: Client, receptionist: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(reverse("account_reset_password"), {"email": "receptionist@practice.example"})
    link = next(word for word in str(mailoutbox[-1].body).split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    new = {"password1": "otter-lantern-quartz-brisk", "password2": "otter-lantern-quartz-brisk"}
    client.post(form.redirect_chain[-1][0], new)
    assert log_in(client, "receptionist", "otter-lantern-quartz-brisk")["Location"] == reverse("mfa_authenticate")
    assert [entry.actor for entry in events(Event.PASSWORD_CHANGED)] == [receptionist]


def test_the_link_s_mail_names_nobody(client: Client, receptionist: User, mailoutbox: list[EmailMessage]) -> None:
    client.post(reverse("account_reset_password"), {"email": "receptionist@practice.example"})
    text = f"{mailoutbox[-1].subject} {mailoutbox[-1].body}".lower()
    assert "receptionist" not in text.replace("localhost", "")


def test_an_unknown_address_has_the_same_answer_and_no_mail(client: Client, db: None, mailoutbox: list[EmailMessage]) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@practice.example"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert not mailoutbox


def test_changing_the_password_ends_every_session(client: Client, receptionist: User, sign_in: SignIn) -> None:
    other = Client()
    sign_in(client, receptionist)
    sign_in(other, receptionist)
    new = "otter-lantern-quartz-brisk"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert not is_in(client)
    assert not is_in(other)


def test_the_trail_names_who_logged_in_and_with_what(client: Client, receptionist: User) -> None:
    log_in(client, "receptionist")
    show_code(client, code_of(receptionist))
    (entry,) = events(Event.SIGNED_IN)
    assert entry.actor == receptionist
    assert entry.facts == {"shown": ["password", "totp"]}


def test_the_trail_keeps_a_failure_but_not_what_was_typed(client: Client, receptionist: User) -> None:
    log_in(client, "my-password-typed-as-name", "not-the-password")
    (entry,) = events(Event.SIGN_IN_FAILED)
    assert entry.job == Job.SIGN_IN
    assert entry.facts == {"factor": "password"}
    assert "my-password" not in str(vars(entry))


def test_the_trail_says_whose_second_factor_failed(client: Client, receptionist: User) -> None:
    log_in(client, "receptionist")
    show_code(client, "000000")
    (entry,) = events(Event.SIGN_IN_FAILED)
    assert (entry.about, entry.facts) == (receptionist, {"factor": "totp"})


def test_nobody_s_log_out_is_no_entry(client: Client) -> None:
    client.logout()
    assert events(Event.SIGNED_OUT) == []


def test_logging_out_is_in_the_trail(client: Client, receptionist: User, sign_in: SignIn) -> None:
    sign_in(client, receptionist)
    client.post(reverse("account_logout"))
    assert [entry.actor for entry in events(Event.SIGNED_OUT)] == [receptionist]
