"""After destruction nothing anywhere lets any of the audio be had again: looked for behind the product's back, on every place alike."""

import random
import struct
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.access.services import end_grant
from recordings.keeping import services
from recordings.models import AudioState, Certificate, ObjectRole, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from recordings.vault.trouble import ObjectDestroyed
from register.models import Origin, Redaction, TranscriptVersion
from tests.access_requests.factories import send
from tests.recordings.factories import make_call, make_grant, make_held_call
from tests.recordings.keeping.conftest import LONG_AGO, NOW
from tests.recordings.stopping import Crash
from tests.recordings.vault.stores import BucketPlace, Place

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.clause("AC-1"), pytest.mark.xdist_group("vault")]

_noise = random.Random(20180806)
HEARD = bytes(_noise.randrange(256) for _ in range(4000))  # sound that nothing else can hold by chance
SOUND = b"RIFF" + struct.pack("<I", 36 + len(HEARD)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
SOUND += b"data" + struct.pack("<I", len(HEARD)) + HEARD
WORDS = b"Patient: the pain began on Tuesday, a very telling transcript of what was said"


@pytest.fixture
def call(vault: Vault, receptionist: User, nurse: User, ig_lead: User) -> Recording:
    """A call that is due, with its sound, its waveform, and what was made of it for a request of long ago: a transcript, a preview."""
    made = make_held_call(LONG_AGO, sound=SOUND, external_e164="+447700900461", parties="Somebody")
    request, grant = send(receptionist), make_grant(nurse, ig_lead, now=NOW)
    text = vault.put(subject=uuid4(), role=ObjectRole.TRANSCRIPT, chunks=[WORDS])
    preview = vault.put(subject=uuid4(), role=ObjectRole.PREVIEW, chunks=[SOUND])
    both = {"request": request, "recording": made, "grant": grant}
    with acting_as(ig_lead):
        end_grant(grant_id=grant.pk, actor=ig_lead, reason="Done", now=NOW)
    with as_job(Job.SEED):
        TranscriptVersion.objects.create(
            **both, number=1, origin=Origin.TYPED, stored=text, lines=1, written_by=nurse, written_at=NOW
        )  # fmt: skip
        Redaction.objects.create(**both, version=1, prepared_by=nurse, begun_at=NOW, preview=preview)
    return made


def authorised(manager: User, lead: User) -> str:
    with acting_as(manager):
        batch = services.propose_due(actor=manager, now=NOW)
    with acting_as(lead):
        return services.authorise(reference=batch.reference, count=1, actor=lead, reason="", now=NOW).reference


def destroy(manager: User, lead: User) -> None:
    services.carry_out(reference=authorised(manager, lead), now=NOW)


def rows() -> Iterator[str]:
    """Every row of every table, as the database writes it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT told::text FROM "{table}" AS told')
            yield from (row for (row,) in cursor.fetchall())


def files() -> Iterator[bytes]:
    """What lies in files for a while on this machine."""
    for path in Path(tempfile.gettempdir()).glob("*"):
        if path.is_file() and path.stat().st_size < 1 << 24:
            yield path.read_bytes()


def cached() -> Iterator[bytes]:
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    for key in client.scan_iter():
        if client.type(key) == b"string":
            yield client.get(key)


def test_nothing_lets_any_of_the_audio_be_had_again(
    vault: Vault, place: Place, call: Recording, practice_manager: User, ig_lead: User
) -> None:
    objects = list(StoredObject.objects.all())
    keys = [bytes(stored.wrapped_key or b"").hex() for stored in objects]
    for stored in objects:
        place.spoil(stored.name, place.bytes_of(stored.name))  # written once more: where there are versions, another one
    assert {stored.role for stored in objects} == {"original", "listening", "peaks", "transcript", "preview"}
    destroy(practice_manager, ig_lead)

    assert place.names() == []
    told = list(rows())
    for trace in (*keys, HEARD[:32].hex(), WORDS.hex(), WORDS.decode(), "0.1, 0.5, 0.2", "+447700900461", "Somebody"):
        assert not [row for row in told if trace in row]
    for content in (*files(), *cached()):
        assert HEARD[:32] not in content
        assert WORDS[:32] not in content
    for stored in StoredObject.objects.all():
        access = open_job_access(job=Job.INTEGRITY, subject=stored.subject, reason="a test", now=NOW)
        with pytest.raises(ObjectDestroyed):
            vault.open(access, stored)


def test_an_object_that_is_written_again_from_a_copy_of_the_store_stays_shut(
    vault: Vault, place: Place, call: Recording, practice_manager: User, ig_lead: User
) -> None:
    """Who kept the sealed bytes has nothing: their key is gone."""
    stored = StoredObject.objects.get(subject=call.pk, role="original")
    sealed = place.bytes_of(stored.name)
    destroy(practice_manager, ig_lead)
    assert HEARD[:32] not in sealed
    stored.refresh_from_db()
    access = open_job_access(job=Job.INTEGRITY, subject=call.pk, reason="a test", now=NOW)
    with pytest.raises(ObjectDestroyed):
        vault.open(access, stored)


@pytest.mark.parametrize("place", ["versioned bucket"], indirect=True)
def test_stopped_before_any_request_to_the_store_and_run_again_it_ends_the_same(
    vault: Vault, place: BucketPlace, practice_manager: User, ig_lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on the disk (tests/recordings/keeping/test_crashes.py): each version, each look whether it is gone, the note of it."""
    call = make_call(LONG_AGO, audio_state=AudioState.HELD, duration_ms=1, sha256="0" * 64)
    stored = vault.put(subject=call.pk, role=ObjectRole.ORIGINAL, chunks=[HEARD])
    sealed = place.bytes_of(stored.name)
    place.spoil(stored.name, sealed)  # another version
    reference, asking, asked = authorised(practice_manager, ig_lead), place.client._make_api_call, []

    def ask(name: str, said: Any) -> Any:
        asked.append(name)
        if len(asked) == stop:
            raise Crash
        return asking(name, said)

    for stop in range(1, 100):
        start = transaction.savepoint()
        monkeypatch.setattr(place.client, "_make_api_call", ask)
        with suppress(Crash):
            services.carry_out(reference=reference, now=NOW)
        monkeypatch.setattr(place.client, "_make_api_call", asking)
        stored.refresh_from_db()
        assert stored.wrapped_key is None
        assert Certificate.objects.exists() == (len(asked) < stop)
        services.carry_out(reference=reference, now=NOW)
        assert (place.names(), Certificate.objects.count()) == ([], 1)
        transaction.savepoint_rollback(start)
        if len(asked) < stop:
            break
        asked.clear()
        place.spoil(stored.name, sealed)
        place.spoil(stored.name, sealed)
    assert stop > 5
