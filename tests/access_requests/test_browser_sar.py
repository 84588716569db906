"""A subject access request in a real browser: from a telephone enquiry, through identity, a pause and an extension, to the reply."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from access_requests.letters.services import Writing, send_letter
from access_requests.models import AccessRequest, CaseClock, Letter, LetterKind, Right, Way
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from tests.access_requests.matters.factories import log
from tests.browser import PHONE, assert_accessible
from tests.cast import sign_in_browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("AC-6")]
MOST_LOADS = 14


def write(page: Page, link: str, words: str = "") -> None:
    """Open a letter from the page of the request, fill it in and send it."""
    page.get_by_role("button", name=link, exact=True).click()
    if words:
        page.locator("#id_words").fill(words)
    page.get_by_label("Read to them by telephone").check()
    page.get_by_role("button", name="Send this letter").click()


def test_from_a_telephone_enquiry_to_the_reply(browser_page: Page, ig_lead: User, practice_manager: User) -> None:
    loads: list[str] = []
    browser_page.on("load", lambda page: loads.append(page.url))
    sign_in_browser(browser_page, ig_lead)

    browser_page.goto(reverse("enquiry"))
    browser_page.get_by_label("Who asks?").fill("Jo Marsh")
    browser_page.get_by_label("What do they ask, in their words?").fill("A copy of the call about my letter.")
    browser_page.get_by_role("button", name="Log this request").click()
    expect(browser_page.get_by_text("Why the answer is due by")).to_be_visible()

    browser_page.get_by_role("button", name="Check who asks").click()
    browser_page.get_by_label("Known to staff in person").check()
    browser_page.get_by_label("Confirmed", exact=True).check()
    browser_page.get_by_role("button", name="Save identity check").click()

    write(browser_page, "Ask what exactly is wanted", "On which day did you ring?")
    expect(browser_page.get_by_text("No date while we wait for their answer")).to_be_visible()

    browser_page.get_by_role("button", name="Record their answer").click()
    browser_page.get_by_label("What did they answer?").fill("On Monday.")
    browser_page.get_by_role("button", name="Record their answer").click()

    write(browser_page, "Extend by two months", "There are many calls.")
    expect(browser_page.get_by_text("Three calendar months later")).to_be_visible()

    yesterday = clock.today() - timedelta(days=1)
    for name in ("window_from", "window_until"):
        for part in ("day", "month", "year"):
            browser_page.locator(f"[name={name}_{part}]").fill(str(getattr(yesterday, part)))
    browser_page.locator("[name=reasons]").first.fill("Their own call.")
    browser_page.locator("[name=releaser]").select_option(label=practice_manager.get_full_name())
    browser_page.get_by_role("button", name="Approve this request").click()

    write(browser_page, "Write the reply", "The recording of Monday.")
    expect(browser_page.get_by_text("Answered on")).to_be_visible()
    assert CaseClock.objects.get(reference=AccessRequest.objects.get().reference).answered_on == clock.today()
    assert Letter.objects.count() == 3
    assert len(loads) <= MOST_LOADS, loads


def test_the_pages_pass_the_accessibility_rules(browser_page: Page, nurse: User, ig_lead: User) -> None:
    matter, now = log(nurse, Right.OBJECTION), clock.now()
    writing = Writing("We have looked into it.", "Jo Marsh", "", Way.SAID, clock.today())
    with acting_as(ig_lead):
        letter = send_letter(reference=matter.reference, kind=LetterKind.IDENTITY, writing=writing, actor=ig_lead, now=now)
    sign_in_browser(browser_page, ig_lead)
    pages = [
        reverse("matters"), reverse("matter", args=[matter.reference]), reverse("matter_new", args=["complaint"]),
        reverse("case_clock", args=[matter.reference]), reverse("letter_new", args=[matter.reference, "authority"]),
        reverse("letter", args=[letter.pk]),
        reverse("letter_wordings"), reverse("letter_wording", args=["reply", "subject_access"]), reverse("holidays"),
    ]  # fmt: skip
    for address in pages:
        browser_page.goto(address)
        assert_accessible(browser_page)
    browser_page.set_viewport_size(PHONE)
    browser_page.goto(pages[1])
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
