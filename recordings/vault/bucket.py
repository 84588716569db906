"""A bucket of any S3 store as a place for sealed objects, versioned or not."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from itertools import groupby
from posixpath import join
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError

from recordings.vault.frames import Read
from recordings.vault.place import Lying
from recordings.vault.trouble import MissingObject, TamperedObject, VaultUnavailable

_PART = 8 * 1024 * 1024
# one part in memory at a time: threads would each hold another
_IN_PARTS = TransferConfig(multipart_threshold=_PART, multipart_chunksize=_PART, use_threads=False)
_GONE = frozenset({"404", "NoSuchKey"})
_UNVERSIONED = frozenset({"NotImplemented", "501"})
_UNLISTED = _UNVERSIONED | {"NoSuchUpload"}  # rclone takes the listing for a question about one upload


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
        """In parts of 8 MiB, one at a time, encrypted once more by the store where the settings say so.

        The store shows the object when all of it has arrived, and drops the parts when not.
        """
        stream = _Stream(pieces)
        with _saying("keep an object"):
            self._client.upload_fileobj(stream, **self._where(name), ExtraArgs=self._storage.object_parameters, Config=_IN_PARTS)
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

    def listing(self, prefix: str) -> Iterator[Lying]:
        """Each name once, of one folder; of an object whose last version is a delete marker only older versions are left."""
        where, before = self._where(f"{prefix}/"), len(self._where("x")["Key"]) - 1
        with _saying("say what it holds"):
            for name, group in groupby(self._entries(where), key=lambda found: str(found["Key"])):
                newest = max(group, key=lambda found: (found.get("IsLatest", True), found["LastModified"]))
                yield Lying(name[before:], newest.get("Size", 0), newest["LastModified"], "Size" in newest)

    def _entries(self, where: dict[str, str]) -> Iterator[dict[str, Any]]:
        """Every version and delete marker under a beginning, by name; in a store without versions every object."""
        pages = self._client.get_paginator("list_object_versions").paginate(Bucket=where["Bucket"], Prefix=where["Key"])
        try:
            for page in pages:
                yield from sorted(page.get("Versions", []) + page.get("DeleteMarkers", []), key=lambda found: str(found["Key"]))
        except ClientError as error:
            if _code(error) not in _UNVERSIONED:
                raise
            plain = self._client.get_paginator("list_objects_v2").paginate(Bucket=where["Bucket"], Prefix=where["Key"])
            yield from (found for page in plain for found in page.get("Contents", []))

    def clear_unfinished(self, before: datetime) -> int:
        """Give up uploads in parts that were cut off; none in a store that cannot tell them."""
        with _saying("give up what was never finished"):
            try:
                pages = self._client.get_paginator("list_multipart_uploads").paginate(Bucket=self._name, Prefix=self._where("")["Key"])
                left = [found for page in pages for found in page.get("Uploads", []) if found["Initiated"] < before]
            except ClientError as error:
                if _code(error) not in _UNLISTED:
                    raise
                return 0
            for found in left:
                self._client.abort_multipart_upload(Bucket=self._name, Key=found["Key"], UploadId=found["UploadId"])
        return len(left)

    def lock(self, name: str, *, on: bool) -> bool:
        """The store's own legal hold (Object Lock) on every version. False where the bucket has no locks."""
        if not self.has_locks:
            return False
        where, status = self._where(name), {"Status": "ON" if on else "OFF"}
        with _saying("lock an object"):
            pages = self._client.get_paginator("list_object_versions").paginate(Bucket=where["Bucket"], Prefix=where["Key"])
            versions = [one for page in pages for one in page.get("Versions", []) if one["Key"] == where["Key"]]
            for one in versions:
                self._client.put_object_legal_hold(**where, VersionId=one["VersionId"], LegalHold=status)
        return bool(versions)

    @cached_property
    def has_locks(self) -> bool:
        """Whether the bucket was made with Object Lock."""
        with _saying("say whether it locks"):
            try:
                answer = self._client.get_object_lock_configuration(Bucket=self._name)
            except ClientError:
                return False
        return bool(answer.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled")

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
            raise MissingObject from error
        raise VaultUnavailable(
            f"The vault's store refused to {act}: {_code(error)}. Check its rights and space, then try again."
        ) from error
    except (BotoCoreError, Boto3Error) as error:
        raise VaultUnavailable(f"The vault's store could not {act}: it does not answer as it should. Check it, then try again.") from error
