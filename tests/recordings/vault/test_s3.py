"""S3 for real: versions, Object Lock for what is on hold, encryption by the store, uploads that were cut off; on both S3 servers.

The server in memory knows versions, locks, encryption and lifecycles; the other knows none of them but checks signatures.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from celery import current_app
from django.core.management import CommandError, call_command

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.trail.models import Entry
from recordings.keeping.services import place_hold, release_hold
from recordings.models import Access, ObjectRole, Recording, StoredObject
from recordings.vault.locks import settle
from recordings.vault.places import place_of
from recordings.vault.preparing import prepare
from recordings.vault.store import Vault
from recordings.vault.trouble import VaultUnavailable
from recordings.wholeness import tasks
from tests.recordings.factories import make_call
from tests.recordings.vault.stores import BucketPlace, Place, Store

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("vault")]

NOW = clock.now()
versioned = pytest.mark.parametrize("place", ["versioned bucket"], indirect=True)
plain = pytest.mark.parametrize("place", ["plain bucket"], indirect=True)
either = pytest.mark.parametrize("place", ["versioned bucket", "plain bucket"], indirect=True)


@pytest.fixture
def held(vault: Vault, ig_lead: User) -> tuple[Recording, StoredObject]:
    """A call on hold, with its sound."""
    call = make_call()
    stored = vault.put(subject=call.pk, role=ObjectRole.ORIGINAL, chunks=[b"the sound of a call" * 900_000])
    with as_job(Job.COMMAND):
        place_hold(kind="claim", case_reference="CL-1", reason="A claim", owner=ig_lead, recordings=[call.pk], now=NOW)
    return call, stored


def release() -> None:
    with as_job(Job.COMMAND):
        release_hold(kind="claim", case_reference="CL-1", reason="Settled", now=NOW)


def fresh(stored: StoredObject) -> StoredObject:
    return StoredObject.objects.get(pk=stored.pk)


def delete_versions(place: BucketPlace, name: str) -> None:
    """What somebody with the store's password would do."""
    for version in place.client.list_object_versions(Bucket=place.bucket, Prefix=name)["Versions"]:
        place.client.delete_object(Bucket=place.bucket, Key=name, VersionId=version["VersionId"])


@versioned
@pytest.mark.clause("AC-5")
def test_a_hold_locks_in_the_store_and_its_end_unlocks(vault: Vault, place: BucketPlace, held: tuple[Recording, StoredObject]) -> None:
    _call, stored = held
    assert settle(now=NOW) == {"objects locked": 1, "objects unlocked": 0}
    assert fresh(stored).locked
    with pytest.raises(place.client.exceptions.ClientError, match="AccessDenied"):
        delete_versions(place, stored.name)
    assert settle(now=NOW) == {"objects locked": 0, "objects unlocked": 0}
    release()
    assert settle(now=NOW) == {"objects locked": 0, "objects unlocked": 1}
    delete_versions(place, stored.name)
    assert Entry.objects.filter(event="store_locked").count() == 2


@versioned
@pytest.mark.clause("AC-10")
def test_what_is_locked_is_not_destroyed_and_after_the_hold_it_is(vault: Vault, held: tuple[Recording, StoredObject]) -> None:
    call, stored = held
    settle(now=NOW)
    access = Access.objects.create(job=Job.COMMAND, action="job", subject=call.pk, reason="a test", opened_at=NOW)
    release()
    with pytest.raises(VaultUnavailable):
        vault.destroy(access, stored, now=NOW)
    settle(now=NOW)
    assert vault.destroy(access, fresh(stored), now=NOW).destroyed_at


@versioned
@pytest.mark.clause("AC-10")
def test_what_a_lock_keeps_stays_and_stops_none_of_the_others(
    vault: Vault, place: BucketPlace, held: tuple[Recording, StoredObject]
) -> None:
    settle(now=NOW)
    free = vault.put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"x"])
    assert place_of(place.storage).clear([held[1].name, free.name]) == [free.name]
    assert place.names() == [held[1].name]


@pytest.mark.parametrize("place", ["folder", "plain bucket"], indirect=True)
def test_a_store_without_locks_has_nothing_to_settle(vault: Vault, held: tuple[Recording, StoredObject]) -> None:
    assert settle(now=NOW) == {}
    assert not vault.lock(held[1], on=True)
    assert not fresh(held[1]).locked


@versioned
def test_a_bucket_that_was_made_without_locks_has_none(place: BucketPlace) -> None:
    assert place_of(place.storage).has_locks
    assert not place_of(BucketPlace(place.storage, versioned=False).storage).has_locks


@versioned
def test_a_bucket_that_is_gone_is_not_an_empty_one(vault: Vault, place: BucketPlace) -> None:
    place.storage.bucket_name = "no-such-bucket"
    gone = Vault()
    for ask in (lambda: list(gone.lying("ab")), lambda: gone.clear_unfinished(NOW)):
        with pytest.raises(VaultUnavailable, match="NoSuchBucket"):
            ask()


