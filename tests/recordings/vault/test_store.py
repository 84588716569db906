"""The vault keeps its promises over every place alike: sealed, for an access alone, whole or not at all, and gone when destroyed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from callgov import clock
from callgov.trail.events import Job
from recordings.models import Access, ObjectRole, StoredObject
from recordings.vault.frames import FRAME
from recordings.vault.keyring import rotate
from recordings.vault.places import Folder
from recordings.vault.store import Vault
from recordings.vault.trouble import NotCovered, ObjectDestroyed, TamperedObject, VaultUnavailable
from tests.recordings.vault.disk import room_for
from tests.recordings.vault.stores import BucketPlace, FolderPlace, Place, nobody_there

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("vault")]

PLAIN = bytes(range(256)) * 1000  # just under four frames
ORIGINAL = ObjectRole.ORIGINAL


class Vanished(Exception):
    """The source of the bytes is gone in the middle."""


def pieces(times: int = 1) -> Iterator[bytes]:
    for _ in range(times):
        yield PLAIN


def breaking_off(after: int) -> Iterator[bytes]:
    yield from pieces(after)
    raise Vanished


@pytest.fixture
def stored(vault: Vault, subject: UUID) -> StoredObject:
    return vault.put(subject=subject, role=ORIGINAL, chunks=pieces(), content_type="audio/wav")


def test_what_was_put_in_comes_out(vault: Vault, access: Access, stored: StoredObject) -> None:
    assert b"".join(vault.open(access, stored)) == PLAIN
    assert (stored.sha256, stored.plain_size) == (hashlib.sha256(PLAIN).hexdigest(), len(PLAIN))
    assert stored.content_type == "audio/wav"


def test_an_empty_object_is_an_object(vault: Vault, access: Access, subject: UUID) -> None:
    empty = vault.put(subject=subject, role=ORIGINAL, chunks=[])
    assert b"".join(vault.open(access, empty)) == b""


def test_an_object_of_many_parts_goes_in_and_out(vault: Vault, access: Access, subject: UUID) -> None:
    large = vault.put(subject=subject, role=ORIGINAL, chunks=pieces(80))
    vault.check(access, large)
    assert b"".join(vault.open(access, large, 19 * FRAME - 5, 19 * FRAME + 5)) == (PLAIN * 6)[19 * FRAME - 5 :][:10]


@pytest.mark.parametrize(("start", "end"), [(0, 1), (FRAME - 1, FRAME + 1), (FRAME, 2 * FRAME), (len(PLAIN) - 1, None), (7, 7)])
def test_a_range_comes_out_as_it_went_in(vault: Vault, access: Access, stored: StoredObject, start: int, end: int | None) -> None:
    assert b"".join(vault.open(access, stored, start, end)) == PLAIN[start:end]


def test_a_range_outside_the_object_is_refused_at_once(vault: Vault, access: Access, stored: StoredObject) -> None:
    with pytest.raises(ValueError, match="not inside"):
        vault.open(access, stored, 0, len(PLAIN) + 1)


@pytest.mark.clause("AC-10")
def test_nothing_plain_and_nothing_telling_lies_in_the_place(vault: Vault, place: Place, stored: StoredObject, subject: UUID) -> None:
    (name,) = place.names()
    assert name == stored.name
    assert str(subject) not in name
    assert subject.hex not in name
    assert PLAIN[:64] not in place.bytes_of(name)


def test_no_two_objects_share_a_key(vault: Vault, stored: StoredObject) -> None:
    other = vault.put(subject=uuid4(), role=ORIGINAL, chunks=pieces())
    assert bytes(other.wrapped_key or b"") != bytes(stored.wrapped_key or b"")


# Who may open


@pytest.mark.clause("AC-1")
@pytest.mark.clause("AC-4")
def test_an_access_to_another_recording_opens_nothing(vault: Vault, stored: StoredObject) -> None:
    other = Access.objects.create(job=Job.INTAKE, action="job", subject=uuid4(), reason="a test", opened_at=clock.now())
    for act in (vault.open, vault.check):
        with pytest.raises(NotCovered):
            act(other, stored)
    with pytest.raises(NotCovered):
        vault.destroy(other, stored, now=clock.now())


@pytest.mark.clause("AC-1")
def test_an_access_that_was_never_written_down_opens_nothing(vault: Vault, stored: StoredObject, subject: UUID) -> None:
    unwritten = Access(job=Job.INTAKE, action="job", subject=subject, reason="a test", opened_at=clock.now())
    with pytest.raises(NotCovered):
        vault.open(unwritten, stored)


@pytest.mark.clause("AC-1")
def test_something_that_only_looks_like_an_access_opens_nothing(vault: Vault, stored: StoredObject) -> None:
    class Pretended:
        def covers(self, stored: StoredObject) -> bool:
            return True

    with pytest.raises(NotCovered):
        vault.open(Pretended(), stored)  # type: ignore[arg-type]


# What was tampered with


@pytest.mark.parametrize("at", [0, 5, 40, FRAME + 100, -1])
def test_a_flipped_bit_is_refused(vault: Vault, access: Access, place: Place, stored: StoredObject, at: int) -> None:
    sealed = bytearray(place.bytes_of(stored.name))
    sealed[at] ^= 1
    place.spoil(stored.name, bytes(sealed))
    with pytest.raises(TamperedObject):
        vault.check(access, stored)


def test_a_cut_or_lengthened_object_is_refused_even_for_a_range_that_is_whole(
    vault: Vault, access: Access, place: Place, stored: StoredObject
) -> None:
    sealed = place.bytes_of(stored.name)
    for changed in (sealed[: -FRAME - 16], sealed + b"more", b""):
        place.spoil(stored.name, changed)
        with pytest.raises((TamperedObject, VaultUnavailable)):
            vault.open(access, stored, 0, 10)


def test_two_objects_that_changed_places_are_refused(vault: Vault, access: Access, place: Place, stored: StoredObject) -> None:
    other = vault.put(subject=uuid4(), role=ORIGINAL, chunks=pieces())
    place.spoil(stored.name, place.bytes_of(other.name))
    with pytest.raises(TamperedObject):
        vault.open(access, stored)


def test_a_row_that_was_pointed_at_another_object_is_refused(vault: Vault, access: Access, stored: StoredObject) -> None:
    other = vault.put(subject=uuid4(), role=ORIGINAL, chunks=pieces())
    stored.name, stored.wrapped_key, stored.key_id = other.name, other.wrapped_key, other.key_id
    with pytest.raises(TamperedObject):
        vault.open(access, stored)


def test_an_object_that_was_given_another_role_is_refused(vault: Vault, access: Access, stored: StoredObject) -> None:
    stored.role = ObjectRole.LISTENING
    with pytest.raises(TamperedObject):
        vault.open(access, stored)


def test_an_object_that_was_taken_away_is_reported(vault: Vault, access: Access, place: Place, stored: StoredObject) -> None:
    place.take_away(stored.name)
    with pytest.raises(TamperedObject, match="not in the vault"):
        vault.open(access, stored)


def test_an_object_that_differs_from_its_row_does_not_pass_its_check(vault: Vault, access: Access, stored: StoredObject) -> None:
    stored.sha256 = "0" * 64
    with pytest.raises(TamperedObject, match="SHA-256"):
        vault.check(access, stored)


# When something fails in the middle


@pytest.mark.parametrize("after", [0, 1, 80])
def test_when_the_source_breaks_off_neither_row_nor_object_stays(vault: Vault, place: Place, subject: UUID, after: int) -> None:
    with pytest.raises(Vanished):
        vault.put(subject=subject, role=ORIGINAL, chunks=breaking_off(after))
    assert place.names() == []
    assert not StoredObject.objects.exists()


def test_when_the_row_is_refused_the_object_does_not_stay(vault: Vault, place: Place, stored: StoredObject, subject: UUID) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        vault.put(subject=subject, role=ORIGINAL, chunks=pieces())
    assert place.names() == [stored.name]


def test_putting_in_costs_one_statement(vault: Vault, subject: UUID) -> None:
    with CaptureQueriesContext(connection) as queries:
        vault.put(subject=subject, role=ORIGINAL, chunks=pieces())
    assert len(queries) == 1


def test_opening_costs_no_statement(vault: Vault, access: Access, stored: StoredObject) -> None:
    with CaptureQueriesContext(connection) as queries:
        list(vault.open(access, stored, 0, 10))
    assert len(queries) == 0


# Destruction


@pytest.mark.clause("AC-10")
def test_after_destruction_key_and_object_are_gone(vault: Vault, access: Access, place: Place, stored: StoredObject) -> None:
    now = clock.now()
    gone = vault.destroy(access, stored, now=now)
    assert (gone.wrapped_key, gone.key_destroyed_at, gone.destroyed_at) == (None, now, now)
    assert place.names() == []
    with pytest.raises(ObjectDestroyed, match="Nobody can open it"):
        vault.open(access, gone)


@pytest.mark.clause("AC-10")
def test_every_version_is_destroyed(vault: Vault, access: Access, place: Place, stored: StoredObject) -> None:
    place.spoil(stored.name, b"a later version")
    place.take_away(stored.name)
    place.spoil(stored.name, b"and a later one still")
    vault.destroy(access, stored, now=clock.now())
    assert place.names() == []


@pytest.mark.clause("AC-10")
def test_destroying_again_changes_nothing(vault: Vault, access: Access, stored: StoredObject) -> None:
    first = vault.destroy(access, stored, now=clock.now())
    again = vault.destroy(access, stored, now=clock.now())
    assert (again.key_destroyed_at, again.destroyed_at) == (first.key_destroyed_at, first.destroyed_at)


@pytest.mark.clause("AC-10")
def test_destruction_that_broke_off_after_the_key_goes_on(vault: Vault, access: Access, place: Place, stored: StoredObject) -> None:
    row = StoredObject.objects.get(pk=stored.pk)
    row.wrapped_key, row.key_destroyed_at = None, clock.now()
    row.save(update_fields=["wrapped_key", "key_destroyed_at"])
    assert place.names()
    assert vault.destroy(access, stored, now=clock.now()).destroyed_at
    assert place.names() == []


@pytest.mark.clause("AC-10")
def test_destruction_that_broke_off_after_the_object_goes_on(vault: Vault, access: Access, place: Place, stored: StoredObject) -> None:
    place.take_away(stored.name)
    assert vault.destroy(access, stored, now=clock.now()).destroyed_at
    assert place.names() == []


@pytest.mark.clause("AC-10")
def test_only_the_one_object_is_destroyed(vault: Vault, access: Access, stored: StoredObject) -> None:
    other = vault.put(subject=stored.subject, role=ObjectRole.LISTENING, chunks=pieces())
    vault.destroy(access, stored, now=clock.now())
    vault.check(access, other)


@pytest.mark.clause("AC-10")
@pytest.mark.django_db(transaction=True)
def test_destruction_inside_a_transaction_that_could_be_taken_back_is_a_mistake(
    vault: Vault, access: Access, place: Place, stored: StoredObject
) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        vault.destroy(access, stored, now=clock.now())
    assert place.names() == [stored.name]


# Keys


def test_keys_move_to_the_new_ring_key_and_audio_is_not_touched(
    vault: Vault, access: Access, place: Place, stored: StoredObject, tmp_path: Path
) -> None:
    before = place.bytes_of(stored.name)
    current = rotate(tmp_path / "keys" / "ring.json")
    assert vault.rewrap(stored)
    moved = StoredObject.objects.get(pk=stored.pk)
    assert moved.key_id == current != stored.key_id
    assert place.bytes_of(stored.name) == before
    vault.check(access, moved)
    assert not vault.rewrap(moved)


def test_a_destroyed_key_is_not_wrapped_again(vault: Vault, access: Access, stored: StoredObject, tmp_path: Path) -> None:
    gone = vault.destroy(access, stored, now=clock.now())
    rotate(tmp_path / "keys" / "ring.json")
    assert not vault.rewrap(gone)


def test_the_vault_answers_while_its_place_does(vault: Vault) -> None:
    assert vault.answers()


# Places in trouble


@pytest.fixture
def broken(vault: Vault, place: Place, stored: StoredObject) -> Vault:
    """A vault whose place went away behind its back."""
    if isinstance(place, FolderPlace):
        place.folder.rename(place.folder.with_name("elsewhere"))
        place.folder.touch()
    elif isinstance(place, BucketPlace):
        place.storage.bucket_name = "no-such-bucket"
    return Vault()


def test_when_the_place_is_gone_everything_says_so_and_nothing_is_claimed(broken: Vault, access: Access, stored: StoredObject) -> None:
    with pytest.raises(VaultUnavailable):
        broken.open(access, stored)
    with pytest.raises(VaultUnavailable):
        broken.put(subject=uuid4(), role=ORIGINAL, chunks=pieces())
    with pytest.raises(VaultUnavailable):
        broken.destroy(access, stored, now=clock.now())
    row = StoredObject.objects.get()
    assert row.key_destroyed_at
    assert row.destroyed_at is None
    assert not broken.answers()


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_a_store_that_does_not_answer_is_said_so_at_every_act(vault: Vault, access: Access, stored: StoredObject) -> None:
    with override_settings(STORAGES={"vault": nobody_there()}):
        silent = Vault()
        for act in (lambda: silent.open(access, stored), lambda: silent.put(subject=uuid4(), role=ORIGINAL, chunks=pieces())):
            with pytest.raises(VaultUnavailable, match="does not answer"):
                act()
        with pytest.raises(VaultUnavailable, match="does not answer"):
            silent.destroy(access, stored, now=clock.now())
        with pytest.raises(VaultUnavailable, match="does not answer"):
            silent.clear([StoredObject.objects.get()])
        with pytest.raises(VaultUnavailable, match="does not answer"):
            assert silent.has_locks
        assert not silent.answers()


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_a_folder_whose_disk_is_not_mounted_is_not_an_empty_one(
    vault: Vault, access: Access, place: FolderPlace, stored: StoredObject
) -> None:
    place.folder.rename(place.folder.with_name("elsewhere"))
    with pytest.raises(VaultUnavailable, match="cannot be read"):
        vault.open(access, stored)
    with pytest.raises(VaultUnavailable, match="mounted"):
        vault.destroy(access, stored, now=clock.now())
    assert vault.answers()  # it can be made anew


@pytest.mark.clause("AC-10")
@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_an_object_that_is_there_after_all_is_not_called_destroyed(
    vault: Vault, access: Access, place: FolderPlace, stored: StoredObject
) -> None:
    class Stubborn(Folder):
        def erase(self, name: str) -> None:
            """Say nothing and do nothing."""

    vault._place = Stubborn(FileSystemStorage(place.folder))
    with pytest.raises(VaultUnavailable, match="still holds the object"):
        vault.destroy(access, stored, now=clock.now())
    assert StoredObject.objects.get(pk=stored.pk).destroyed_at is None


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_a_full_disk_leaves_nothing_behind(vault: Vault, place: FolderPlace, subject: UUID) -> None:
    with room_for(100_000), pytest.raises(VaultUnavailable, match="too large"):
        vault.put(subject=subject, role=ORIGINAL, chunks=pieces())
    assert place.names() == []
    assert not StoredObject.objects.exists()


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_files_in_the_folder_are_for_their_owner_alone(vault: Vault, place: FolderPlace, stored: StoredObject) -> None:
    path = place.folder / stored.name
    assert [item.stat().st_mode & 0o777 for item in (path, path.parent, place.folder)] == [0o600, 0o700, 0o700]


@pytest.mark.parametrize("place", ["versioned bucket"], indirect=True)
def test_a_broken_upload_leaves_no_parts_behind(vault: Vault, place: BucketPlace, subject: UUID) -> None:
    with pytest.raises(Vanished):
        vault.put(subject=subject, role=ORIGINAL, chunks=breaking_off(80))
    assert not place.client.list_multipart_uploads(Bucket=place.bucket).get("Uploads")


@pytest.mark.clause("AC-10")
@pytest.mark.parametrize("place", ["versioned bucket"], indirect=True)
def test_an_object_that_the_store_will_not_give_up_is_not_called_destroyed(
    vault: Vault, access: Access, place: BucketPlace, stored: StoredObject
) -> None:
    place.client.put_object_legal_hold(Bucket=place.bucket, Key=stored.name, LegalHold={"Status": "ON"})
    with pytest.raises(VaultUnavailable):
        vault.destroy(access, stored, now=clock.now())
    row = StoredObject.objects.get(pk=stored.pk)
    assert row.wrapped_key is None
    assert row.destroyed_at is None
    place.client.put_object_legal_hold(Bucket=place.bucket, Key=stored.name, LegalHold={"Status": "OFF"})
    assert vault.destroy(access, stored, now=clock.now()).destroyed_at
