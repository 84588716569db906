"""Disk full, store gone, database gone, power cut: a clear sentence, nothing half there, and the same command again ends right."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from callgov import clock
from callgov.refusals import Conflict, Refused
from callgov.trail.events import Event
from recordings import audio
from recordings.intake import folder, locks, queries, services
from recordings.intake.services.sealing import Incoming, Sound, Unsteady, seal_aside
from recordings.intake.services.taking import add_sound
from recordings.models import ImportRun, Line, QuarantinedFile, Recording, StoredObject
from recordings.vault.store import Vault
from recordings.vault.trouble import VaultUnavailable
from tests.recordings.factories import make_call, make_wav
from tests.recordings.intake.conftest import Inbox, sealed_files
from tests.recordings.vault.disk import room_for


class CutOff:
    """A database that takes so many writes and then answers nothing any more, as when the power goes."""

    def __init__(self, writes: int) -> None:
        self.left = writes
        self.gone = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.left -= 1
        self.gone = self.gone or self.left < 0
        if self.gone:
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, params, many, context)


def cut_off_after(writes: int, act: Callable[[], object]) -> bool:
    """Do something until the database is gone; whether it got to its end."""
    with suppress(OperationalError), connection.execute_wrapper(CutOff(writes)):
        act()
        return True
    connection.close()
    return False


def nothing_is_left_over(tmp_path: Path) -> bool:
    """Every object in the vault belongs to a row, and every row to an object."""
    live = StoredObject.objects.filter(key_destroyed_at=None).count()
    return not queries.subjects_left_over() and live == sealed_files(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_cut_off_at_any_write_an_import_ends_right_when_it_is_run_again(inbox: Inbox, tmp_path: Path) -> None:
    for writes in count():
        one = Inbox(tmp_path / f"inbox{writes}")
        one.call("a.wav", started_at=f"2026-08-06 09:{writes:02}")
        one.call(started_at=f"2026-08-06 10:{writes:02}").call("bad.wav", f"no sound {writes}".encode())
        before = Recording.objects.count(), QuarantinedFile.objects.count()
        whole = cut_off_after(writes, one.imported)
        one.imported()
        assert (Recording.objects.count(), QuarantinedFile.objects.count()) == (before[0] + 2, before[1] + 1)
        assert nothing_is_left_over(tmp_path)
        assert not ImportRun.objects.filter(finished_at=None).exists()
        if whole:
            break
    assert writes > 10


@pytest.mark.django_db(transaction=True)
def test_cut_off_while_sound_is_added_to_a_record_it_ends_right(inbox: Inbox, tmp_path: Path) -> None:
    for writes in count():
        one = Inbox(tmp_path / f"inbox{writes}").call(call_id=f"X-{writes}")
        one.imported()
        one.rows[0]["file"] = one.sound().name
        whole = cut_off_after(writes, one.imported)
        one.imported()
        assert Recording.objects.get(source_key=f"X-{writes}").audio_state == "held"
        assert nothing_is_left_over(tmp_path)
        if whole:
            break


def test_an_interrupted_import_is_named_so(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.txt", b"no sound").imported()
    ImportRun.objects.recorded().update(label="August", taken_in=0, quarantined=0, finished_at=None)
    inbox.imported()
    run = ImportRun.objects.get(label__startswith="August")
    assert (run.label, run.taken_in, run.quarantined) == ("August (interrupted)", 1, 1)
    assert run.finished_at is not None


def test_a_full_disk_stops_the_import_with_a_sentence_and_leaves_nothing(inbox: Inbox, tmp_path: Path) -> None:
    inbox.call("a.wav").write()
    with room_for(8_000), pytest.raises(VaultUnavailable, match="cannot be written to"):
        services.import_path(paths=[inbox.root], now=clock.now())
    assert not Recording.objects.exists()
    assert nothing_is_left_over(tmp_path)
    assert inbox.imported().taken_in == 1


def test_a_disk_that_fills_up_later_keeps_what_is_in(inbox: Inbox) -> None:
    inbox.call("a.wav", seconds=1).call("b.wav", seconds=4).write()
    with room_for(40_000), pytest.raises(VaultUnavailable):
        services.import_path(paths=[inbox.root], now=clock.now())
    assert Recording.objects.get().duration_ms == 1000
    assert inbox.imported().counts["taken_in"] == 1
    assert Recording.objects.count() == 2


def test_a_store_that_is_gone_stops_the_import_with_a_sentence(inbox: Inbox, tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("not a folder")
    with pytest.raises(VaultUnavailable):
        inbox.call("a.wav").imported()
    (tmp_path / "vault").unlink()
    assert inbox.imported().taken_in == 1


def test_a_file_that_vanishes_before_its_turn_is_refused_and_the_rest_go_in(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.wav", seconds=2).call("c.wav", seconds=3)
    outcome = inbox.imported(progress=lambda done, _: (inbox.root / "b.wav").unlink(missing_ok=True))
    assert outcome.taken_in == 2
    assert [str(said) for said in outcome.refusals] == [
        "b.wav: Row 3: the file is not in the folder. Put it there or correct its name, then import again."
    ]


def during_the_lookup(act: Callable[[], object]) -> Callable[..., Any]:
    """Something that happens between a file's hash and its decode, when it is looked up whether the call is known."""

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if '"source_key" IN' in sql:
            act()
        return execute(sql, *rest)

    return wrapper


