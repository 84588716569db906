"""The objection page in a real browser: by keyboard alone, and the script is short enough to be read out in 30 seconds."""

import pytest
from playwright.sync_api import Page, expect

from callgov.people.models import User
from recordings.models import Objection
from recordings.notices.texts import script
from tests.browser import PHONE, assert_accessible
from tests.cast import sign_in_browser


@pytest.mark.clause("NO-4")
def test_the_script_is_read_out_in_half_a_minute_however_long_the_practice_says_why() -> None:
    for why in ("", "to keep people safe", "to keep " + "everybody " * 29, "w " * 150):
        said = script(why)
        assert sum(len(line.split()) for line in said) / 2.3 < 30  # an unhurried voice: about 140 words a minute
        assert "NHS 111" in said[-1]
    assert script("to keep people safe")[0] == "We record calls to keep people safe."


@pytest.mark.clause("NO-4")
@pytest.mark.clause("NO-5")
@pytest.mark.django_db(transaction=True)
def test_an_objection_is_saved_by_keyboard_with_one_answer(browser_page: Page, receptionist: User) -> None:
    sign_in_browser(browser_page, receptionist)
    browser_page.goto("/recordings/objections/new/")
    first = browser_page.get_by_role("radio", name="Carried on")
    expect(first).to_be_focused()
    assert_accessible(browser_page)
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_text("Objection saved.")).to_be_visible()
    assert Objection.objects.get().ending == "ended"
    browser_page.set_viewport_size(PHONE)
    browser_page.goto("/recordings/objections/new/")
    assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
