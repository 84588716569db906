"""From an audit that is due to the re-audit that follows it, in a real browser, by mouse and by keyboard."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from audits.models import Audit, AuditKind, Authority
from audits.programme.services import Manner, set_manner
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from tests.audits.factories import make_calls
from tests.browser import PHONE, assert_accessible
from tests.cast import sign_in_browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due_soon(authority: Authority, receptionist: User, practice_manager: User, now: datetime) -> User:
    """A receptionist whose probation ends in a fortnight, with five calls whose audio is here."""
    with acting_as(practice_manager):
        ends = clock.local_day(now) + timedelta(days=14)
        set_manner(person=receptionist, manner=Manner("reception", probation_ends_on=ends), actor=practice_manager, now=now)
    make_calls(receptionist, 5, now, held=True, seconds=2)
    return receptionist


def mark(page: Page, *misses: str) -> None:
    for criterion in ("introduction", "identity", "manner"):
        outcome = "not_met" if criterion in misses else "met"
        page.locator(f"input[name={criterion}][value={outcome}]").check(force=True)
        if criterion in misses:
            page.locator(f"input[name={criterion}_note]").fill("Not asked")


@pytest.mark.clause("AU-3", "AU-4", "AU-5", "AU-6")
def test_from_due_to_the_re_audit(browser_page: Page, due_soon: User, assessor: User) -> None:
    page = browser_page
    sign_in_browser(page, assessor)
    page.goto(reverse("audit_programme"))
    assert_accessible(page)
    page.get_by_role("button", name="Draw 3 calls for Receptionist").click()
    expect(page.get_by_text("5 calls to draw from, none left out.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Start assessing").click()
    page.wait_for_selector("[data-wave] div")
    assert_accessible(page)
    mark(page, "identity")
    page.get_by_role("button", name="Save and go to call 2 of 3").click()
    expect(page.get_by_text("Score so far: 2 of 3.")).to_be_visible()
    mark(page, "identity")
    page.get_by_role("button", name="Save and go to call 3 of 3").click()
    mark(page)
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("7 of 9: 77.7% is below the 80% aim.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("What went well").fill("Warm and clear")
    page.get_by_label("What to work on").fill("Ask who is calling")
    page.get_by_role("button", name="Finish audit").click()
    expect(page.get_by_role("heading", name="below the 80% aim")).to_be_visible()
    page.goto(reverse("audit_programme") + "?due=all")
    expect(page.get_by_role("cell", name="Re-audit")).to_be_visible()
    again = Audit.objects.get(kind=AuditKind.REAUDIT)
    assert again.due_on == clock.add_months(clock.today(), 3)
    _the_assessed_answers(page, due_soon, again)


def _the_assessed_answers(page: Page, person: User, again: Audit) -> None:
    sign_in_browser(page, person)
    page.set_viewport_size(PHONE)
    page.goto(reverse("home"))
    page.get_by_role("link", name="Read the result of your audit").click()
    expect(page.get_by_text(again.reference)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="I have read this").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()


def test_the_programme_of_who_plans_is_accessible_on_a_phone(browser_page: Page, due_soon: User, practice_manager: User) -> None:
    sign_in_browser(browser_page, practice_manager)
    browser_page.set_viewport_size(PHONE)
    for there in (
        reverse("audit_programme"),
        reverse("audit_person", args=[due_soon.pk]),
        reverse("annual_audits"),
        reverse("calibrations"),
        reverse("training_library"),
    ):
        browser_page.goto(there)
        assert_accessible(browser_page)
        assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
