"""Intake's pages in a real browser: everyone can use them, and a file chosen there is kept."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from callgov.people.models import User
from recordings.models import QuarantinedFile, Recording
from tests.browser import assert_accessible
from tests.cast import sign_in_browser
from tests.recordings.factories import make_call, make_chosen, make_grant, make_wav
from tests.recordings.intake.conftest import Inbox

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_pages_pass_the_accessibility_rules(browser_page: Page, inbox: Inbox, practice_manager: User) -> None:
    inbox.call("a.wav", extension="219", parties="Reception").call("b.txt", b"no sound").call(call_id="X-1").imported()
    sign_in_browser(browser_page, practice_manager)
    file = QuarantinedFile.objects.get(code="unknown-extension")
    for page in (reverse("import_runs"), reverse("quarantine"), reverse("quarantined_file", args=[file.pk])):
        browser_page.goto(page)
        assert_accessible(browser_page)


@pytest.mark.clause("AC-2")
def test_a_call_is_deposited_from_the_work_list(
    browser_page: Page, practice_manager: User, receptionist: User, ig_lead: User, tmp_path: Path
) -> None:
    grant, call = make_grant(receptionist, ig_lead), make_call(stated_seconds=2)
    make_chosen(grant, [call])
    (tmp_path / "call.wav").write_bytes(make_wav(2))
    sign_in_browser(browser_page, practice_manager)
    browser_page.goto(reverse("home"))
    browser_page.get_by_role("link", name="Fetch the audio of a call").click()
    assert_accessible(browser_page)
    browser_page.locator("input[type=file]").set_input_files(tmp_path / "call.wav")
    browser_page.get_by_label("Where did you get it?").fill("Supplier's portal")
    browser_page.get_by_role("button", name="Keep this recording").click()
    expect(browser_page.get_by_text("The audio is kept.")).to_be_visible()
    assert Recording.objects.get().audio_state == "held"
