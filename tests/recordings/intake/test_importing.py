"""A folder with its list of calls goes in: sound sealed to the bit, everything that follows from the record beside it."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from callgov import clock
from callgov.refusals import Refused
from callgov.trail.models import Entry
from recordings import audio
from recordings.intake import services
from recordings.models import AudioState, ImportRun, Line, ObjectRole, QuarantinedFile, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from tests.recordings.audio.made import encoded
from tests.recordings.factories import make_wav
from tests.recordings.intake.conftest import Inbox, sealed_files


def opened(recording: Recording, role: ObjectRole) -> bytes:
    stored = StoredObject.objects.get(subject=recording.pk, role=role)
    access = open_job_access(job="intake", subject=recording.pk, reason="a test", now=clock.now())  # type: ignore[arg-type]
    return b"".join(Vault().open(access, stored))


@pytest.mark.clause("AC-1")
def test_the_original_is_kept_to_the_bit_and_lies_sealed(inbox: Inbox, tmp_path: Path) -> None:
    outcome = inbox.call("call.wav").imported()
    call = Recording.objects.get()
    assert outcome.all_in
    assert outcome.counts == {"taken_in": 1, "known_already": 0, "records_only": 0, "quarantined": 0, "refused": 0}
    assert opened(call, ObjectRole.ORIGINAL) == make_wav(1)
    assert all(make_wav(1)[44:200] not in path.read_bytes() for path in (tmp_path / "vault").rglob("*") if path.is_file())


def test_the_row_says_what_the_sound_is(inbox: Inbox) -> None:
    inbox.call("call.wav", seconds=2, duration_seconds="2").imported()
    call = Recording.objects.get()
    assert (call.audio_state, call.duration_ms) == (AudioState.HELD, 2000)
    assert (call.codec, call.sample_rate, call.channels) == ("pcm_s16le", 8000, 1)
    assert call.sha256 == hashlib.sha256(make_wav(2)).hexdigest()


@pytest.mark.clause("LB-1")
@pytest.mark.clause("AC-5")
def test_basis_retention_person_and_number_follow_from_the_record(inbox: Inbox, main_line: Line, seated: Any) -> None:
    inbox.call("call.wav", parties="Reception, caller", direction="inbound").imported()
    call = Recording.objects.get()
    assert (call.line, call.purpose, call.retention_class) == (main_line, main_line.purpose, main_line.retention_class)
    assert (call.started_at, call.retain_until) == (datetime(2026, 8, 6, 16, 30, tzinfo=UTC), date(2029, 8, 6))
    assert (call.person, call.external_raw, call.external_e164, call.parties) == (
        seated, "07700 900461", "+447700900461", "Reception, caller",
    )  # fmt: skip


@pytest.mark.clause("LB-1")
def test_a_call_without_a_lawful_basis_goes_to_quarantine_and_the_sentence_says_who_must_act(inbox: Inbox) -> None:
    Line.objects.create(name="New line", retention_class=Line.objects.get().retention_class)
    outcome = inbox.call("call.wav", line="New line").imported()
    file = QuarantinedFile.objects.get()
    assert not Recording.objects.exists()
    assert file.code == "no-lawful-basis"
    assert [str(said) for said in outcome.aside] == [f"call.wav: {file.sentence}"]
    assert "The Information Governance Lead must give the line a purpose first." in file.sentence


def test_the_waveform_lies_ready_for_the_player(inbox: Inbox) -> None:
    inbox.call("call.wav").imported()
    drawn = json.loads(opened(Recording.objects.get(), ObjectRole.PEAKS))
    assert drawn["duration"] == 1.0
    assert len(drawn["peaks"]) == 1


def test_a_listening_copy_is_made_only_where_a_browser_needs_one(inbox: Inbox, tmp_path: Path) -> None:
    inbox.call("plain.wav").call("voice.amr", encoded(tmp_path, ".amr", "-ar", "8000", "-b:a", "12.2k")).imported()
    plain, voice = Recording.objects.order_by("codec").values_list("pk", flat=True)[::-1]
    assert set(StoredObject.objects.filter(subject=plain).values_list("role", flat=True)) == {"original", "peaks"}
    assert set(StoredObject.objects.filter(subject=voice).values_list("role", flat=True)) == {"original", "listening", "peaks"}


def test_each_file_is_decoded_exactly_once(inbox: Inbox, tmp_path: Path) -> None:
    before = audio.runs["decode"]
    inbox.call("a.wav").call("b.wav", seconds=2).call("c.mp3", encoded(tmp_path, ".mp3")).imported()
    assert audio.runs["decode"] - before == 3


def test_a_file_that_is_known_is_not_decoded_again(inbox: Inbox) -> None:
    inbox.call("a.wav").imported()
    before = audio.runs["decode"]
    assert inbox.imported().known_already == 1
    assert audio.runs["decode"] == before


def test_every_recording_and_the_run_have_their_entry(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.wav", seconds=2).call().imported()
    taken = Entry.objects.filter(event="call_imported")
    finished = Entry.objects.get(event="import_finished")
    assert {entry.recording for entry in taken} == set(Recording.objects.filter(audio_state=AudioState.HELD).values_list("pk", flat=True))
    assert finished.facts == {"taken_in": 2, "known_already": 0, "records_only": 1, "quarantined": 0, "refused": 0}
    assert finished.job == "intake"
    assert all("900461" not in json.dumps(entry.facts) for entry in Entry.objects.all())


def test_the_run_is_on_record_with_its_counts(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.txt", b"hello").imported()
    run = ImportRun.objects.get()
    assert (run.label, run.taken_in, run.quarantined) == ("inbox/manifest.csv", 1, 1)
    assert run.finished_at is not None


def test_a_call_known_by_its_record_gets_its_sound_later(inbox: Inbox) -> None:
    inbox.call(call_id="X-1").imported()
    assert Recording.objects.get().audio_state == AudioState.WITH_SUPPLIER
    inbox.rows.clear()
    inbox.call("late.wav", call_id="X-1").imported()
    call = Recording.objects.get()
    assert (call.audio_state, call.duration_ms) == (AudioState.HELD, 1000)
    assert opened(call, ObjectRole.ORIGINAL) == make_wav(1)


def test_without_an_id_a_record_and_its_sound_find_each_other_too(inbox: Inbox) -> None:
    inbox.call(duration_seconds="1").imported()
    inbox.rows.clear()
    inbox.call("late.wav", duration_seconds="1").imported()
    assert Recording.objects.get().audio_state == AudioState.HELD
    assert inbox.imported().known_already == 1


def test_a_length_that_differs_is_taken_in_with_a_note(inbox: Inbox) -> None:
    outcome = inbox.call("call.wav", seconds=1, duration_seconds="187").imported()
    note = "The record says 3 minutes 7 seconds; the sound lasts 1 second."
    assert outcome.all_in
    assert Recording.objects.get().note == note
    assert outcome.notes == [f"call.wav: {note}"]


def test_a_destroyed_call_does_not_come_back(inbox: Inbox) -> None:
    inbox.call("call.wav", call_id="X-1").imported()
    call = Recording.objects.get()
    call.audio_state = AudioState.DESTROYED
    call.save()
    assert inbox.imported().known_already == 1
    assert Recording.objects.get().audio_state == AudioState.DESTROYED


def test_a_dry_run_says_the_same_and_writes_nothing(inbox: Inbox, tmp_path: Path) -> None:
    inbox.call("a.wav").call("b.txt", b"hello").call(call_id="X-1").call("c.wav", extension="219")
    dry, entries = inbox.imported(dry_run=True), Entry.objects.count()
    assert (Recording.objects.count(), QuarantinedFile.objects.count(), ImportRun.objects.count(), sealed_files(tmp_path)) == (0, 0, 0, 0)
    real = inbox.imported()
    assert dry.counts == real.counts
    assert dry.aside == real.aside
    assert Entry.objects.count() > entries


def test_single_files_are_taken_in_by_the_rows_that_name_them(inbox: Inbox) -> None:
    inbox.call("a.wav").call("b.wav", seconds=2)
    outcome = inbox.imported(inbox.root / "b.wav")
    assert outcome.counts["taken_in"] == 1
    assert Recording.objects.get().duration_ms == 2000


def test_several_folders_go_in_at_once_and_a_bad_list_stops_no_other(inbox: Inbox, tmp_path: Path) -> None:
    other = Inbox(tmp_path / "other")
    other.call("x.wav", seconds=2).write()
    inbox.call("a.wav").write()
    (tmp_path / "third").mkdir()
    (tmp_path / "third" / "calls.csv").write_text("file\nx.wav\n")
    outcome = services.import_path(paths=[inbox.root, other.root, tmp_path / "third"], now=clock.now())
    assert outcome.taken_in == 2
    assert str(outcome.refusals[0]).startswith("third: calls.csv has no column started_at.")


def test_sub_folders_are_read(inbox: Inbox) -> None:
    assert inbox.call("august/6/call.wav").call("august\\6\\b.wav".replace("\\", "/"), seconds=2).imported().taken_in == 2


@pytest.mark.parametrize("name", ["nowhere", "inbox/gone.wav"])
def test_a_path_that_is_nothing_is_refused(inbox: Inbox, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="does not exist"):
        inbox.imported(tmp_path / name)


def test_a_folder_without_a_list_is_refused(inbox: Inbox) -> None:
    inbox.sound()
    with pytest.raises(Refused, match="holds no list of calls"):
        services.import_path(paths=[inbox.root], now=clock.now())


def test_a_folder_with_two_lists_needs_the_right_one_named(inbox: Inbox) -> None:
    inbox.call("a.wav").write("august.csv")
    inbox.write("july.csv")
    with pytest.raises(Refused, match="holds more than one list of calls"):
        services.import_path(paths=[inbox.root], now=clock.now())
    assert services.import_path(paths=[inbox.root], manifest_path=inbox.root / "july.csv", now=clock.now()).taken_in == 1