@versioned
def test_the_job_says_when_the_store_does_not_take_a_lock(vault: Vault, place: BucketPlace, held: tuple[Recording, StoredObject]) -> None:
    assert tasks.settle_locks() == {"objects locked": 1, "objects unlocked": 0}
    release()
    delete = place.client.put_object_legal_hold
    assert delete
    place.client.put_object_legal_hold(Bucket=place.bucket, Key=held[1].name, LegalHold={"Status": "OFF"})
    delete_versions(place, held[1].name)
    assert tasks.settle_locks() == {"objects locked": 0, "objects unlocked": 0}


def test_a_hold_asks_the_worker_to_settle_the_locks_at_once(
    ig_lead: User, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda task, **_: sent.append(task))
    settings.VAULT_STORE = "s3"
    with django_capture_on_commit_callbacks(execute=True), as_job(Job.COMMAND):
        place_hold(kind="claim", case_reference="CL-2", reason="A claim", owner=ig_lead, recordings=[make_call().pk], now=NOW)
        release_hold(kind="claim", case_reference="CL-2", reason="Settled", now=NOW)
    assert sent == ["recordings.wholeness.tasks.settle_locks"] * 2


@versioned
@pytest.mark.clause("AC-1")
def test_the_store_encrypts_what_is_already_encrypted(vault: Vault, place: BucketPlace) -> None:
    stored = vault.put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"x"])
    assert place.client.head_object(Bucket=place.bucket, Key=stored.name)["ServerSideEncryption"] == "AES256"


@either
def test_what_lies_in_a_bucket_is_listed_folder_by_folder(vault: Vault, place: Place) -> None:
    stored = [vault.put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"x" * n]) for n in range(3)]
    listed = [found for folder in {one.name[:2] for one in stored} for found in vault.lying(folder)]
    assert {(found.name, found.size, found.current) for found in listed} == {(one.name, one.sealed_size, True) for one in stored}
    assert all(found.since > NOW - timedelta(minutes=1) for found in listed)


@versioned
def test_an_object_under_a_delete_marker_is_there_and_cannot_be_read(vault: Vault, place: Place) -> None:
    stored = vault.put(subject=UUID(int=1), role=ObjectRole.ORIGINAL, chunks=[b"x"])
    place.take_away(stored.name)
    (found,) = vault.lying(stored.name[:2])
    assert (found.name, found.current) == (stored.name, False)


@plain
def test_a_store_that_cannot_tell_cut_off_uploads_has_none(vault: Vault) -> None:
    assert vault.clear_unfinished(NOW + timedelta(days=1)) == 0


@versioned
def test_a_bucket_is_made_with_all_that_a_vault_needs_and_again_changes_nothing(place: BucketPlace) -> None:
    place.storage.bucket_name = bucket = f"fresh-{uuid4()}"
    for _ in range(2):
        assert all(done for _, done in prepare(place.storage))
    client = place.client
    assert client.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert client.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
    (rule,) = client.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert client.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert client.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"]


@plain
def test_a_store_that_can_do_less_says_so_and_serves(place: BucketPlace) -> None:
    place.storage.bucket_name = f"fresh-{uuid4()}"
    can = dict(prepare(place.storage))
    assert can["It is there"]
    assert not can["It can lock what is on hold"]


@versioned
def test_a_practice_may_leave_the_encryption_of_its_store_alone(place: BucketPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place.storage, "object_parameters", {})
    assert "It encrypts what lies in it" not in dict(prepare(place.storage))


def test_a_bucket_that_we_may_not_look_at_is_not_made_ours(plain_store: Any) -> None:
    stranger = Store(plain_store.endpoint_url, "somebody", "else", versioned=False).storage()
    stranger.bucket_name = "theirs"
    with pytest.raises(VaultUnavailable, match=r"theirs cannot be made: .*403"):
        list(prepare(stranger))


@versioned
def test_the_command_tells_what_the_store_can(vault: Vault, settings: Any, capsys: Any) -> None:
    with pytest.raises(CommandError, match="not s3"):
        call_command("prepare_bucket")
    settings.VAULT_STORE = "s3"
    call_command("prepare_bucket")
    assert "yes  It can lock what is on hold" in capsys.readouterr().out


@versioned
def test_when_the_store_is_away_the_job_says_so(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, held: tuple[Recording, StoredObject]
) -> None:
    def away(*_: Any, **__: Any) -> bool:
        raise VaultUnavailable("The store does not answer.")

    monkeypatch.setattr(Vault, "lock", away)
    with pytest.raises(JobFailed, match="does not answer"):
        tasks.settle_locks()
