"""The vault over each place: a folder, a bucket with versions, and a bucket of a server that knows none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from callgov import clock
from callgov.embedded import S3Server
from callgov.trail.events import Job
from recordings.models import Access
from recordings.vault.keyring import create_ring
from recordings.vault.store import Vault
from tests.recordings.vault.rclone import rclone_server
from tests.recordings.vault.stores import BucketPlace, FolderPlace, Place, Store


@pytest.fixture(scope="session")
def plain_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The storage of an S3 server without versions."""
    with rclone_server(tmp_path_factory.mktemp("rclone")) as store:
        yield store.storage()


@pytest.fixture(scope="session")
def versioned_store(s3_server: S3Server) -> Any:
    """The storage of an S3 server with versions and locks."""
    return Store(s3_server.endpoint, s3_server.access_key, s3_server.secret_key, versioned=True).storage()


@pytest.fixture(params=["folder", "versioned bucket", "plain bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place with nothing in it."""
    if request.param == "folder":
        return FolderPlace(tmp_path / "vault")
    versioned = request.param == "versioned bucket"
    return BucketPlace(request.getfixturevalue("versioned_store" if versioned else "plain_store"), versioned)


@pytest.fixture
def vault(place: Place, tmp_path: Path) -> Iterator[Vault]:
    """The product's vault over the place, with a key ring of its own."""
    ring = tmp_path / "keys" / "ring.json"
    create_ring(ring)
    with override_settings(STORAGES={"vault": place.settings}, VAULT_KEY_RING=str(ring)):
        yield Vault()


@pytest.fixture
def subject() -> UUID:
    """A recording's id."""
    return uuid4()


@pytest.fixture
def access(db: None, subject: UUID) -> Access:
    """An access of a named job to that recording."""
    return Access.objects.create(job=Job.INTAKE, action="job", subject=subject, reason="a test", opened_at=clock.now())
