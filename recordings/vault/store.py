"""The vault: everything that is kept of a recording goes in and comes out here, and comes out for an Access alone (AC-1, AC-4)."""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache
from itertools import chain
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction

from callgov import clock
from callgov.policy import enforces
from recordings.models import Access, StoredObject
from recordings.vault.frames import open_range, seal
from recordings.vault.keyring import KEY, KeyRing
from recordings.vault.place import Lying
from recordings.vault.places import place_of
from recordings.vault.trouble import KeyRingUnusable, NotCovered, ObjectDestroyed, ObjectInUse, TamperedObject, VaultUnavailable

REWRAPPED_AT_ONCE = 200
GRAVES = "destroyed"  # where the notes of what was destroyed lie
FOLDERS = tuple(f"{number:02x}" for number in range(256))  # where everything else does
_PURPOSE = b"callgov object\x01"


class Vault:
    """The vault of the settings: the storage "vault" and the key ring beside it."""

    def __init__(self) -> None:
        self._place = place_of(storages["vault"])
        self._ring = _ring(str(settings.VAULT_KEY_RING))

    def put(self, *, subject: UUID, role: str, chunks: Iterable[bytes], content_type: str = "application/octet-stream") -> StoredObject:
        """Seal the chunks under a key of their own, in constant memory, and keep them as `role` of `subject`.

        The row that is returned holds the SHA-256 and size of the plain bytes. When anything fails, the chunks included, neither row
        nor object stays. Raises VaultUnavailable when the place cannot keep it, and IntegrityError when the subject has that role.
        """
        identity, key = uuid4(), os.urandom(KEY)
        key_id, wrapped = self._ring.wrap(key, identity)
        name, plain = f"{identity.hex[:2]}/{identity.hex}", _Measured(chunks)
        sealed_size = self._place.write(name, seal(plain, key, _bound(subject, role)))
        try:
            return StoredObject.objects.create(
                id=identity, subject=subject, role=role, name=name, wrapped_key=wrapped, key_id=key_id, plain_size=plain.size,
                sealed_size=sealed_size, sha256=plain.sha256, content_type=content_type, created_at=clock.now(),
            )  # fmt: skip
        except BaseException:
            with suppress(VaultUnavailable):
                self._place.erase(name)
            raise

    @enforces("AC-1", "AC-4")
    def open(self, access: Access, stored: StoredObject, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The plain bytes from `start` up to but without `end`, of which only the frames concerned are read and opened.

        Raises at once NotCovered, ObjectDestroyed, VaultUnavailable, KeyRingUnusable, or ValueError for a range outside the object;
        TamperedObject at once or, for a later frame, when the reader comes to it.
        """
        _insist_covered(access, stored)
        pieces = self._pieces(stored, start, end)
        return chain([next(pieces)], pieces)

    @enforces("AC-1", "AC-5")
    def check(self, access: Access, stored: StoredObject) -> None:
        """Read all of the object again, and hand out nothing of it. Raises TamperedObject unless it is, bit for bit, what was put in,
        MissingObject when it is not there, and as `open` does.
        """
        if not (isinstance(access, Access) and access.checks_the_store):
            _insist_covered(access, stored)
        plain = _Measured(self._pieces(stored, 0, None))
        for _ in plain:
            pass
        if (plain.sha256, plain.size) != (stored.sha256, stored.plain_size):
            raise TamperedObject("The object is not what was put in: its SHA-256 differs.")

    @enforces("AC-10")
    def destroy(self, access: Access, stored: StoredObject, *, now: datetime) -> StoredObject:
        """Destroy the key, then the object and all its versions, and see that both are gone; the row then says when.

        The key's end is committed before the object is touched, so this is called outside any transaction. Before the row says so a
        note of it lies in the store, so that a database restored from before does not know the key again (`destroyed`). After a crash
        or VaultUnavailable, called again, it goes on where it stopped.
        """
        _insist_covered(access, stored)
        _destroy_key(stored.pk, now)
        self._place.erase(stored.name)
        if self._place.holds(stored.name):
            raise VaultUnavailable(
                "The vault's store still holds the object, whose key is destroyed. Check for a lock on it, then try again."
            )
        if stored.destroyed_at is None:
            self._bury([stored.pk], now)
        return _note_destroyed(stored.pk, now)

    @enforces("AC-10")
    @transaction.atomic
    def end_keys(self, covered: Iterable[tuple[Access, StoredObject]], *, now: datetime) -> int:
        """Destroy the keys of many objects inside the transaction of whoever decides it; how many were still there.

        From its commit on nobody can open them; `clear` then takes the objects away.
        """
        ended = []
        for access, stored in covered:
            _insist_covered(access, stored)
            ended.append(stored.pk)
        return (
            StoredObject.objects.recorded().filter(pk__in=ended, wrapped_key__isnull=False).update(wrapped_key=None, key_destroyed_at=now)
        )

    @enforces("AC-10")
    def clear(self, objects: Collection[StoredObject]) -> set[UUID]:
        """Take away many objects whose keys are destroyed, all their versions too; the ids of those seen to be gone, of which a note
        then lies in the store.

        An object that the place does not give up is not among them, and stops none of the others. Can be repeated. Raises
        VaultUnavailable when the place does not answer at all.
        """
        names = {stored.name: stored.pk for stored in objects if stored.key_destroyed_at is not None}
        gone = {names[name] for name in self._place.clear(list(names))}
        self._bury(gone, clock.now())
        return gone

    def destroyed(self) -> Iterator[tuple[UUID, datetime]]:
        """Every object that was destroyed in this store, by the notes that lie in it, and when; some more than once."""
        for note in self._place.listing(GRAVES):
            with self._place.reading(note.name, note.size) as read:
                for line in read(0, note.size).decode().splitlines():
                    identity, _, when = line.partition(" ")
                    yield UUID(hex=identity), datetime.fromisoformat(when)

    def _bury(self, objects: Iterable[UUID], now: datetime) -> None:
        """Lay down a note of objects that are gone. It names nothing but ids and stays for ever."""
        if lines := [f"{identity.hex} {now.isoformat()}\n".encode() for identity in objects]:
            self._place.write(f"{GRAVES}/{uuid4().hex}", lines)

    def lying(self, folder: str) -> Iterator[Lying]:
        """What lies in one of the store's `FOLDERS`."""
        return self._place.listing(folder)

    @enforces("AC-10")
    def erase_without_key(self, name: str) -> None:
        """Erase what lies under a name for which no key is kept: nobody could ever open it. Raises ObjectInUse when there is a key."""
        if StoredObject.objects.filter(name=name, wrapped_key__isnull=False).exists():
            raise ObjectInUse(f"There is a key for {name}.")
        self._place.erase(name)

    def clear_unfinished(self, before: datetime) -> int:
        """Remove what was begun before then and never finished; how many."""
        return self._place.clear_unfinished(before)

    @transaction.atomic
    def lock(self, stored: StoredObject, *, on: bool) -> bool:
        """Have the store itself keep the object from destruction, or end that; False where the store knows no locks."""
        row = StoredObject.objects.select_for_update().get(pk=stored.pk)
        if row.locked == on or row.destroyed_at is not None or not self._place.lock(row.name, on=on):
            return False
        row.locked = on
        row.save(update_fields=["locked"])
        return True

    def rewrap(self, stored: StoredObject) -> bool:
        """Wrap the object's key under the ring's current key, if it is not yet; audio is not touched. False when nothing was to do."""
        return self._rewrap([stored.pk]) == 1

    def rewrap_all(self) -> int:
        """Rewrap every object that is still under an older key of the ring; how many. After an interruption it goes on.

        A key that does not open holds up none of the others; its KeyRingUnusable or TamperedObject is raised when they are done.
        """
        moved, last, trouble = 0, UUID(int=0), None
        while some := self._under_older_keys(last):
            last = some[-1]
            try:
                moved += self._rewrap(some)
            except (KeyRingUnusable, TamperedObject) as error:
                trouble = error
                moved += sum(self._rewrap_or_not(one) for one in some)
        if trouble is not None:
            raise trouble
        return moved

    def _under_older_keys(self, after: UUID) -> list[UUID]:
        older = StoredObject.objects.filter(wrapped_key__isnull=False, pk__gt=after).exclude(key_id=self._ring.current)
        return list(older.order_by("pk").values_list("pk", flat=True)[:REWRAPPED_AT_ONCE])

    def _rewrap_or_not(self, one: UUID) -> int:
        with suppress(KeyRingUnusable, TamperedObject):
            return self._rewrap([one])
        return 0

    @transaction.atomic
    def _rewrap(self, some: Collection[UUID]) -> int:
        """The keys of some objects, all or none. What was destroyed meanwhile has none."""
        rows = list(
            StoredObject.objects.select_for_update().filter(pk__in=some, wrapped_key__isnull=False).exclude(key_id=self._ring.current)
        )
        for row in rows:
            key = self._ring.unwrap(row.key_id, bytes(row.wrapped_key or b""), row.pk)
            row.key_id, row.wrapped_key = self._ring.wrap(key, row.pk)
        StoredObject.objects.recorded().bulk_update(rows, ["key_id", "wrapped_key"])
        return len(rows)

    @property
    def has_locks(self) -> bool:
        """Whether the store itself can keep objects from destruction."""
        return self._place.has_locks

    @property
    def ring_key(self) -> str:
        """The name of the ring's current key. Raises KeyRingUnusable."""
        return self._ring.current

    def answers(self) -> bool:
        """Whether the place of the objects can be reached."""
        return self._place.answers()

    def _pieces(self, stored: StoredObject, start: int, end: int | None) -> Iterator[bytes]:
        if stored.wrapped_key is None:
            raise ObjectDestroyed("The recording was destroyed, and its key with it. Nobody can open it any more.")
        key = self._ring.unwrap(stored.key_id, bytes(stored.wrapped_key), stored.pk)
        bound = _bound(stored.subject, stored.role)
        try:
            with self._place.reading(stored.name, stored.sealed_size) as read:
                yield from open_range(read, stored.sealed_size, key, bound, start, end, stride=self._place.stride)
        except TamperedObject as trouble:
            trouble.object_id = stored.pk
            raise


class _Measured:
    """The same pieces, with their SHA-256 and number of bytes once they have gone by."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.size = 0
        self._hash = hashlib.sha256()
        self._pieces = pieces

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            self._hash.update(piece)
            yield piece


@cache
def _ring(path: str) -> KeyRing:
    """One ring a path, so that the file is parsed only when it has changed."""
    return KeyRing(path)


def _bound(subject: UUID, role: str) -> bytes:
    return _PURPOSE + subject.bytes + role.encode()


def _insist_covered(access: Access, stored: StoredObject) -> None:
    """The type is the rule that nobody browses; the check at run time is for code that no type checker saw."""
    if not (isinstance(access, Access) and access.covers(stored)):
        raise NotCovered("This access was not opened for this recording.")


@transaction.atomic(durable=True)
def _destroy_key(object_id: UUID, now: datetime) -> None:
    row = StoredObject.objects.select_for_update().get(pk=object_id)
    if row.wrapped_key is not None:
        row.wrapped_key, row.key_destroyed_at = None, now
        row.save(update_fields=["wrapped_key", "key_destroyed_at"])


@transaction.atomic
def _note_destroyed(object_id: UUID, now: datetime) -> StoredObject:
    row = StoredObject.objects.select_for_update().get(pk=object_id)
    if row.destroyed_at is None:
        row.destroyed_at = now
        row.save(update_fields=["destroyed_at"])
    return row
