"""The real sign-in in a real browser: an invitation, an authenticator app, a passkey, and what each page is like to read."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from callgov import clock
from callgov.people import services
from callgov.people.models import User
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.browser import assert_accessible
from tests.cast import PASSWORD, code_of, code_of_secret, sign_in_browser

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNT = "/accounts/"
CHECKED: set[str] = set()  # headings of pages that were found accessible
PASSKEY_IN_THE_LAPTOP = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_a_laptop_that_knows_passkeys(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY_IN_THE_LAPTOP})


def log_in(page: Page, login: str) -> None:
    page.goto(f"{reverse('account_login')}?next={ACCOUNT}")
    page.get_by_label("Email address or username").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def log_out(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def heading(page: Page, words: str) -> None:
    """The page with this heading, which is checked for accessibility the first time that it is come to."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    if words not in CHECKED:
        assert_accessible(page)
        CHECKED.add(words)


def invitation_for(actor: User) -> str:
    with acting_as(actor):
        invited = services.invite(name="Nora New", email="nora@practice.example", roles=[Role.STAFF], actor=actor, now=clock.now())
    return reverse("accept_invitation", args=[invited.token])


def accept(page: Page, link: str) -> None:
    page.goto(link)
    heading(page, "Make your account")
    page.get_by_label("Username").fill("nora")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    heading(page, "Set up a second factor")


@pytest.mark.clause("AU-11")
def test_from_the_invitation_to_the_site_with_an_authenticator_app(browser_page: Page, practice_manager: User) -> None:
    page = browser_page
    accept(page, invitation_for(practice_manager))
    page.get_by_role("button", name="Set up an authenticator app").click()
    heading(page, "Set up an authenticator app")
    secret = page.locator("p code").inner_text()
    page.get_by_label("Code").fill(code_of_secret(secret))
    page.get_by_role("button", name="Continue").click()
    heading(page, "Recovery codes")
    expect(page.locator("li code")).to_have_count(10)
    page.goto(ACCOUNT)
    heading(page, "Your account")
    expect(page.get_by_role("cell", name="Authenticator app")).to_be_visible()


@pytest.mark.clause("AU-11")
def test_a_passkey_is_added_and_then_opens_the_site_in_one_press(browser_page: Page, practice_manager: User) -> None:
    page = browser_page
    give_a_laptop_that_knows_passkeys(page)
    accept(page, invitation_for(practice_manager))
    page.get_by_role("button", name="Add a passkey").click()
    heading(page, "Add a passkey")
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Let me log in with this passkey alone").check()
    page.get_by_role("button", name="Add passkey").click()
    heading(page, "Recovery codes")
    log_out(page)
    page.goto(f"{reverse('account_login')}?next={ACCOUNT}")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Log in")
    page.goto(ACCOUNT)
    expect(page.get_by_role("rowheader", name="Passkey: Laptop")).to_be_visible()
    assert Entry.objects.filter(event=Event.SIGNED_IN).latest("id").facts == {"shown": ["webauthn"]}
    page.goto(reverse("confirm_factor"))
    heading(page, "Confirm that it is you")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Confirm")
    assert Entry.objects.filter(event=Event.FACTOR_CONFIRMED).count() == 1


def test_the_passkey_of_someone_who_left_opens_nothing(browser_page: Page, practice_manager: User) -> None:
    page = browser_page
    give_a_laptop_that_knows_passkeys(page)
    accept(page, invitation_for(practice_manager))
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Let me log in with this passkey alone").check()
    page.get_by_role("button", name="Add passkey").click()
    heading(page, "Recovery codes")
    with acting_as(practice_manager):
        services.leaver(person=User.objects.get(username="nora"), actor=practice_manager, now=clock.now())
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Check your email address and password.")).to_be_visible()
    page.goto(ACCOUNT)
    heading(page, "Log in")


@pytest.mark.clause("AU-11")
def test_password_and_code(browser_page: Page, receptionist: User) -> None:
    page = browser_page
    log_in(page, "receptionist")
    heading(page, "Show your second factor")
    page.get_by_label("Code").fill(code_of(receptionist))
    page.get_by_role("button", name="Continue").click()
    heading(page, "Your account")


def test_a_wrong_password_is_told_at_the_top_and_what_was_typed_as_name_is_kept(browser_page: Page, receptionist: User) -> None:
    page = browser_page
    page.goto(reverse("account_login"))
    heading(page, "Log in")
    page.get_by_label("Email address or username").fill("receptionist")
    page.get_by_label("Password", exact=True).fill("not-the-password")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("Check your email address and password.")
    expect(page.get_by_label("Email address or username")).to_have_value("receptionist")
    expect(page).to_have_title(re.compile("^Error: Log in"))


def test_a_passkey_that_fails_is_told_in_words(browser_page: Page, receptionist: User) -> None:
    page = browser_page
    page.goto(reverse("account_login"))
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('stopped')) }")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()


def test_giving_a_role_asks_for_a_fresh_code_and_comes_back_to_the_form(browser_page: Page, practice_manager: User, nurse: User) -> None:
    page = browser_page
    sign_in_browser(page, practice_manager, fresh=False)
    page.goto(reverse("person", args=[nurse.pk]))
    heading(page, nurse.name)
    page.get_by_role("button", name="Give a role").click()
    heading(page, "Confirm that it is you")
    page.get_by_label("Code").fill(code_of(practice_manager))
    page.get_by_role("button", name="Continue").click()
    heading(page, f"Give {nurse.name} a role")
    page.get_by_label("Assessor").check()
    page.get_by_role("button", name="Give role").click()
    expect(page.get_by_text("Role given.")).to_be_visible()


def test_the_other_pages_read_well(browser_page: Page, practice_manager: User) -> None:
    page = browser_page
    sign_in_browser(page, practice_manager)
    for name in ("people", "invite_person", "import_staff", "cannot_log_in", "account_reset_password", "account_change_password"):
        page.goto(reverse(name))
        assert_accessible(page)
