"""After destruction nothing anywhere lets any of the audio be had again: looked for behind the product's back, on every place alike."""

import random
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection

from callgov.people.models import User
from callgov.registry import registry
from callgov.trail.context import acting_as
from callgov.trail.events import Job
from recordings.keeping import services
from recordings.models import Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from recordings.vault.trouble import ObjectDestroyed
from tests.recordings.factories import make_held_call
from tests.recordings.keeping.conftest import LONG_AGO, NOW
from tests.recordings.vault.stores import Place

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.clause("AC-1"), pytest.mark.xdist_group("vault")]

_noise = random.Random(20180806)
HEARD = bytes(_noise.randrange(256) for _ in range(4000))  # sound that nothing else can hold by chance
SOUND = b"RIFF" + struct.pack("<I", 36 + len(HEARD)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
SOUND += b"data" + struct.pack("<I", len(HEARD)) + HEARD
WORDS = b"Patient: the pain began on Tuesday, a very telling transcript of what was said"


@pytest.fixture
def call(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Recording:
    """A call that is due, with its sound, its waveform, and a transcript that a floor above made of it."""
    made = make_held_call(LONG_AGO, sound=SOUND, external_e164="+447700900461", parties="Somebody")
    transcript = uuid4()
    vault.put(subject=transcript, role="listening", chunks=[WORDS])
    monkeypatch.setattr(registry, "made_from", [lambda recordings: {transcript: made.pk} if made.pk in recordings else {}])
    return made


def destroy(manager: User, lead: User) -> None:
    with acting_as(manager):
        batch = services.propose_due(actor=manager, now=NOW)
    with acting_as(lead):
        services.authorise(reference=batch.reference, count=1, actor=lead, reason="", now=NOW)
    services.carry_out(reference=batch.reference, now=NOW)


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
    assert len(objects) == 4
    destroy(practice_manager, ig_lead)

    assert place.names() == []
    told = list(rows())
    for trace in (*keys, HEARD[:32].hex(), WORDS.hex(), WORDS.decode(), "+447700900461", "Somebody"):
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
