"""Store and records are compared, and everything that can be settled without a person is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from callgov.bootstrap import ROOT
from callgov.jobs.trouble import JobFailed
from callgov.trail.models import Entry
from recordings.models import Access, Damage, ObjectRole, Restore, StoredObject
from recordings.vault.place import Lying
from recordings.vault.store import FOLDERS, Vault
from recordings.vault.trouble import ObjectInUse, VaultUnavailable
from recordings.wholeness import rules, tasks
from recordings.wholeness.services import reconciling
from recordings.wholeness.services.reconciling import reconcile
from tests.recordings.vault.stores import BucketPlace, FolderPlace, Place
from tests.recordings.wholeness.conftest import LATER, NOW, access_to, flip, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-5"), pytest.mark.xdist_group("vault")]

both = pytest.mark.parametrize("place", ["folder", "versioned bucket"], indirect=True)


def test_where_all_is_well_nothing_is_changed(three: list[StoredObject], place: Place) -> None:
    before = place.names()
    done = reconcile(now=LATER)
    assert (done.objects, done.missing, done.strays_erased) == (3, 0, 0)
    assert place.names() == before


@both
def test_an_object_whose_row_never_came_is_erased_after_a_day_and_not_before(three: list[StoredObject], place: Place) -> None:
    place.spoil(three[0].name, place.bytes_of(three[0].name))
    stray = f"{three[0].name[:2]}/{uuid4().hex}"
    if isinstance(place, FolderPlace):
        (place.folder / stray).parent.mkdir(exist_ok=True)
    place.spoil(stray, b"sealed under a key that nobody kept")
    assert reconcile(now=NOW).strays_erased == 0
    assert reconcile(now=LATER).strays_erased == 1
    assert set(place.names()) == {stored.name for stored in three}


@both
@pytest.mark.clause("AC-10")
def test_a_destruction_that_was_cut_off_after_the_key_is_ended(three: list[StoredObject], place: Place) -> None:
    StoredObject.objects.filter(pk=three[0].pk).recorded().update(wrapped_key=None, key_destroyed_at=NOW)
    assert reconcile(now=NOW).destructions_ended == 0
    assert reconcile(now=LATER).destructions_ended == 1
    assert fresh(three[0]).destroyed_at == LATER
    assert three[0].name not in place.names()


@pytest.mark.clause("AC-10")
def test_a_destroyed_object_that_a_restored_store_brought_back_is_erased_again(
    three: list[StoredObject], place: Place, vault: Vault
) -> None:
    kept = place.bytes_of(three[0].name)
    vault.destroy(access_to(three[0]), three[0], now=NOW)
    place.spoil(three[0].name, kept)
    assert reconcile(now=NOW).came_back == 1
    assert three[0].name not in place.names()


@both
def test_a_row_whose_object_is_gone_is_missing_and_one_of_another_size_damaged(three: list[StoredObject], place: Place) -> None:
    place.take_away(three[0].name)
    place.spoil(three[1].name, b"cut short")
    done = reconcile(now=NOW)
    assert (done.missing, done.damaged) == (1, 1)
    assert [fresh(stored).damage for stored in three] == [Damage.MISSING, Damage.DAMAGED, ""]
    assert Entry.objects.filter(event="incident_reported").count() == 2


def test_what_is_destroyed_while_the_store_is_read_is_not_missing(
    three: list[StoredObject], vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying = Vault.lying

    def destroyed_before_the_store_is_read(self: Vault, folder: str) -> Iterator[Lying]:
        for stored in three:
            if stored.name.startswith(folder):
                vault.destroy(access_to(stored), stored, now=NOW)
        return lying(self, folder)

    monkeypatch.setattr(Vault, "lying", destroyed_before_the_store_is_read)
    assert reconcile(now=NOW).missing == 0


def test_an_object_whose_row_comes_a_moment_later_is_left_alone(
    three: list[StoredObject], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recordings.wholeness.queries.rows_in", lambda _folder: {})
    assert reconcile(now=LATER).strays_erased == 0
    assert place.names() == sorted(stored.name for stored in three)


def test_what_has_a_key_is_never_erased_as_if_it_had_none(three: list[StoredObject], vault: Vault) -> None:
    with pytest.raises(ObjectInUse):
        vault.erase_without_key(three[0].name)


@pytest.mark.parametrize(("since", "may"), [(-1, True), (0, False), (5, False), (10, False), (11, True)])
def test_a_stray_that_a_restore_may_have_lost_waits_for_a_person(since: int, may: bool) -> None:
    lying = Lying("00/x", 1, NOW + timedelta(hours=since))
    assert rules.may_go(lying, (NOW, NOW + timedelta(hours=10))) is may
    assert rules.may_go(lying, None)


def test_strays_of_a_restore_are_counted_and_stay(three: list[StoredObject], place: Place) -> None:
    Restore.objects.create(backup_id=uuid4(), taken_at=NOW - timedelta(days=9), restored_at=NOW + timedelta(hours=1))
    StoredObject.objects.filter(pk=three[0].pk).recorded().delete()
    done = reconcile(now=LATER)
    assert (done.strays_left, done.strays_erased) == (1, 0)
    assert len(place.names()) == 3


def test_half_a_file_of_a_killed_process_goes_after_a_day(three: list[StoredObject], place: FolderPlace) -> None:
    half = place.folder / three[0].name[:2] / f"{uuid4().hex}.partial"
    half.write_bytes(b"half")
    assert reconcile(now=NOW).unfinished_removed == 0
    assert reconcile(now=LATER).unfinished_removed == 1
    assert not half.exists()


@pytest.mark.parametrize("place", ["versioned bucket"], indirect=True)
def test_an_upload_that_was_cut_off_is_given_up(three: list[StoredObject], place: BucketPlace) -> None:
    upload = place.client.create_multipart_upload(Bucket=place.bucket, Key="00/half")
    place.client.upload_part(Bucket=place.bucket, Key="00/half", UploadId=upload["UploadId"], PartNumber=1, Body=b"half")
    assert reconcile(now=LATER).unfinished_removed == 1
    assert not place.client.list_multipart_uploads(Bucket=place.bucket).get("Uploads")


def test_when_the_store_does_not_answer_nothing_is_called_missing(three: list[StoredObject], place: FolderPlace, tmp_path: Path) -> None:
    place.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(JobFailed, match="mounted"):
        tasks.reconcile()
    assert not StoredObject.objects.exclude(damage="").exists()


def test_the_comparison_reads_all_of_the_store_one_folder_at_a_time(
    three: list[StoredObject], place: FolderPlace, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(reconciling, "FOLDERS", FOLDERS)
    for folder in FOLDERS:
        (place.folder / folder).mkdir(exist_ok=True)
        (place.folder / folder / uuid4().hex).write_bytes(b"sealed under a key that nobody kept")
    with django_assert_max_num_queries(3 * 256 + 20):
        assert reconcile(now=LATER).strays_erased == 256


KILLED = """
import os, signal, django
django.setup()
from uuid import UUID
from recordings.models import StoredObject
from recordings.vault import places
from recordings.vault.store import Vault

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def pieces(where):
    yield b"a" * 200_000
    if where == "while it is written":
        die()
    yield b"b" * 200_000

