"""The audio of one call, fetched from the supplier for an approved request, and of no other."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils.crypto import get_random_string

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.models import Entry
from recordings.access.services import end_grant
from recordings.audio import UnusableAudio
from recordings.intake import locks, queries, services
from recordings.intake.services import Upload
from recordings.intake.services.sealing import Unsteady
from recordings.models import AudioState, Grant, Recording, StoredObject
from recordings.vault.store import Vault
from recordings.vault.trouble import VaultUnavailable
from tests.recordings.factories import make_call, make_chosen, make_grant, make_wav
from tests.recordings.vault.disk import room_for


@pytest.fixture
def grant(receptionist: User, ig_lead: User) -> Grant:
    return make_grant(receptionist, ig_lead)


@pytest.fixture
def call(grant: Grant) -> Recording:
    """A call chosen under the grant, whose audio is with the supplier and lasts two seconds by its record."""
    call = make_call(stated_seconds=2)
    make_chosen(grant, [call])
    return call


def deposited(call: Recording, grant: Grant, by: User, content: bytes | None = None, **changes: Any) -> Recording:
    source = Upload("call.wav", make_wav(2) if content is None else content)
    options = {"source": source, "where_from": "Supplier's portal", "now": clock.now()}
    return services.deposit(recording_id=call.pk, grant_id=grant.pk, depositor=by, **(options | changes))


@pytest.mark.clause("AC-2")
@pytest.mark.clause("AU-11")
def test_the_call_is_held_and_the_entry_says_who_from_where_and_its_hash(call: Recording, grant: Grant, practice_manager: User) -> None:
    held = deposited(call, grant, practice_manager)
    entry = Entry.objects.get(event="audio_deposited")
    assert (held.audio_state, held.duration_ms, held.sha256) == (AudioState.HELD, 2000, hashlib.sha256(make_wav(2)).hexdigest())
    assert (entry.actor, entry.grant, entry.request, entry.recording) == (practice_manager, grant.pk, grant.request_reference, call.pk)
    assert (entry.reason, entry.facts["sha256"]) == ("Supplier's portal", held.sha256)


def test_a_file_on_this_machine_can_be_deposited_too(call: Recording, grant: Grant, practice_manager: User, tmp_path: Path) -> None:
    (tmp_path / "call.wav").write_bytes(make_wav(2))
    assert deposited(call, grant, practice_manager, source=tmp_path / "call.wav").audio_state == AudioState.HELD


@pytest.mark.clause("AC-2")
def test_nothing_is_deposited_for_a_call_that_was_not_chosen(call: Recording, grant: Grant, practice_manager: User) -> None:
    with pytest.raises(NotYours):
        deposited(make_call(), grant, practice_manager)
    with pytest.raises(NotYours):
        services.deposit(
            recording_id=call.pk, grant_id=uuid4(), depositor=practice_manager, source=Upload("a.wav", b""), where_from="x", now=clock.now()
        )


@pytest.mark.clause("AC-2")
def test_nothing_is_deposited_once_the_grant_is_over(call: Recording, grant: Grant, practice_manager: User, ig_lead: User) -> None:
    with pytest.raises(Refused, match="The access for this request has ended"):
        deposited(call, grant, practice_manager, now=clock.now() + timedelta(days=30))
    with acting_as(ig_lead):
        end_grant(grant_id=grant.pk, actor=ig_lead, reason="Done", now=clock.now())
    with pytest.raises(Refused, match="The access for this request has ended"):
        deposited(call, grant, practice_manager)


def test_a_call_that_is_held_already_is_a_conflict(call: Recording, grant: Grant, practice_manager: User) -> None:
    deposited(call, grant, practice_manager)
    with pytest.raises(Conflict, match="held already"):
        deposited(call, grant, practice_manager)


def test_a_destroyed_call_may_not_be_fetched_again(call: Recording, grant: Grant, practice_manager: User) -> None:
    with acting_as(practice_manager):
        call.audio_state = AudioState.DESTROYED
        call.save()
    with pytest.raises(Refused, match="was destroyed on its day"):
        deposited(call, grant, practice_manager)


def test_a_file_of_another_length_is_likely_another_call(call: Recording, grant: Grant, practice_manager: User) -> None:
    with pytest.raises(Refused, match=r"The record of this call says 2 seconds. This file lasts 40 seconds."):
        deposited(call, grant, practice_manager, make_wav(40))
    assert not StoredObject.objects.exists()


def test_a_small_difference_is_noted(call: Recording, grant: Grant, practice_manager: User) -> None:
    held = deposited(call, grant, practice_manager, make_wav(8))
    assert held.note == "The record says 2 seconds; the sound lasts 8 seconds."


@pytest.mark.parametrize("content", [b"", b"<html>Log in</html>", get_random_string(500).encode()], ids=["nothing", "a page", "noise"])
def test_a_file_that_is_no_recording_is_refused(call: Recording, grant: Grant, practice_manager: User, content: bytes) -> None:
    with pytest.raises(UnusableAudio):
        deposited(call, grant, practice_manager, content)
    call.refresh_from_db()
    assert call.audio_state == AudioState.WITH_SUPPLIER
    assert not StoredObject.objects.exists()


def test_where_it_came_from_must_be_said(call: Recording, grant: Grant, practice_manager: User) -> None:
    with pytest.raises(Refused, match="Enter where the file came from"):
        deposited(call, grant, practice_manager, where_from=" ")


def test_a_full_disk_leaves_the_call_with_the_supplier_and_the_next_try_works(
    call: Recording, grant: Grant, practice_manager: User
) -> None:
    with room_for(len(make_wav(2)) + 10), pytest.raises(VaultUnavailable):
        deposited(call, grant, practice_manager)
    assert not queries.subjects_left_over()
    assert deposited(call, grant, practice_manager).audio_state == AudioState.HELD


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_deposit_at_once_one_wins(call: Recording, grant: Grant, practice_manager: User, second_connection: Any) -> None:
    second_connection.execute("SELECT pg_advisory_lock(%s)", [locks.of_subject(call.pk)])
    with pytest.raises(Conflict, match="being worked on just now"):
        deposited(call, grant, practice_manager)


@pytest.mark.clause("AC-4")
def test_who_looks_at_the_call_to_fetch_it_is_in_the_trail_first(call: Recording, grant: Grant, practice_manager: User) -> None:
    services.show_call_to_fetch(grant_id=grant.pk, recording_id=call.pk, depositor=practice_manager, now=clock.now())
    entry = Entry.objects.get(event="access_opened", actor=practice_manager)
    assert (entry.recording, entry.request, entry.facts) == (call.pk, grant.request_reference, {"for": "deposit"})


def test_a_call_to_fetch_stands_once_for_a_request(call: Recording, grant: Grant, receptionist: User, ig_lead: User) -> None:
    second = make_grant(receptionist, ig_lead)
    make_chosen(second, [call])
    assert [choice.recording_id for choice in queries.to_fetch(clock.now())] == [call.pk]
    assert not queries.to_fetch(clock.now() + timedelta(days=30))


def test_what_an_interrupted_deposit_left_is_no_hindrance(call: Recording, grant: Grant, practice_manager: User) -> None:
    Vault().put(subject=call.pk, role="original", chunks=[b"half of it"])
    assert deposited(call, grant, practice_manager).audio_state == AudioState.HELD
    assert StoredObject.objects.get(role="original", key_destroyed_at=None).plain_size == len(make_wav(2))


def test_a_file_that_changes_under_ones_hands_is_refused(call: Recording, grant: Grant, practice_manager: User, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(make_wav(2))

    def change(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if 'FROM "recordings_storedobject"' in sql:
            path.write_bytes(make_wav(3))
        return execute(sql, *rest)

    with connection.execute_wrapper(change), pytest.raises(Unsteady, match="changed or broke off while it was read"):
        deposited(call, grant, practice_manager, source=path)
    assert not StoredObject.objects.exists()
