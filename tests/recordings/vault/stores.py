"""The places that one contract holds for, and how the tests look behind the vault's back at what truly lies there."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from django.utils.module_loading import import_string

from callgov.environment import Environment
from callgov.processes import LOOPBACK, free_port
from recordings.vault.store import GRAVES


class Place(Protocol):
    """A place, seen and spoilt from outside."""

    settings: dict[str, Any]

    def names(self) -> list[str]: ...

    def bytes_of(self, name: str) -> bytes: ...

    def spoil(self, name: str, content: bytes) -> None: ...

    def take_away(self, name: str) -> None: ...


def is_object(name: str) -> bool:
    """Whether a name is an object's, and not a note of what was destroyed."""
    return not name.startswith(f"{GRAVES}/")


@dataclass
class FolderPlace:
    """A folder."""

    folder: Path

    @property
    def settings(self) -> dict[str, Any]:
        return Environment().vault_store("folder", str(self.folder), "", "", "", "", "")

    def names(self) -> list[str]:
        return sorted(filter(is_object, (str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())))

    def bytes_of(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def spoil(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)

    def take_away(self, name: str) -> None:
        (self.folder / name).unlink()


@dataclass(frozen=True)
class Store:
    """An S3 server, reached as a practice reaches its own; buckets with versions have locks too, which bring them."""

    endpoint: str
    access_key: str
    secret_key: str
    versioned: bool

    def storage(self) -> Any:
        """The storage that the settings make of it. It takes a second to make, so each server has one for all tests."""
        made = Environment().vault_store("s3", "", "", self.endpoint, "eu-west-2", self.access_key, self.secret_key)
        return import_string(made["BACKEND"])(**made["OPTIONS"])


@dataclass
class BucketPlace:
    """A bucket of its own."""

    storage: Any
    versioned: bool
    bucket: str = field(default_factory=lambda: f"vault-{uuid4()}")

    def __post_init__(self) -> None:
        self.client = self.storage.connection.meta.client
        self.storage.bucket_name = self.bucket
        where = {"LocationConstraint": "eu-west-2"}
        self.client.create_bucket(Bucket=self.bucket, CreateBucketConfiguration=where, ObjectLockEnabledForBucket=self.versioned)

    @property
    def settings(self) -> dict[str, Any]:
        return {"BACKEND": f"{__name__}.given", "OPTIONS": {"storage": self.storage}}

    def names(self) -> list[str]:
        """Every object, and in a bucket with versions every version and delete marker."""
        if not self.versioned:
            found = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        else:
            page = self.client.list_object_versions(Bucket=self.bucket)
            found = page.get("Versions", []) + page.get("DeleteMarkers", [])
        return [one["Key"] for one in found if is_object(one["Key"])]

    def bytes_of(self, name: str) -> bytes:
        return bytes(self.client.get_object(Bucket=self.bucket, Key=name)["Body"].read())

    def spoil(self, name: str, content: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=name, Body=content)

    def take_away(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=name)


def given(storage: Any) -> Any:
    """A storage backend for the settings: the one that was made before."""
    return storage


def nobody_there() -> dict[str, Any]:
    """The settings of a store at an address where nothing listens."""
    return Environment().vault_store("s3", "", "vault", f"http://{LOOPBACK}:{free_port()}", "eu-west-2", "key", "secret")