def put(where):
    if where == "before its row is there":
        StoredObject.objects.create = die
    if where == "before it has its name":
        places.sync_folder = die
    Vault().put(subject=UUID(int=7), role="original", chunks=pieces(where))

for where in ("while it is written", "before it has its name", "before its row is there"):
    child = os.fork()
    if not child:
        put(where)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, where
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_puts_something_in_leaves_nothing_in_the_end(vault: Vault, place: FolderPlace, settings: Any) -> None:
    """While it is written, before it has its name, before its row is there."""
    database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    environment = {
        **os.environ, "DATABASE_URL": database, "VAULT_FOLDER": str(place.folder), "VAULT_KEY_RING": str(settings.VAULT_KEY_RING),
        "DJANGO_SETTINGS_MODULE": "callgov.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", KILLED], env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    left = [path for path in place.folder.rglob("*") if path.is_file()]
    assert len(left) >= 2, "the kill left half a file, and a whole one without a row"
    reconcile(now=LATER)
    assert place.names() == []
    assert not StoredObject.objects.exists()
    assert Vault().put(subject=UUID(int=7), role=ObjectRole.ORIGINAL, chunks=[b"again"]).plain_size == 5


def test_a_store_that_refuses_is_not_settled(three: list[StoredObject], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: Vault, name: str) -> None:
        raise VaultUnavailable("No.")

    StoredObject.objects.filter(pk=three[0].pk).recorded().delete()
    monkeypatch.setattr(Vault, "erase_without_key", refuses)
    with pytest.raises(JobFailed):
        tasks_later()


def tasks_later() -> None:
    try:
        reconcile(now=LATER)
    except VaultUnavailable as trouble:
        raise JobFailed(str(trouble)) from trouble


def test_the_job_says_what_it_found(three: list[StoredObject], place: Place) -> None:
    flip(place, three[0])
    counts = tasks.reconcile()
    assert counts["objects"] == 3
    assert Entry.objects.get(event="store_reconciled").facts["objects"] == 3
    assert not Access.objects.exists()
