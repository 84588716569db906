"""A file in quarantine is sealed, never played, and settled once: destroyed with a certificate, or taken in with its record put right."""

from typing import Any
from uuid import uuid4

import pytest

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.models import Entry
from recordings.intake import queries, rules, services
from recordings.models import Certificate, ObjectRole, QuarantinedFile, Recording, StoredObject
from recordings.vault.trouble import VaultUnavailable
from tests.recordings.factories import make_wav
from tests.recordings.intake.conftest import Inbox, sealed_files
from tests.recordings.vault.disk import room_for

GOOD = {"started_at": "2026-08-06 17:30", "extension": "214", "external_number": "07700 900461"}


@pytest.fixture
def file(inbox: Inbox) -> QuarantinedFile:
    """A good recording whose row named an unknown extension."""
    inbox.call("a.wav", extension="219").imported()
    return QuarantinedFile.objects.get()


@pytest.fixture
def junk(inbox: Inbox) -> QuarantinedFile:
    """A file that is no recording."""
    inbox.call("a.txt", b"no sound").imported()
    return QuarantinedFile.objects.get()


def destroyed(file: QuarantinedFile, actor: User, reason: str = "Sent twice") -> Certificate:
    with acting_as(actor):
        return services.destroy_file(file_id=file.pk, actor=actor, reason=reason, now=clock.now())


def taken_in(file: QuarantinedFile, actor: User, **cells: str) -> Recording:
    with acting_as(actor):
        return services.take_in_file(file_id=file.pk, actor=actor, cells=GOOD | cells, source=services.SOURCE, now=clock.now())


@pytest.mark.clause("AC-1")
def test_it_lies_sealed_and_its_entry_names_nobody(file: QuarantinedFile, tmp_path: Any) -> None:
    entry = Entry.objects.get(event="call_quarantined")
    assert entry.facts.keys() == {"code", "sha256", "run"}
    assert StoredObject.objects.get().role == ObjectRole.QUARANTINE
    assert all(make_wav(1)[44:200] not in path.read_bytes() for path in (tmp_path / "vault").rglob("*") if path.is_file())


@pytest.mark.clause("AC-10")
def test_destroying_it_ends_key_and_object_and_writes_the_certificate(file: QuarantinedFile, ig_lead: User, tmp_path: Any) -> None:
    certificate = destroyed(file, ig_lead)
    file.refresh_from_db()
    assert (file.state, file.settled_by, file.settled_reason) == ("destroyed", ig_lead, "Sent twice")
    assert (certificate.subject, certificate.sha256, certificate.executed_by) == (file.pk, file.sha256, ig_lead)
    assert sealed_files(tmp_path) == 0
    assert {"quarantine_settled", "certificate_written"} <= set(Entry.objects.filter(actor=ig_lead).values_list("event", flat=True))


def test_a_reason_is_needed(file: QuarantinedFile, ig_lead: User) -> None:
    with pytest.raises(Refused, match="Enter the reason for destroying this file"):
        destroyed(file, ig_lead, "  ")
    assert StoredObject.objects.get().key_destroyed_at is None


def test_it_is_settled_once(file: QuarantinedFile, ig_lead: User) -> None:
    destroyed(file, ig_lead)
    with pytest.raises(Conflict):
        destroyed(file, ig_lead)
    with pytest.raises(Conflict):
        taken_in(file, ig_lead)
    assert Certificate.objects.count() == 1


def test_after_a_crash_between_key_and_certificate_destroying_again_ends_it(file: QuarantinedFile, ig_lead: User, tmp_path: Any) -> None:
    folder = next((tmp_path / "vault").iterdir())
    moved = folder.rename(tmp_path / "elsewhere")
    (tmp_path / "vault").rename(tmp_path / "gone")
    with pytest.raises(VaultUnavailable):
        destroyed(file, ig_lead)
    assert not Certificate.objects.exists()
    (tmp_path / "gone").rename(tmp_path / "vault")
    moved.rename(folder)
    assert destroyed(file, ig_lead).destroyed_at is not None


@pytest.mark.clause("LB-1")
@pytest.mark.clause("AC-5")
def test_with_its_record_put_right_it_is_taken_in(file: QuarantinedFile, practice_manager: User) -> None:
    call = taken_in(file, practice_manager, duration_seconds="1")
    file.refresh_from_db()
    assert (call.extension.number if call.extension else "", call.external_e164, call.duration_ms) == ("214", "+447700900461", 1000)
    assert (file.state, file.settled_by) == ("taken_in", practice_manager)
    assert StoredObject.objects.get(role=ObjectRole.QUARANTINE).destroyed_at is not None
    assert Entry.objects.get(event="call_imported").actor == practice_manager


def test_a_call_known_by_its_record_gets_its_sound_from_quarantine(inbox: Inbox, ig_lead: User) -> None:
    inbox.call(call_id="X-1").call("a.wav", extension="219").imported()
    call = taken_in(QuarantinedFile.objects.get(), ig_lead, call_id="X-1")
    assert (Recording.objects.count(), call.audio_state) == (1, "held")


def test_a_record_that_still_makes_no_sense_is_refused(file: QuarantinedFile, ig_lead: User) -> None:
    with pytest.raises(Refused, match="The record: extension 220 is not known"):
        taken_in(file, ig_lead, extension="220")
    with pytest.raises(Refused, match="The record: the call time is in the future"):
        taken_in(file, ig_lead, started_at="2050-01-01 09:00")
    file.refresh_from_db()
    assert file.state == "waiting"


def test_a_call_that_is_held_already_is_not_taken_in_twice(inbox: Inbox, ig_lead: User) -> None:
    inbox.call("a.wav").call("copy.wav", seconds=2, extension="219").imported()
    inbox.rows.clear()
    file = QuarantinedFile.objects.get()
    taken_in(file, ig_lead, call_id="X-1")
    (inbox.root / "a.wav").unlink()
    inbox.call("copy.wav", extension="219").imported()
    with pytest.raises(Conflict, match="held already"):
        taken_in(QuarantinedFile.objects.get(state="waiting"), ig_lead, call_id="X-1")


def test_what_cannot_be_played_cannot_be_taken_in(junk: QuarantinedFile, ig_lead: User) -> None:
    with pytest.raises(Refused, match="cannot be played"):
        taken_in(junk, ig_lead)


def test_a_disk_full_while_it_is_taken_in_leaves_it_waiting(file: QuarantinedFile, ig_lead: User) -> None:
    with room_for(len(make_wav(1)) + 10), pytest.raises(VaultUnavailable):
        taken_in(file, ig_lead)
    file.refresh_from_db()
    assert file.state == "waiting"
    assert not queries.subjects_left_over()
    assert taken_in(file, ig_lead).audio_state == "held"


@pytest.mark.clause("AC-4")
def test_who_looks_at_its_record_is_in_the_trail(file: QuarantinedFile, ig_lead: User) -> None:
    with acting_as(ig_lead):
        services.look_at(file_id=file.pk, now=clock.now())
    assert Entry.objects.get(event="access_opened", actor=ig_lead).object_pk == str(file.pk)


def test_a_file_that_is_not_there_looks_like_nothing(db: None) -> None:
    with pytest.raises(NotYours):
        services.look_at(file_id=uuid4(), now=clock.now())


def test_a_list_of_calls_cannot_be_taken_in() -> None:
    refusal = rules.refuse_take_in("manifest-rows", ())
    assert refusal is not None
    assert refusal.sentence == "This is a list of calls, not a recording."
