"""Everything that can be wrong with what is imported: a sentence each, and the rest goes on."""

import os
from pathlib import Path

import pytest

from recordings.models import QuarantinedFile, Recording, StoredObject
from tests.recordings.audio.made import chunk, fmt, tone, wav
from tests.recordings.factories import make_wav
from tests.recordings.intake.conftest import Inbox

TWO_PARTS = wav(fmt(), chunk(b"data", tone(1)), chunk(b"data", tone(1)))


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"started_at": "2026-02-30 09:00"}, "Row 3: started_at is a date or time that does not exist."),
        ({"started_at": "2031-01-01 09:00"}, "Row 3: the call time is in the future."),
        ({"started_at": "2026-03-29 01:30"}, "Row 3: started_at is 1:30am on 29 March 2026, which did not exist"),
        ({"ended_at": "2026-08-06 17:29"}, "Row 3: the call ends before it starts."),
        ({"duration_seconds": "-5"}, "Row 3: duration_seconds is negative."),
        ({"extension": "219"}, "Row 3: extension 219 is not known, so the call could not be found later. Add extension 219"),
        ({"line": "Attic"}, "Row 3: no line is called “Attic”."),
    ],
)
def test_a_file_whose_row_makes_no_sense_goes_to_quarantine_and_the_rest_go_in(inbox: Inbox, cells: dict[str, str], sentence: str) -> None:
    outcome = inbox.call("good.wav").call("bad.wav", seconds=2, **cells).imported()
    file = QuarantinedFile.objects.get()
    assert (outcome.taken_in, outcome.quarantined, outcome.refused) == (1, 1, 0)
    assert file.sentence.startswith(sentence)
    assert [str(said) for said in outcome.aside] == [f"bad.wav: {file.sentence}"]
    assert file.record["started_at"] == inbox.rows[1]["started_at"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"hello, this is no sound" * 50, "This is not an audio file that we know."),
        (b"<!DOCTYPE html><title>Log in</title>", "This is a web page, not audio."),
        (b"PK\x03\x04" + bytes(100), "This is a ZIP archive, not audio."),
        (make_wav(1)[:44], "The file has a beginning but no sound in it"),
        (TWO_PARTS, "The file holds two separate pieces of sound"),
    ],
)
def test_a_file_that_is_no_recording_goes_to_quarantine(inbox: Inbox, content: bytes, sentence: str) -> None:
    outcome = inbox.call("bad.wav", content).call("good.wav").imported()
    assert (outcome.taken_in, outcome.quarantined) == (1, 1)
    assert QuarantinedFile.objects.get().sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("../secret.wav", "../secret.wav: Row 2: the file lies outside the folder of the manifest."),
        ("sub/../../secret.wav", "Row 2: the file lies outside the folder of the manifest."),
        ("..\\secret.wav", "Row 2: the file lies outside the folder of the manifest."),
        ("/etc/hostname", "/etc/hostname: Row 2: the file lies outside the folder of the manifest."),
        ("C:\\calls\\a.wav", "Row 2: the file lies outside the folder of the manifest."),
        ("gone.wav", "gone.wav: Row 2: the file is not in the folder."),
        ("sub", "sub: Row 2: the file is no ordinary file."),
        ("pipe.wav", "pipe.wav: Row 2: the file is no ordinary file."),
        ("link.wav", "link.wav: Row 2: the file is a link, and links are not followed."),
        ("linked/secret.wav", "linked/secret.wav: Row 2: the file is a link, and links are not followed."),
        ("x" * 300, "Row 2: file is longer than 255 characters."),
    ],
)
def test_a_file_outside_the_folder_or_missing_is_refused_and_not_touched(inbox: Inbox, tmp_path: Path, file: str, sentence: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.wav").write_bytes(make_wav(3))
    (tmp_path / "secret.wav").write_bytes(make_wav(3))
    (inbox.root / "sub").mkdir()
    os.mkfifo(inbox.root / "pipe.wav")
    (inbox.root / "link.wav").symlink_to(tmp_path / "secret.wav")
    (inbox.root / "linked").symlink_to(tmp_path / "outside")
    inbox.rows.append({"file": file, "started_at": "2026-08-06 17:30", "extension": "", "external_number": ""})
    outcome = inbox.imported()
    assert (outcome.taken_in, outcome.quarantined, outcome.refused) == (0, 0, 1)
    assert sentence in str(outcome.refusals[0])
    assert not StoredObject.objects.exists()


def test_a_file_that_may_not_be_read_is_refused(inbox: Inbox) -> None:
    inbox.call("call.wav").write()
    (inbox.root / "call.wav").chmod(0)
    if os.access(inbox.root / "call.wav", os.R_OK):
        pytest.skip("this account may read everything")
    assert "the file cannot be read." in str(inbox.imported().refusals[0])


def test_a_file_in_no_row_goes_to_quarantine(inbox: Inbox) -> None:
    inbox.call("a.wav").sound("extra.wav", seconds=2)
    inbox.sound(".hidden.wav")
    inbox.sound("Thumbs.db", b"x")
    outcome = inbox.imported()
    assert [str(said) for said in outcome.aside] == [
        "extra.wav: This file is not in the manifest. Fill in its record and take it in, or destroy it."
    ]
    assert QuarantinedFile.objects.get().code == "not-listed"


def test_a_file_in_no_row_whose_sound_is_held_is_known_already(inbox: Inbox) -> None:
    inbox.call("a.wav").sound("copy of a.wav")
    assert (inbox.imported().counts, QuarantinedFile.objects.count()) == (
        {"taken_in": 1, "known_already": 1, "records_only": 0, "quarantined": 0, "refused": 0}, 0,
    )  # fmt: skip


def test_a_row_that_stands_twice_goes_in_once_and_is_noted(inbox: Inbox) -> None:
    outcome = inbox.call("a.wav").call("a.wav").call().call().imported()
    assert (outcome.taken_in, outcome.records_only, outcome.known_already) == (1, 1, 2)
    assert outcome.notes[0].endswith("Row 5 says the same as row 4.") or "Row 3 says the same as row 2." in outcome.notes
    assert outcome.all_in


def test_a_file_with_two_different_rows_is_believed_in_neither(inbox: Inbox) -> None:
    outcome = inbox.call("a.wav").call("a.wav", external_number="07700 900462").imported()
    assert not Recording.objects.exists()
    assert QuarantinedFile.objects.get().sentence == "Rows 2 and 3 list the same file and differ. Keep the row that is right."
    assert len(outcome.aside) == 2


def test_a_call_id_with_other_sound_loses_neither(inbox: Inbox) -> None:
    inbox.call("a.wav", call_id="X-1").imported()
    inbox.rows[0]["file"] = "b.wav"
    inbox.sound("b.wav", seconds=2)
    (inbox.root / "a.wav").unlink()
    inbox.imported()
    assert Recording.objects.get().duration_ms == 1000
    assert QuarantinedFile.objects.get().sentence.startswith("Row 2: this call is held already, with other sound.")


def test_a_call_id_that_is_used_again_loses_no_call(inbox: Inbox) -> None:
    inbox.call("a.wav", call_id="1").call(call_id="2").imported()
    inbox.rows.clear()
    (inbox.root / "a.wav").unlink()
    later = {"started_at": "2026-09-06 17:30"}
    outcome = inbox.call("b.wav", seconds=2, call_id="1", **later).call(call_id="2", **later).imported()
    assert "Row 2: its call_id belongs to a call at another time." in str(outcome.aside[0])
    assert "Row 3: its call_id belongs to a call at another time." in str(outcome.refusals[0])


def test_a_name_that_is_not_text_is_no_trouble(inbox: Inbox) -> None:
    inbox.call("a.wav").write()
    raw = os.fsdecode(b"caf\xe9.wav")
    (inbox.root / raw).write_bytes(make_wav(2))
    inbox.imported()
    assert QuarantinedFile.objects.get().file_name == "caf\ufffd.wav"


def test_a_file_put_right_after_quarantine_goes_in_and_leaves_it(inbox: Inbox) -> None:
    inbox.call("a.wav", extension="219").imported()
    inbox.rows[0]["extension"] = "214"
    inbox.imported()
    assert QuarantinedFile.objects.get().state == "taken_in"
    assert Recording.objects.get().extension is not None
    assert StoredObject.objects.get(role="quarantine").destroyed_at is not None


def test_the_same_sound_under_another_name_leaves_the_file_in_quarantine_to_be_settled(inbox: Inbox) -> None:
    inbox.call("a.wav", extension="219").imported()
    (inbox.root / "a.wav").rename(inbox.root / "b.wav")
    inbox.rows[0] |= {"file": "b.wav", "extension": "214"}
    assert inbox.imported().taken_in == 1
    assert QuarantinedFile.objects.get().state == "waiting"


def test_a_file_in_quarantine_goes_there_once(inbox: Inbox) -> None:
    inbox.call("a.wav", extension="219").imported()
    again = inbox.imported()
    assert (QuarantinedFile.objects.count(), again.quarantined, again.all_in) == (1, 0, False)
