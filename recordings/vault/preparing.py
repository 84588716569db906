"""Making a bucket what a vault needs, once, and as often as one likes: versions, locks, encryption, an end to uploads that were cut off."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import storages

from recordings.vault.trouble import VaultUnavailable

UNFINISHED_DAYS = 1
_NOT_THERE = frozenset({"404", "NoSuchBucket", "NoSuchKey"})


def prepare_vault() -> Iterator[tuple[str, bool]]:
    """The bucket of the settings, as `prepare` does it."""
    return prepare(storages["vault"])


def prepare(storage: Any) -> Iterator[tuple[str, bool]]:
    """Each thing that a bucket should have, and whether it has it now. What a store cannot do is told and left.

    Raises VaultUnavailable when there is no bucket and none can be made.
    """
    client, bucket = storage.connection.meta.client, str(storage.bucket_name)
    try:
        _make(client, bucket, str(storage.region_name or ""))
    except (ClientError, BotoCoreError) as trouble:
        raise VaultUnavailable(f"The bucket {bucket} cannot be made: {trouble}") from trouble
    yield "It is there", True
    for words, act in _wanted(client, bucket, storage.object_parameters.get("ServerSideEncryption", "")):
        yield words, _done(act)


def _make(client: Any, bucket: str, region: str) -> None:
    """A new bucket with locks, which bring versions; in a store that knows none, a plain one."""
    try:
        client.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_THERE:
            raise
        where = {"CreateBucketConfiguration": {"LocationConstraint": region}} if region not in ("", "us-east-1") else {}
        client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True, **where)


def _wanted(client: Any, bucket: str, encryption: str) -> Iterator[tuple[str, Callable[[], object]]]:
    versions = {"Status": "Enabled"}
    yield "It keeps versions", lambda: client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=versions)
    yield "It can lock what is on hold", lambda: _insist_locks(client, bucket)
    if encryption:
        rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": encryption}}]}
        yield (
            "It encrypts what lies in it",
            lambda: client.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=rules),
        )
    lifecycle = {
        "Rules": [
            {
                "ID": "uploads that were cut off", "Status": "Enabled", "Filter": {"Prefix": ""},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UNFINISHED_DAYS},
            }
        ]
    }  # fmt: skip
    yield (
        "It gives up uploads that were cut off after a day",
        lambda: client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=lifecycle),
    )
    closed = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    yield "It is closed to the public", lambda: client.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=closed)


def _insist_locks(client: Any, bucket: str) -> None:
    """Locks without a rule of their own: only what is on hold is locked, because what is due must go."""
    client.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})


def _done(act: Callable[[], object]) -> bool:
    try:
        act()
    except ClientError:
        return False
    return True
