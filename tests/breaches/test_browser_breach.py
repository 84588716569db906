"""A breach from the report to the end in a real browser: reported, contained, assessed, decided, closed."""

import pytest
from playwright.sync_api import Page, expect

from breaches.models import Breach, State
from callgov.people.models import User
from tests.breaches.factories import know
from tests.browser import PHONE, assert_accessible
from tests.cast import sign_in_browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("BR-1", "BR-2", "BR-3")]


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def step(page: Page, words: str) -> None:
    """Open the page of one thing that a lead records."""
    page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first.click()


def report(page: Page) -> Breach:
    """Two answers, from a page that has nothing to do with it."""
    page.goto("/requests/")
    page.get_by_role("contentinfo").get_by_role("link", name="Report a breach").click()
    assert_accessible(page)
    page.get_by_label("What happened?").fill("I sent a copy to the wrong address.")
    page.get_by_role("radio", name="I am not sure").check()
    press(page, "Report this breach")
    for words in ("Breach reported", "Line manager: Line Manager", "Information Governance Lead: Ig Lead", "Data Protection Officer: Dpo"):
        expect(page.get_by_text(words)).to_be_visible()
    return Breach.objects.get()


def test_a_breach_is_reported_contained_assessed_decided_and_closed(
    browser_page: Page, receptionist: User, ig_lead: User, dpo: User
) -> None:
    sign_in_browser(browser_page, receptionist)
    breach = report(browser_page)
    know(breach, dpo, "dpo")
    sign_in_browser(browser_page, ig_lead)
    browser_page.goto("/")
    browser_page.get_by_role("link", name="Confirm that you know of a breach").click()
    press(browser_page, "I know about this")
    expect(browser_page.get_by_text("hours left of 72").first).to_be_visible()
    assert_accessible(browser_page)
    step(browser_page, "Contain it")
    browser_page.get_by_label("What else was done?").fill("We phoned and they deleted it.")
    press(browser_page, "Record what else was done")
    expect(browser_page.get_by_text("We phoned and they deleted it.")).to_be_visible()
    browser_page.get_by_role("link", name="Back to the breach").click()
    step(browser_page, "What is known")
    browser_page.get_by_role("checkbox", name="Confidentiality").check()
    press(browser_page, "Save what is known")
    step(browser_page, "How bad is it?")
    assert_accessible(browser_page)
    browser_page.get_by_role("radio", name="2. Not likely").check()
    browser_page.get_by_role("radio", name="2. Potentially some minor").check()
    browser_page.get_by_label("Reasons").fill("One person, who deleted it.")
    press(browser_page, "Save assessment")
    step(browser_page, "Is it reported?")
    browser_page.get_by_role("radio", name="Do not report it").check()
    browser_page.get_by_label("Reasons").fill("Harm is not likely.")
    press(browser_page, "Record this decision")
    step(browser_page, "Close this breach")
    browser_page.get_by_label("What was learnt?").fill("We read the address aloud.")
    press(browser_page, "Close this breach")
    expect(browser_page.get_by_text("Breach closed.")).to_be_visible()
    breach.refresh_from_db()
    assert breach.state == State.CLOSED
    browser_page.set_viewport_size(PHONE)
    browser_page.reload()
    assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
