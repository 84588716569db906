"""The product's main job in a real browser: a real call comes in, is asked for, approved, heard, released, collected and destroyed.

With CALLGOV_SCREENSHOTS set to a folder, each page is photographed there at desktop width; `docs/journey.md` shows them.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from callgov import clock
from callgov.people.models import User
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from callgov.trail.verification import verify
from recordings.intake.services import import_path
from recordings.models import Certificate, Recording
from register.models import RegisterLine, Release, ReleaseState
from register.services.destroying import destroy_due
from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.cast import make_person, sign_in_browser
from tests.recordings.factories import make_extension, make_line
from tests.register.packages import opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("AC-1", "AC-2", "AC-3", "AC-4", "AC-9", "AC-10", "AU-11", "RE-1")]

SPEECH = Path(__file__).parent.parent / "callgov" / "demo" / "calls" / "complaint.mp3"
NUMBER = "07700 900145"
Shoot = Callable[[str], None]
TOO_WIDE = """document.documentElement.scrollWidth <= window.innerWidth + 1 ? [] : [...document.querySelectorAll("main *")]
  .filter((part) => part.getBoundingClientRect().right > window.innerWidth + 1).map((part) => part.outerHTML.slice(0, 120))"""


@pytest.fixture
def shoot(browser_page: Page) -> Shoot:
    """Look at the page: the accessibility rules hold, nothing scrolls sideways, and a photograph where one is wanted."""
    folder = os.environ.get("CALLGOV_SCREENSHOTS", "")

    def look(name: str) -> None:
        assert_accessible(browser_page)
        for size in (PHONE, DESKTOP):
            browser_page.set_viewport_size(size)
            assert browser_page.evaluate(TOO_WIDE) == [], name
        if folder:
            browser_page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    return look


@pytest.fixture
def call(tmp_path: Path, db: None) -> Recording:
    """A real call comes in from a folder."""
    make_line("Main line")
    make_extension("202")
    shutil.copy(SPEECH, tmp_path / "complaint.mp3")
    started = (clock.now() - timedelta(days=2)).astimezone(clock.LONDON).replace(hour=13, minute=31, second=0, microsecond=0)
    header = "file,started_at,direction,extension,external_number,line,call_id"
    row = f"complaint.mp3,{started.isoformat()},incoming,202,{NUMBER},Main line,C-1"
    (tmp_path / "manifest.csv").write_text(f"{header}\n{row}\n")
    with as_job(Job.INTAKE):
        import_path(paths=[tmp_path], now=clock.now())
    return Recording.objects.get()


def test_a_call_from_the_folder_to_the_certificate(browser_page: Page, shoot: Shoot, call: Recording) -> None:
    receptionist = make_person("leah", Role.STAFF, name="Leah Brandt", job_title="Receptionist")
    ig_lead = make_person("priya", Role.IG_LEAD, name="Priya Nair")
    practice_manager = make_person("grace", Role.PRACTICE_MANAGER, name="Grace Whitfield")
    reference = _ask(browser_page, shoot, call, receptionist)
    _approve(browser_page, shoot, reference, ig_lead, practice_manager)
    _listen(browser_page, shoot, reference, receptionist)
    link, code = _release(browser_page, shoot, reference, practice_manager)
    copy = _collect(browser_page, shoot, link, code)
    assert hashlib.sha256(copy).hexdigest() == RegisterLine.objects.get().sha256
    _destroy(browser_page, shoot, practice_manager)
    assert verify(now=clock.now()).findings == []


def _ask(page: Page, shoot: Shoot, call: Recording, receptionist: User) -> str:
    day = clock.local_day(call.started_at)
    sign_in_browser(page, receptionist)
    page.goto("/requests/new/")
    page.get_by_label("Verify what was said in a dispute or complaint").check()
    page.get_by_label("Reason", exact=True).fill("The caller disputes what we promised on the telephone.")
    page.get_by_label("A copy for someone").check()
    shoot("1-ask")
    page.get_by_role("button", name="Continue").click()
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_role("group", name="Call date").get_by_label(label).fill(str(value))
    page.get_by_label("Call time").fill("1:31pm")
    page.get_by_label("Another extension").check()
    page.get_by_label("Extension number").fill("202")
    page.get_by_label("Outside telephone number").fill(NUMBER)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Who is the copy for?").fill("Case Officer")
    page.get_by_role("textbox", name="Organisation").fill("Health Ombudsman")
    page.get_by_label("Another health or care service").check()
    page.get_by_label("MP3").check()
    page.get_by_role("button", name="Continue").click()
    shoot("2-check")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="Request sent")).to_be_visible()
    shoot("3-sent")
    found = re.search(r"REQ-\d{4}-\d{4}", page.inner_text("main"))
    assert found is not None
    return found.group()


def _approve(page: Page, shoot: Shoot, reference: str, ig_lead: User, practice_manager: User) -> None:
    sign_in_browser(page, ig_lead)
    page.goto("/")
    shoot("4-what-needs-you")
    page.get_by_role("link", name="Decide").click()
    page.get_by_label("Reasons for your decision").fill("A dispute about what was said is one of our purposes.")
    page.get_by_label("Who prepares and releases the copy?").select_option(label=practice_manager.get_full_name())
    shoot("5-decide")
    page.get_by_role("button", name="Approve this request").click()
    expect(page.get_by_text("Approved").first).to_be_visible()


def _find(page: Page, reference: str) -> None:
    page.goto(f"/requests/{reference}/")
    page.get_by_role("main").get_by_text("Find the call", exact=True).click()
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox").check()


def _listen(page: Page, shoot: Shoot, reference: str, receptionist: User) -> None:
    sign_in_browser(page, receptionist)
    _find(page, reference)
    shoot("6-find")
    page.get_by_role("button", name="Use the ticked calls").click()
    page.get_by_role("link", name="Listen to the call").click()
    page.wait_for_url("**/calls/**")  # loaded, scripts and all
    assert not Entry.objects.filter(event=Event.AUDIO_SENT).exists()  # opening the page sends no sound
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(1500)
    shoot("7-listen")
    page.get_by_role("button", name="Pause").click()
    assert Entry.objects.filter(event=Event.AUDIO_SENT, actor=receptionist).exists()


def _release(page: Page, shoot: Shoot, reference: str, practice_manager: User) -> tuple[str, str]:
    sign_in_browser(page, practice_manager)
    _find(page, reference)
    page.get_by_role("button", name="Use the ticked calls").click()
    page.goto(f"/requests/{reference}/")
    page.get_by_role("main").get_by_text("Prepare the copy", exact=True).click()
    shoot("8-prepare")
    page.get_by_label("Why nothing needs to be silenced").fill("Nobody but the caller and our staff is heard or named.")
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_role("heading", name="The register line that will be written")).to_be_visible()
    shoot("9-check-the-line")
    page.get_by_role("button", name="Release and write the register line").click()
    expect(page.get_by_role("heading", name="Copy released")).to_be_visible()
    shoot("10-released")
    link, code = page.inner_text("#collection-link"), page.inner_text("#collection-code")
    page.goto("/register/")
    shoot("11-register")
    return link, code


def _collect(page: Page, shoot: Shoot, link: str, code: str) -> bytes:
    page.context.clear_cookies()
    page.goto(re.sub(r"^https?://[^/]+", "", link))
    page.get_by_label("Code").fill(code)
    shoot("12-collect")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your recording")).to_be_visible()
    shoot("13-collected")
    passphrase = page.inner_text("#passphrase")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the locked package").click()
    package = opened(Path(download.value.path()).read_bytes(), passphrase)
    return next(content for name, content in package.items() if name.endswith(".mp3"))


def _destroy(page: Page, shoot: Shoot, practice_manager: User) -> None:
    later: datetime = clock.now() + timedelta(days=28)
    assert destroy_due(now=later) == 1
    assert Release.objects.get().state == ReleaseState.DESTROYED
    certificate = Certificate.objects.get()
    sign_in_browser(page, practice_manager)
    page.goto(f"/certificates/{certificate.year}/{certificate.number}/")
    shoot("14-certificate")
