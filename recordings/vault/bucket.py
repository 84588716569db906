"""A bucket of any S3 store as a place for sealed objects, versioned or not."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from posixpath import join
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError

from recordings.vault.frames import Read
from recordings.vault.trouble import MISSING, TamperedObject, VaultUnavailable

_PART = 8 * 1024 * 1024
# one part in memory at a time: threads would each hold another
_IN_PARTS = TransferConfig(multipart_threshold=_PART, multipart_chunksize=_PART, use_threads=False)
_GONE = frozenset({"404", "NoSuchKey"})
_UNVERSIONED = frozenset({"NotImplemented", "501"})


class Bucket:
    """A bucket behind a `storages` S3 storage. What lies under a name is never overwritten: names are given out once."""

    stride = 64

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self._name = str(storage.bucket_name)

    @property
    def _client(self) -> Any:
        return self._storage.connection.meta.client

    def _where(self, name: str) -> dict[str, str]:
        return {"Bucket": self._name, "Key": join(self._storage.location, name).lstrip("/")}

    def write(self, name: str, pieces: Iterable[bytes]) -> int:
        """In parts of 8 MiB, one at a time. The store shows the object when all of it has arrived, and drops the parts when not."""
        stream = _Stream(pieces)
        with _saying("keep an object"):
            self._client.upload_fileobj(stream, **self._where(name), Config=_IN_PARTS)
        return stream.size

    @contextmanager
    def reading(self, name: str, size: int) -> Iterator[Read]:
        """Ranged requests, each checked against the size of the whole that the store tells with it."""

        def read(start: int, end: int) -> bytes:
            with _saying("hand an object over"):
                answer = self._client.get_object(**self._where(name), Range=f"bytes={start}-{end - 1}")
                if answer["ContentRange"].rpartition("/")[2] != str(size):
                    raise TamperedObject("The object does not have the size that was stored.")
                return bytes(answer["Body"].read())

        yield read

    def erase(self, name: str) -> None:
        """Remove all versions and their delete markers; in a store without versions, the object."""
        with _saying("give an object up"):
            for version in self._versions(name):
                self._client.delete_object(**self._where(name), **version)

    def holds(self, name: str) -> bool:
        """Whether the object or any version of it is there."""
        with _saying("say what it holds"):
            return next(self._versions(name), None) is not None

    def clear(self, names: Sequence[str]) -> list[str]:
        """Name by name. What a lock keeps stays, and the others go."""
        return [name for name in names if self._cleared(name)]

    def _cleared(self, name: str) -> bool:
        try:
            self.erase(name)
            return not self.holds(name)
        except VaultUnavailable:
            if self.answers():
                return False
            raise

    def answers(self) -> bool:
        """Whether the bucket is there."""
        try:
            self._client.head_bucket(Bucket=self._name)
        except (ClientError, BotoCoreError):
            return False
        return True

    def _versions(self, name: str) -> Iterator[dict[str, str]]:
        """What tells each version and delete marker of exactly this object; in a store without versions nothing need be told."""
        where = self._where(name)
        pages = self._client.get_paginator("list_object_versions").paginate(Bucket=where["Bucket"], Prefix=where["Key"])
        try:
            for page in pages:
                found = page.get("Versions", []) + page.get("DeleteMarkers", [])
                yield from ({"VersionId": version["VersionId"]} for version in found if version["Key"] == where["Key"])
        except ClientError as error:
            if _code(error) not in _UNVERSIONED:
                raise
            if self._is_there(where):
                yield {}

    def _is_there(self, where: dict[str, str]) -> bool:
        """Whether there is such an object. Asked by its listing: without the bucket, a direct question is answered in the same way."""
        found = self._client.list_objects_v2(Bucket=where["Bucket"], Prefix=where["Key"])
        return any(each["Key"] == where["Key"] for each in found.get("Contents", []))


class _Stream(io.RawIOBase):
    """The pieces as the file that an upload reads from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.size = 0
        self._pieces = iter(pieces)
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._held = self._held or next(self._pieces, b"")
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        self.size += count
        return count


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


@contextmanager
def _saying(act: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if _code(error) in _GONE:
            raise TamperedObject(MISSING) from error
        raise VaultUnavailable(
            f"The vault's store refused to {act}: {_code(error)}. Check its rights and space, then try again."
        ) from error
    except (BotoCoreError, Boto3Error) as error:
        raise VaultUnavailable(f"The vault's store could not {act}: it does not answer as it should. Check it, then try again.") from error
