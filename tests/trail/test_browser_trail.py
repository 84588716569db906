"""The reader in a real browser: readable, by keyboard, on a telephone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from callgov.people.models import User
from callgov.trail.models import Entry
from tests.browser import PHONE, assert_accessible
from tests.cast import sign_in_browser
from tests.trail.conftest import write_entries

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db(transaction=True)]


def test_the_ig_lead_says_why_and_finds_what_a_nurse_did(browser_page: Page, ig_lead: User, nurse: User) -> None:
    write_entries(nurse, *range(60))
    sign_in_browser(browser_page, ig_lead)
    browser_page.goto(reverse("trail"))
    assert_accessible(browser_page)
    browser_page.get_by_label("Regular review of how recordings are used").check()
    browser_page.get_by_role("button", name="Continue").click()
    expect(browser_page.get_by_role("table")).to_be_visible()
    assert_accessible(browser_page)
    browser_page.get_by_label("Person").select_option(label=nurse.name)
    expect(browser_page.get_by_role("row").nth(1)).to_contain_text("Calls searched")
    browser_page.get_by_role("link", name="Older entries").click()
    expect(browser_page.get_by_role("link", name="Newest entries")).to_be_visible()
    browser_page.set_viewport_size(PHONE)
    assert_accessible(browser_page)
    assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert Entry.objects.filter(event="trail_read", actor=ig_lead).count() == 3


def test_a_nurse_reads_what_she_did(browser_page: Page, nurse: User) -> None:
    write_entries(nurse, 1)
    sign_in_browser(browser_page, nurse)
    browser_page.goto(reverse("trail_mine"))
    expect(browser_page.get_by_role("row").filter(has_text="Calls searched")).to_be_visible()
    assert_accessible(browser_page)
