"""The pages of intake: for the Information Governance Lead and the Practice Manager, and no byte of sound on any of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.models import Entry
from recordings.access.services import end_grant
from recordings.intake import worklist
from recordings.intake.evidence import lawful_basis
from recordings.models import Grant, ImportRun, QuarantinedFile, Recording
from tests.recordings.factories import make_call, make_chosen, make_grant, make_wav
from tests.recordings.intake.conftest import Inbox, turn_a_bit
from tests.recordings.vault.disk import room_for

RECORD = {
    "call_date_day": "6", "call_date_month": "8", "call_date_year": "2026", "call_time": "5:30pm", "direction": "incoming",
    "extension": "214", "external_number": "07700 900461",
}  # fmt: skip


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def manager(client: Client, practice_manager: User, sign_in: Callable[..., None]) -> Client:
    """The Practice Manager's browser."""
    sign_in(client, practice_manager)
    return client


@pytest.fixture
def file(inbox: Inbox) -> QuarantinedFile:
    inbox.call("07700900461.wav", extension="219", parties="Mrs Example").imported()
    return QuarantinedFile.objects.get()


@pytest.fixture
def grant(receptionist: User, ig_lead: User) -> Grant:
    return make_grant(receptionist, ig_lead)


@pytest.fixture
def call(grant: Grant) -> Recording:
    call = make_call(stated_seconds=2)
    make_chosen(grant, [call])
    return call


def pages_of(file_id: Any, grant_id: Any, recording_id: Any) -> list[str]:
    deposit = reverse("deposit", args=[grant_id, recording_id])
    return [reverse("import_runs"), reverse("quarantine"), reverse("quarantined_file", args=[file_id]), deposit]


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("who", ["receptionist", "dpo", "assessor", "partner", "administrator", "outsider"])
def test_nobody_else_may_open_them(request: pytest.FixtureRequest, client: Client, sign_in: Callable[..., None], who: str) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert {client.get(page).status_code for page in pages_of(uuid4(), uuid4(), uuid4())} == {403}


def test_what_is_not_there_looks_like_nothing(manager: Client, grant: Grant) -> None:
    _, _, file, deposit = pages_of(uuid4(), grant.pk, make_call().pk)
    assert manager.get(file).status_code == manager.get(deposit).status_code == 404


def test_settling_is_done_by_post(manager: Client, file: QuarantinedFile) -> None:
    assert manager.get(reverse("destroy_file", args=[file.pk])).status_code == 405
    assert manager.get(reverse("take_in_file", args=[file.pk])).status_code == 405


def test_imports_are_listed_with_their_counts(manager: Client, file: QuarantinedFile) -> None:
    page = words(manager.get(reverse("import_runs")))
    assert "inbox/manifest.csv" in page
    assert "1 file in quarantine" in page


def test_before_the_first_import_the_list_says_so(manager: Client) -> None:
    assert "Nothing has been imported yet." in words(manager.get(reverse("import_runs")))
    assert "Nothing is in quarantine." in words(manager.get(reverse("quarantine")))


@pytest.mark.parametrize("page", ["import_runs", "quarantine"])
def test_the_lists_take_as_many_queries_at_any_length(manager: Client, file: QuarantinedFile, page: str) -> None:
    counted = []
    for step in range(2):
        with CaptureQueriesContext(connection) as asked:
            manager.get(reverse(page))
        counted.append(len(asked))
        rows = [ImportRun(label=f"Run {number}", started_at=clock.now()) for number in range(40)]
        ImportRun.objects.recorded().bulk_create(rows)
        empty = {"code": "empty", "sentence": "The file is empty.", "size": 0, "put_at": clock.now()}
        files = [QuarantinedFile(run=run, file_name=run.label, sha256=str(step), **empty) for run in rows]
        QuarantinedFile.objects.recorded().bulk_create(files)
    assert counted[0] == counted[1] <= 12


@pytest.mark.clause("AC-4")
def test_the_list_of_the_quarantine_says_why_and_tells_nothing_of_the_call(manager: Client, file: QuarantinedFile) -> None:
    page = words(manager.get(reverse("quarantine")))
    assert "extension 219 is not known" in page
    assert "900461" not in page
    assert "Mrs Example" not in page


