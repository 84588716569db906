"""A vault of its own with a few objects in it, seen and spoilt from outside."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import override_settings

from callgov import clock
from callgov.embedded import S3Server
from callgov.trail.events import Job
from recordings.models import Access, ObjectRole, StoredObject
from recordings.vault.keyring import create_ring
from recordings.vault.store import Vault
from recordings.wholeness.services import reconciling
from tests.recordings.vault.stores import BucketPlace, FolderPlace, Place, Store

NOW = clock.now()
LATER = NOW + timedelta(days=2)


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """A folder; a bucket with versions where the test asks for one."""
    if getattr(request, "param", "folder") == "folder":
        return FolderPlace(tmp_path / "vault")
    server: S3Server = request.getfixturevalue("s3_server")
    return BucketPlace(Store(server.endpoint, server.access_key, server.secret_key, versioned=True).storage(), True)


@pytest.fixture
def vault(place: Place, tmp_path: Path) -> Iterator[Vault]:
    """The product's vault over the place, with a key ring of its own."""
    ring = tmp_path / "keys" / "ring.json"
    create_ring(ring)
    with override_settings(STORAGES={**settings.STORAGES, "vault": place.settings}, VAULT_KEY_RING=str(ring)):
        yield Vault()


@pytest.fixture
def three(db: None, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> list[StoredObject]:
    """Three objects of three recordings; of a store's 256 folders a comparison reads those in which they lie."""
    made = [vault.put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"the sound of a call" * 5000]) for _ in range(3)]
    monkeypatch.setattr(reconciling, "FOLDERS", tuple(sorted({stored.name[:2] for stored in made})))
    return made


def access_to(stored: StoredObject) -> Access:
    """An access of a named job to the subject of an object."""
    return Access.objects.create(job=Job.COMMAND, action="job", subject=stored.subject, reason="a test", opened_at=NOW)


def flip(place: Place, stored: StoredObject) -> None:
    """Flip a bit of the object where it lies."""
    sealed = bytearray(place.bytes_of(stored.name))
    sealed[len(sealed) // 2] ^= 1
    place.spoil(stored.name, bytes(sealed))


def fresh(stored: StoredObject) -> StoredObject:
    """The row as it stands now."""
    return StoredObject.objects.get(pk=stored.pk)
