"""The watched folder: what lies ready goes in, and its plain file goes only when what was sealed has been read back."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.refusals import Conflict, Refused
from callgov.trail.models import Entry
from recordings.intake import locks, queries, services, tasks
from recordings.intake.outcome import Outcome
from recordings.models import ImportRun, ObjectRole, QuarantinedFile, Recording, StoredObject
from recordings.vault.store import Vault
from recordings.vault.trouble import VaultUnavailable
from tests.recordings.factories import make_wav
from tests.recordings.intake.conftest import Inbox, sealed_files, turn_a_bit
from tests.recordings.intake.test_trouble import cut_off_after, during_the_lookup
from tests.recordings.vault.disk import room_for

SOON = timedelta(minutes=1)
LATER = timedelta(hours=2)


def watched(inbox: Inbox, after: timedelta = SOON) -> Outcome:
    return services.watch_folder(root=inbox.root, now=clock.now() + after)


def lying(inbox: Inbox) -> list[str]:
    return sorted(path.name for path in inbox.root.rglob("*") if path.is_file())


def test_what_lies_ready_goes_in_and_its_plain_files_go(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.wav", seconds=2).call().write()
    outcome = watched(inbox)
    assert (outcome.taken_in, outcome.records_only) == (2, 1)
    assert lying(inbox) == []
    assert ImportRun.objects.get().label == "Watched folder"


@pytest.mark.clause("AC-1")
def test_what_was_sealed_is_read_back_before_the_plain_file_goes(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    watched(inbox)
    read = Entry.objects.get(event="access_opened", recording=Recording.objects.get().pk)
    assert (read.job, read.reason) == ("watched_folder", "Read back before the plain file is removed")


def test_a_plain_file_stays_when_what_was_sealed_cannot_be_read_back(inbox: Inbox, tmp_path: Path) -> None:
    inbox.call("a.wav").write()
    with connection.execute_wrapper(damaging_the_vault(tmp_path)):
        outcome = watched(inbox)
    assert "a.wav" in lying(inbox)
    assert "was sealed, but could not be read back" in str(outcome.refusals[0])
    assert Entry.objects.filter(event="audio_damaged").exists()


def damaging_the_vault(tmp_path: Path) -> Callable[..., Any]:
    """A store that turns one bit of each object as soon as its call is entered."""

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "recordings_recording"'):
            for path in (tmp_path / "vault").rglob("*"):
                if path.is_file():
                    turn_a_bit(path)
        return execute(sql, *rest)

    return wrapper


def test_nothing_is_touched_while_somebody_still_writes_it(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    assert watched(inbox, timedelta(seconds=5)).counts == Outcome().counts
    assert lying(inbox) == ["a.wav", "manifest.csv"]


def test_a_time_that_was_dated_back_does_not_deceive_it(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    for name in lying(inbox):
        os.utime(inbox.root / name, (0, 0))
    assert watched(inbox, timedelta(seconds=5)).taken_in == 0


def test_a_list_waits_for_its_files_for_an_hour(inbox: Inbox) -> None:
    inbox.call("a.wav").call("late.wav", seconds=2, started_at="2026-08-06 18:00").write()
    (inbox.root / "late.wav").unlink()
    assert watched(inbox).taken_in == 0
    inbox.sound("late.wav", seconds=2)
    assert watched(inbox).taken_in == 2


def test_after_an_hour_the_list_goes_without_them_and_is_kept_with_its_sentences(inbox: Inbox) -> None:
    inbox.call("a.wav").call("late.wav", seconds=2, started_at="2026-08-06 18:00").write()
    (inbox.root / "late.wav").unlink()
    outcome = watched(inbox, LATER)
    file = QuarantinedFile.objects.get()
    assert (outcome.taken_in, lying(inbox)) == (1, [])
    assert (file.file_name, file.code) == ("manifest.csv", "manifest-rows")
    assert "Row 3: the file is not in the folder." in file.sentence


def test_files_in_no_list_go_to_quarantine_after_an_hour(inbox: Inbox) -> None:
    inbox.sound("a.wav")
    assert watched(inbox).quarantined == 0
    assert watched(inbox, LATER).quarantined == 1
    assert lying(inbox) == []


def test_files_that_a_waiting_list_names_are_left_alone(inbox: Inbox) -> None:
    old = clock.now() + LATER
    inbox.call("a.wav").call("late.wav").write()
    (inbox.root / "late.wav").unlink()
    manifest_is_young = old - timedelta(minutes=59) - clock.now()
    assert watched(inbox, manifest_is_young).quarantined == 0


def test_what_is_refused_is_in_quarantine_and_gone_from_the_folder(inbox: Inbox) -> None:
    inbox.call("a.wav", extension="219").call("b.txt", b"no sound").write()
    assert watched(inbox).quarantined == 2
    assert lying(inbox) == []


def test_a_list_that_cannot_be_read_is_kept_in_quarantine_with_the_reason(inbox: Inbox) -> None:
    (inbox.root / "calls.csv").write_text("file\na.wav\n")
    watched(inbox)
    file = QuarantinedFile.objects.get()
    assert (file.code, file.file_name) == ("manifest-rows", "calls.csv")
    assert file.sentence.startswith("calls.csv has no column started_at.")
    assert lying(inbox) == []


def test_rows_that_were_refused_are_not_lost_with_their_list(inbox: Inbox) -> None:
    inbox.rows += [{"file": "", "started_at": "soon", "extension": "", "external_number": ""}] * 60
    inbox.write()
    watched(inbox)
    file = QuarantinedFile.objects.get()
    assert file.sentence.startswith("Row 2: started_at is not a date and time.")
    assert file.sentence.endswith("And 10 more.")


def test_a_known_call_laid_there_again_is_just_removed(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    watched(inbox)
    inbox.sound("a.wav")
    inbox.write()
    assert watched(inbox).known_already == 1
    assert (lying(inbox), Recording.objects.count(), ImportRun.objects.count()) == ([], 1, 1)


def test_a_file_that_was_exchanged_meanwhile_is_not_removed_for_the_other(inbox: Inbox) -> None:
    path = inbox.call("a.wav").root / "a.wav"
    inbox.write()

    def exchange(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "recordings_recording"'):
            path.unlink()
            path.write_bytes(make_wav(3))
        return execute(sql, *rest)

    with connection.execute_wrapper(exchange):
        assert watched(inbox).taken_in == 1
    assert path.read_bytes() == make_wav(3)


def test_a_link_is_not_followed(inbox: Inbox, tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(make_wav(1))
    (inbox.root / "a.wav").symlink_to(tmp_path / "secret.wav")
    inbox.call("a.wav").write()
    assert "the file is a link, and links are not followed." in str(watched(inbox, LATER).refusals[0])
    assert (tmp_path / "secret.wav").exists()


def test_a_full_disk_leaves_every_plain_file_and_the_next_time_all_go_in(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    with room_for(8_000), pytest.raises(VaultUnavailable):
        watched(inbox)
    assert lying(inbox) == ["a.wav", "manifest.csv"]
    assert watched(inbox).taken_in == 1


@pytest.mark.django_db(transaction=True)
def test_cut_off_at_any_write_nothing_is_lost_and_the_folder_ends_empty(inbox: Inbox, tmp_path: Path) -> None:
    for writes in count():
        one = Inbox(tmp_path / f"inbox{writes}")
        one.call("bad.wav", f"no sound {writes}".encode()).call("a.wav", started_at=f"2026-08-06 09:{writes:02}").write()
        before = Recording.objects.count(), QuarantinedFile.objects.count()
        whole = cut_off_after(writes, lambda one=one: watched(one))  # type: ignore[misc]
        watched(one)
        assert lying(one) == []
        assert (Recording.objects.count(), QuarantinedFile.objects.count()) == (before[0] + 1, before[1] + 1)
        assert not queries.subjects_left_over()
        assert StoredObject.objects.filter(key_destroyed_at=None).count() == sealed_files(tmp_path)
        if whole:
            break


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, db: None) -> None:
    with pytest.raises(Refused, match="is not there"):
        services.watch_folder(root=tmp_path / "nowhere", now=clock.now())


@pytest.mark.django_db(transaction=True)
def test_while_an_import_runs_it_waits(inbox: Inbox, second_connection: Any) -> None:
    second_connection.execute("SELECT pg_advisory_lock(%s)", [locks.IMPORTING])
    with pytest.raises(Conflict):
        watched(inbox)


def test_the_job_does_nothing_without_a_folder_and_says_what_was_refused(
    inbox: Inbox, settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INTAKE_FOLDER = ""
    tasks.watch()
    settings.INTAKE_FOLDER = str(inbox.root)
    inbox.call("a.txt", b"no sound").write()
    now: datetime = clock.now() + SOON
    monkeypatch.setattr(clock, "now", lambda: now)
    tasks.watch()
    assert "1 files went to quarantine" in caplog.text
    assert Entry.objects.filter(event="call_quarantined", job="watched_folder").exists()


def test_the_daily_job_clears_what_was_left_over(inbox: Inbox) -> None:
    Vault().put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"sound"])
    tasks.clear_left_over()
    assert not queries.subjects_left_over()


def test_a_row_whose_file_is_gone_and_that_makes_no_sense_did_not_come_before(inbox: Inbox) -> None:
    inbox.call("a.wav", started_at="soon").write()
    (inbox.root / "a.wav").unlink()
    assert watched(inbox, LATER).refused == 1
    assert QuarantinedFile.objects.get().file_name == "manifest.csv"


def test_a_file_touched_just_now_is_waited_for(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    manifest = (inbox.root / "manifest.csv").stat()
    assert watched(inbox, timedelta(seconds=9)).taken_in == 0
    assert (inbox.root / "manifest.csv").stat() == manifest


def test_a_list_stays_when_one_of_its_files_must_be_tried_again(inbox: Inbox) -> None:
    path = inbox.call("a.wav").root / "a.wav"
    inbox.write()
    with connection.execute_wrapper(during_the_lookup(lambda: path.write_bytes(make_wav(2)))):
        watched(inbox)
    assert lying(inbox) == ["a.wav", "manifest.csv"]
    assert watched(inbox).taken_in == 1
    assert lying(inbox) == []


def test_a_plain_file_that_is_gone_by_itself_is_no_trouble(inbox: Inbox) -> None:
    path = inbox.call("a.wav").root / "a.wav"
    inbox.write()
    with connection.execute_wrapper(during_the_lookup(lambda: path.unlink(missing_ok=True))):
        assert watched(inbox).refusals == []


def test_a_folder_whose_files_cannot_be_removed_is_said(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    inbox.root.chmod(0o500)
    if os.access(inbox.root, os.W_OK):
        inbox.root.chmod(0o700)
        pytest.skip("this account may remove everything")
    said = [str(one) for one in watched(inbox).refusals]
    inbox.root.chmod(0o700)
    assert "a.wav: Row 2: the file is kept, but the plain file cannot be removed. Give the service the right to remove files there." in said


def test_the_job_says_in_the_log_what_stopped_it(inbox: Inbox, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.INTAKE_FOLDER = str(inbox.root / "nowhere")
    with pytest.raises(JobFailed, match="is not there"):
        tasks.watch()
    assert "is not there. Make it, or correct INTAKE_FOLDER. It is tried again in a minute." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_job_waits_silently_while_an_import_runs(inbox: Inbox, settings: Any, second_connection: Any) -> None:
    settings.INTAKE_FOLDER = str(inbox.call("a.wav").root)
    second_connection.execute("SELECT pg_advisory_lock(%s)", [locks.IMPORTING])
    tasks.watch()
    tasks.clear_left_over()
    assert not Recording.objects.exists()


def test_the_job_says_nothing_when_all_is_in(inbox: Inbox, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.INTAKE_FOLDER = str(inbox.root)
    tasks.watch()
    assert caplog.text == ""


def test_a_full_disk_is_in_the_log_with_its_sentence(
    inbox: Inbox, settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INTAKE_FOLDER = str(inbox.call("a.wav").root)
    inbox.write()
    now: datetime = clock.now() + SOON
    monkeypatch.setattr(clock, "now", lambda: now)
    with room_for(8_000), pytest.raises(JobFailed):
        tasks.watch()
    assert "cannot be written to" in caplog.text


def test_a_list_that_is_gone_before_its_end_is_said(inbox: Inbox) -> None:
    path = inbox.call("a.wav").write()
    with connection.execute_wrapper(during_the_lookup(lambda: path.unlink(missing_ok=True))):
        assert str(watched(inbox).refusals[0]).startswith("manifest.csv: The list of calls is not in the folder.")


def test_a_call_that_was_destroyed_on_its_day_is_removed_and_does_not_come_back(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    watched(inbox)
    call = Recording.objects.get()
    call.audio_state = "destroyed"
    call.save()
    inbox.sound("a.wav")
    inbox.write()
    assert watched(inbox).known_already == 1
    assert lying(inbox) == []