@pytest.mark.clause("AC-4")
def test_the_page_of_a_file_shows_its_record_and_says_so_in_the_trail(
    manager: Client, file: QuarantinedFile, practice_manager: User
) -> None:
    page = words(manager.get(reverse("quarantined_file", args=[file.pk])))
    assert "Mrs Example" in page
    assert 'value="07700 900461"' in page
    assert "<audio" not in page
    assert Entry.objects.get(event="access_opened").actor == practice_manager


def test_a_file_is_destroyed_with_a_reason(manager: Client, file: QuarantinedFile) -> None:
    answer = manager.post(reverse("destroy_file", args=[file.pk]), {"reason": "Sent twice"}, follow=True)
    file.refresh_from_db()
    assert "The file is destroyed, and the certificate is written." in words(answer)
    assert file.state == "destroyed"
    shown = words(manager.get(reverse("quarantined_file", args=[file.pk])))
    assert "Sent twice" in shown
    assert "Destroy this file" not in shown


def test_without_a_reason_it_is_not(manager: Client, file: QuarantinedFile) -> None:
    answer = manager.post(reverse("destroy_file", args=[file.pk]), {"reason": ""})
    assert "Enter the reason for destroying this file" in words(answer)
    file.refresh_from_db()
    assert file.state == "waiting"


def test_what_is_settled_cannot_be_settled_again(manager: Client, file: QuarantinedFile) -> None:
    manager.post(reverse("destroy_file", args=[file.pk]), {"reason": "Sent twice"})
    assert manager.post(reverse("destroy_file", args=[file.pk]), {"reason": "Again"}).status_code == 409
    assert manager.post(reverse("take_in_file", args=[file.pk]), RECORD).status_code == 409


def test_a_store_that_cannot_be_reached_is_said_and_nothing_is_claimed(manager: Client, file: QuarantinedFile, tmp_path: Any) -> None:
    (tmp_path / "vault").rename(tmp_path / "gone")
    assert "It cannot be stored just now" in words(manager.post(reverse("take_in_file", args=[file.pk]), RECORD))
    assert "It cannot be destroyed just now." in words(manager.post(reverse("destroy_file", args=[file.pk]), {"reason": "Sent twice"}))
    assert manager.post(reverse("take_in_file", args=[file.pk]), RECORD).status_code == 409


def test_a_file_that_was_damaged_meanwhile_is_said(manager: Client, file: QuarantinedFile, tmp_path: Any) -> None:
    (sealed,) = (path for path in (tmp_path / "vault").rglob("*") if path.is_file())
    turn_a_bit(sealed)
    assert "is damaged and cannot be taken in" in words(manager.post(reverse("take_in_file", args=[file.pk]), RECORD))


@pytest.mark.clause("AC-5")
def test_with_its_record_put_right_a_file_is_taken_in(manager: Client, file: QuarantinedFile) -> None:
    answer = manager.post(reverse("take_in_file", args=[file.pk]), RECORD, follow=True)
    assert "The recording is taken in." in words(answer)
    assert Recording.objects.get().external_e164 == "+447700900461"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"extension": "219"}, "The record: extension 219 is not known"),
        ({"call_time": ""}, "Enter call time"),
        ({"call_date_month": "13"}, "month"),
        ({"line": "Attic"}, "no line is called “Attic”"),
    ],
)
def test_a_record_that_makes_no_sense_comes_back_with_its_sentence(
    manager: Client, file: QuarantinedFile, changes: dict[str, str], sentence: str
) -> None:
    page = words(manager.post(reverse("take_in_file", args=[file.pk]), RECORD | changes))
    assert sentence in page
    assert not Recording.objects.exists()


def test_a_file_that_cannot_be_played_can_only_be_destroyed(manager: Client, inbox: Inbox) -> None:
    inbox.call("a.txt", b"no sound").imported()
    file = QuarantinedFile.objects.get()
    page = words(manager.get(reverse("quarantined_file", args=[file.pk])))
    assert "This file cannot be played, so it cannot be taken in." in page
    assert "Take in with this record" not in page
    assert "cannot be played" in words(manager.post(reverse("take_in_file", args=[file.pk]), RECORD))


def test_a_row_whose_time_cannot_be_read_leaves_the_boxes_empty(manager: Client, inbox: Inbox) -> None:
    inbox.call("a.wav", started_at="2026-13-01 09:00").call("b.wav", seconds=2, started_at="soon").imported()
    for file in QuarantinedFile.objects.all():
        assert 'name="call_time"' in words(manager.get(reverse("quarantined_file", args=[file.pk])))