def test_a_file_that_vanishes_while_it_is_read_is_still_read_whole(inbox: Inbox) -> None:
    path = inbox.call("a.wav").root / "a.wav"
    with connection.execute_wrapper(during_the_lookup(lambda: path.unlink(missing_ok=True))):
        assert inbox.imported().taken_in == 1


def test_a_file_that_grows_while_it_is_read_is_refused_and_goes_in_later(inbox: Inbox, tmp_path: Path) -> None:
    path = inbox.call("a.wav").root / "a.wav"
    with connection.execute_wrapper(during_the_lookup(lambda: path.write_bytes(make_wav(2)))):
        outcome = inbox.imported()
    assert "Row 2: the file changed or broke off while it was read." in str(outcome.refusals[0])
    assert not Recording.objects.exists()
    assert nothing_is_left_over(tmp_path)
    assert inbox.imported().taken_in == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_is_told_to_wait(inbox: Inbox, second_connection: Any) -> None:
    second_connection.execute("SELECT pg_advisory_lock(%s)", [locks.IMPORTING])
    with pytest.raises(Conflict, match="An import is running"):
        inbox.call("a.wav").imported()
    second_connection.execute("SELECT pg_advisory_unlock(%s)", [locks.IMPORTING])
    assert inbox.imported().taken_in == 1


@pytest.mark.django_db(transaction=True)
def test_what_somebody_is_sealing_just_now_is_not_swept_away(main_line: Line, second_connection: Any, tmp_path: Path) -> None:
    subject = uuid4()
    Vault().put(subject=subject, role="original", chunks=[b"sound"])
    second_connection.execute("SELECT pg_advisory_lock(%s)", [locks.of_subject(subject)])
    assert services.clear_left_over(now=clock.now()) == 0
    second_connection.execute("SELECT pg_advisory_unlock(%s)", [locks.of_subject(subject)])
    assert services.clear_left_over(now=clock.now()) == 1
    assert nothing_is_left_over(tmp_path)


def test_a_file_that_changes_on_its_way_to_quarantine_is_refused_and_goes_there_later(inbox: Inbox, tmp_path: Path) -> None:
    path = inbox.call("a.txt", b"no sound").root / "a.txt"

    def change(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if 'FROM "recordings_storedobject"' in sql:
            path.write_bytes(b"something else")
        return execute(sql, *rest)

    with connection.execute_wrapper(change):
        outcome = inbox.imported()
    assert "Row 2: the file changed or broke off" in str(outcome.refusals[0])
    assert nothing_is_left_over(tmp_path)
    assert inbox.imported().quarantined == 1


def test_a_file_whose_disk_gives_up_is_the_files_trouble_not_the_vaults(db: None, tmp_path: Path) -> None:
    with (tmp_path / "unreadable").open("wb") as file:
        with pytest.raises(Refused, match="Row 2: the file cannot be read"):
            folder.sha256(file, "Row 2: the file")
        with pytest.raises(Unsteady):
            seal_aside(incoming=Incoming(file, "a.wav", "0" * 64, "Row 2: the file"), subject=uuid4())


def test_a_file_that_vanishes_and_stands_in_no_row_is_said(inbox: Inbox) -> None:
    extra = inbox.call("a.wav").sound("extra.wav")
    outcome = inbox.imported(inbox.root / "a.wav", extra, progress=lambda *_: extra.unlink())
    assert str(outcome.refusals[0]).startswith("extra.wav: The file is not in the folder.")


def test_sound_is_never_added_to_a_call_twice(inbox: Inbox) -> None:
    inbox.call("a.wav").imported()
    sound = Sound("0" * 64, 1000, "mp3", 8000, 1, "")
    with pytest.raises(Conflict, match="held already"):
        add_sound(recording_id=Recording.objects.get().pk, sound=sound, event=Event.CALL_IMPORTED, facts={})


def test_a_list_of_calls_that_is_far_too_large_is_refused(inbox: Inbox) -> None:
    with (inbox.root / "calls.csv").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    outcome = services.import_path(paths=[inbox.root], now=clock.now())
    assert "calls.csv is larger than 64 MB." in str(outcome.refusals[0])


def test_a_file_that_comes_just_before_its_turn_goes_in(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.wav", seconds=2, started_at="2026-08-06 18:00")
    (inbox.root / "b.wav").unlink()
    assert inbox.imported(progress=lambda done, _: inbox.sound("b.wav", seconds=2) if done == 1 else None).taken_in == 2


def test_what_was_decoded_ahead_is_let_go_when_the_import_stops(inbox: Inbox) -> None:
    for number in range(4):
        inbox.call(f"{number}.wav", seconds=1 + number, started_at=f"2026-08-06 09:0{number}")
    inbox.write()
    with room_for(8_000), pytest.raises(VaultUnavailable):
        services.import_path(paths=[inbox.root], now=clock.now())
    before = audio.runs["decode"]
    assert inbox.imported().taken_in == 4
    assert audio.runs["decode"] - before == 4


def test_a_call_that_somebody_else_enters_meanwhile_is_left_to_the_next_import(inbox: Inbox, tmp_path: Path) -> None:
    inbox.call("a.wav", call_id="X-1")
    entered: list[Recording] = []

    def enter(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "recordings_storedobject"') and not entered:
            entered.append(make_call(source=services.SOURCE, source_key="X-1", started_at=datetime(2026, 8, 6, 16, 30, tzinfo=UTC)))
        return execute(sql, *rest)

    with connection.execute_wrapper(enter):
        outcome = inbox.imported()
    assert "This call is being worked on just now." in str(outcome.refusals[0])
    assert nothing_is_left_over(tmp_path)
    assert inbox.imported().taken_in == 1
