"""The pages about lines, extensions and settings in a real browser: everyone can use them, and they fit on a phone."""

import pytest
from playwright.sync_api import Page

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.telephony.services import assign_extension
from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.cast import sign_in_browser
from tests.recordings.factories import make_extension

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESSES = ("/recordings/lines/", "/recordings/lines/extensions/214/", "/settings/", "/settings/grant_days/")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_are_accessible_and_fit(browser_page: Page, ig_lead: User, leah: User, size: dict[str, int]) -> None:
    with as_job(Job.SEED):
        assign_extension(extension=make_extension(), person=leah, starts_on=clock.today(), ends_on=None, actor=None, now=clock.now())
    sign_in_browser(browser_page, ig_lead)
    browser_page.set_viewport_size(size)
    for address in ADDRESSES:
        browser_page.goto(address)
        assert_accessible(browser_page)
        assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), address