def test_a_file_that_turns_out_to_be_no_recording_is_said(manager: Client, inbox: Inbox) -> None:
    inbox.call("a.txt", b"no sound", extension="219").imported()
    page = words(manager.post(reverse("take_in_file", args=[QuarantinedFile.objects.get().pk]), RECORD))
    assert "This is not an audio file that we know." in page


# Depositing


def upload(client: Client, grant: Grant, call: Recording, content: bytes, **changes: Any) -> Any:
    answers = {"file": SimpleUploadedFile("call.wav", content), "where_from": "Supplier's portal"}
    return client.post(reverse("deposit", args=[grant.pk, call.pk]), answers | changes)


@pytest.mark.clause("AC-2")
def test_the_page_shows_what_finds_the_call_at_the_supplier(manager: Client, grant: Grant, call: Recording) -> None:
    page = words(manager.get(reverse("deposit", args=[grant.pk, call.pk])))
    assert "2 November 2026, 09:30:00" in page
    assert "+447700900461" in page
    assert "2 seconds" in page
    assert Entry.objects.filter(event="access_opened", recording=call.pk).exists()


@pytest.mark.clause("AC-2")
def test_the_audio_of_the_call_is_deposited(manager: Client, grant: Grant, call: Recording) -> None:
    answer = upload(manager, grant, call, make_wav(2))
    call.refresh_from_db()
    assert answer.url == reverse("home")
    assert call.audio_state == "held"
    assert manager.get(reverse("deposit", args=[grant.pk, call.pk])).status_code == 409
    assert upload(manager, grant, call, make_wav(2)).status_code == 409


@pytest.mark.parametrize(
    ("content", "changes", "sentence"),
    [
        (make_wav(60), {}, "Check that you downloaded the right call."),
        (b"", {}, "The selected file is empty."),
        (b"<html>Log in</html>", {}, "This is a web page, not audio."),
        (make_wav(2), {"where_from": ""}, "Enter where the file came from"),
        (make_wav(2), {"file": ""}, "Select sound file"),
    ],
)
def test_a_wrong_file_comes_back_with_its_sentence(
    manager: Client, grant: Grant, call: Recording, content: bytes, changes: dict[str, str], sentence: str
) -> None:
    assert sentence in words(upload(manager, grant, call, content, **changes))
    call.refresh_from_db()
    assert call.audio_state == "with_supplier"


def test_a_file_that_is_too_large_is_said_to_be(manager: Client, grant: Grant, call: Recording, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000
    assert "The selected file must be smaller than 10 kB" in words(upload(manager, grant, call, make_wav(2)))


def test_a_full_disk_is_said_and_nothing_is_kept(manager: Client, grant: Grant, call: Recording) -> None:
    with room_for(len(make_wav(2)) + 10):
        assert "It cannot be stored just now, and nothing was kept." in words(upload(manager, grant, call, make_wav(2)))


# The work list


def listed(person: User) -> list[str]:
    return [item.words for item in worklist.work(person, clock.today())]


def test_the_work_list_names_audio_to_fetch_and_files_to_settle(
    file: QuarantinedFile, grant: Grant, call: Recording, practice_manager: User, ig_lead: User, receptionist: User
) -> None:
    assert listed(practice_manager) == listed(ig_lead) == ["Fetch the audio of a call", "Settle 1 file in quarantine"]
    assert listed(receptionist) == []


@pytest.mark.clause("AC-4")
def test_it_tells_nothing_of_the_call(grant: Grant, call: Recording, practice_manager: User) -> None:
    (item,) = worklist.work(practice_manager, clock.today())
    assert (item.reference, item.facts) == ("REQ-2026-0042", "With the supplier")
    assert item.due == clock.local_day(grant.ends_at) - timedelta(days=1)


@pytest.mark.clause("LB-1")
def test_the_proof_of_a_lawful_basis_is_counted(file: QuarantinedFile) -> None:
    assert lawful_basis() == {
        "calls, each with a lawful basis": 0, "lines with a purpose": 1, "files set aside for want of a lawful basis": 0,
    }  # fmt: skip


def test_a_deposit_whose_grant_ended_meanwhile_is_refused(manager: Client, grant: Grant, call: Recording, ig_lead: User) -> None:
    with acting_as(ig_lead):
        end_grant(grant_id=grant.pk, actor=ig_lead, reason="Done", now=clock.now())
    answer = upload(manager, grant, call, make_wav(2))
    assert answer.status_code == 403
    assert "The access for this request has ended." in words(answer)
