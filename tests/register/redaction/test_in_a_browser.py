"""Marking by mouse and by keyboard, checking as a second person, releasing, collecting as an outsider: nothing is heard in the parts."""

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from callgov.people.models import User
from recordings import audio
from recordings.models import Grant, Recording
from register.models import Redaction, RedactionSpan, RedactionState
from register.redaction import queries
from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.cast import sign_in_browser
from tests.recordings.factories import make_held_call
from tests.register.packages import opened

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 12
Look = Callable[[str], None]
TOO_WIDE = """document.documentElement.scrollWidth <= window.innerWidth + 1 ? [] : [...document.querySelectorAll("main *")]
  .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1).map((part) => part.outerHTML.slice(0, 120))"""


@pytest.fixture
def call(now: datetime, db: None) -> Recording:
    return make_held_call(now - timedelta(days=3), seconds=SECONDS)


@pytest.fixture
def look(browser_page: Page) -> Look:
    def shoot(name: str) -> None:
        assert_accessible(browser_page)
        for size, kind in ((PHONE, "phone"), (DESKTOP, "desktop")):
            browser_page.set_viewport_size(size)
            if folder := os.environ.get("CALLGOV_SCREENSHOTS"):
                browser_page.screenshot(path=f"{folder}/silencing-{name}-{kind}.png", full_page=True)
            assert browser_page.evaluate(TOO_WIDE) == [], name

    return shoot


@pytest.mark.clause("AC-9", "AC-10")
def test_parts_are_marked_by_mouse_and_keyboard_checked_released_and_not_heard(
    browser_page: Page, look: Look, grant: Grant, call: Recording, practice_manager: User, dpo: User
) -> None:
    page = browser_page
    sign_in_browser(page, practice_manager)
    page.goto(f"/releases/new/{grant.pk}/{call.pk}/")
    page.get_by_role("button", name="Mark the parts to silence").click()
    page.wait_for_selector("[data-wave] div")
    _drag(page, 2.0, 4.0)
    _add(page, "It is about someone else (third party)")
    _by_keyboard(page)
    look("mark")
    expect(page.get_by_text("Part 2", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Send for checking").click()
    expect(page.get_by_text("Sent for checking.")).to_be_visible()
    _check(page, look, dpo)
    link, code = _release(page, look, grant, call, practice_manager)
    copy = _collect(page, link, code)
    _hear_nothing(copy)


def _drag(page: Page, start: float, end: float) -> None:
    box = page.locator("[data-wave]").bounding_box()
    assert box is not None
    at = [box["x"] + box["width"] * seconds / SECONDS for seconds in (start, end)]
    page.mouse.move(at[0], box["y"] + 40)
    page.mouse.down()
    page.mouse.move(at[1], box["y"] + 40, steps=5)
    page.mouse.up()
    assert re.match(r"0:0[12]\.", page.get_by_label("From", exact=True).last.input_value())


def _add(page: Page, ground: str) -> None:
    page.get_by_label("Why it is silenced").select_option(label=ground)
    page.get_by_role("button", name="Add this part").click()
    expect(page.get_by_text(re.compile("^Added")).first).to_be_attached()


def _by_keyboard(page: Page) -> None:
    """Both ends typed and nudged by the arrow keys, the ground chosen and the part sent: no mouse anywhere."""
    page.locator("#id_start").focus()
    page.keyboard.type("0:07.9")
    page.keyboard.press("ArrowUp")
    assert page.locator("#id_start").input_value() == "0:08.0"
    page.locator("#id_end").focus()
    page.keyboard.type("0:09.0")
    page.locator("#id_ground").focus()
    page.keyboard.type("Card")
    page.locator("#id_note").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("8.0 to 0:09.0")).first).to_be_visible()
    assert [span.ground for span in RedactionSpan.objects.order_by("from_ms")] == ["third_party", "card"]


def _check(page: Page, look: Look, dpo: User) -> None:
    sign_in_browser(page, dpo)
    page.goto("/")
    page.get_by_role("link", name="Check a copy before it leaves").click()
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Confirm the copy").click()
    expect(page.get_by_text("Play every silenced part first.").first).to_be_visible()
    page.wait_for_selector("[data-wave] div")
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_role("button", name="Play all silenced parts").click()
    expect(page.get_by_text("You have heard every silenced part.")).to_be_visible(timeout=40_000)
    look("check")
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Confirm the copy").click()
    expect(page.get_by_text("Confirmed. Copies can now be made")).to_be_visible()
    assert Redaction.objects.get().state == RedactionState.CONFIRMED


def _release(page: Page, look: Look, grant: Grant, call: Recording, practice_manager: User) -> tuple[str, str]:
    sign_in_browser(page, practice_manager)
    page.goto(f"/releases/new/{grant.pk}/{call.pk}/")
    look("prepare")
    page.get_by_role("button", name="Make the copy").click()
    page.get_by_role("button", name="Release and write the register line").click()
    expect(page.get_by_role("heading", name="Copy released")).to_be_visible()
    return page.inner_text("#collection-link"), page.inner_text("#collection-code")


def _collect(page: Page, link: str, code: str) -> bytes:
    page.context.clear_cookies()
    page.goto(re.sub(r"^https?://[^/]+", "", link))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    passphrase = page.inner_text("#passphrase")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the locked package").click()
    files = opened(Path(download.value.path()).read_bytes(), passphrase)
    return next(content for name, content in files.items() if name.endswith(".mp3"))


def _hear_nothing(copy: bytes) -> None:
    spans = queries.hidden_in(Redaction.objects.get())
    with audio.copied([copy], audio.Wanted(audio.CopyFormat.WAV, 0, SECONDS * 1000 - 5, 1, "audio/mpeg")) as played:
        sound = b"".join(played)[44:]
    for span in spans:
        assert not any(sound[span.from_ms * 16 : span.until_ms * 16])
    assert any(sound[: 16 * 1000])
