"""Backups: the database as it was at one instant, the inventory of the store, and, apart, the key ring; all sealed to the recovery key.

Sealing needs the recovery key's public half alone, so a backup is taken by itself every night, and nobody can open one alone.
"""

import json
import shutil
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from callgov import clock
from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.queries import head
from callgov.trail.services import record
from recordings.models import Backup
from recordings.wholeness import files, postgres, queries, rules
from recordings.wholeness.files import DATABASE, INVENTORY, RING, Written


@enforces("AC-1", "AC-5")
def back_up(*, data: Path, keys: Path, now: datetime) -> Backup:
    """Take a backup into a new folder under `data`, and the key ring into one under `keys`; called outside any transaction.

    Cut off anywhere, it leaves nothing that looks like a backup, and the next one clears it away. Raises Refused when there is no
    recovery key, DatabaseTrouble, and OSError when a folder cannot be written to.
    """
    key = queries.insist_recovery_key()
    for root in (data, keys):
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.remove_partial(root)
    with as_job(Job.BACKUP):
        backup = _begin(key.fingerprint, now)
        name, identity, public = f"{now.astimezone(UTC):{files.STAMP}}-{str(backup.pk)[:8]}", str(backup.pk), bytes(key.public)
        apart, folder = files.begin(keys, name), files.begin(data, name)
        with postgres.one_instant() as snapshot:
            listed = Written(identity, now, key.fingerprint, head(), {})
            dump = postgres.dump(connection.settings_dict, snapshot=snapshot)
            dumped = files.write(folder, DATABASE, compressed(dump), public, identity)
            stored = files.write(folder, INVENTORY, compressed(_inventory()), public, identity)
        ring = Path(settings.VAULT_KEY_RING).read_bytes()  # last: a rotation meanwhile only adds to it, so it opens whatever was dumped
        files.finish(apart, listed._replace(files={RING: files.write(apart, RING, [ring], public, identity)}))
        whole = files.finish(folder, listed._replace(files={DATABASE: dumped, INVENTORY: stored}))
        return _finish(backup, whole)


@transaction.atomic
def _begin(fingerprint: str, now: datetime) -> Backup:
    """The row is in the database before the picture of it is taken, so that whoever restores it knows what it was restored from."""
    return Backup.objects.create(taken_at=now, recovery_key=fingerprint)


@transaction.atomic
def _finish(backup: Backup, folder: Path) -> Backup:
    backup.size = sum(path.stat().st_size for path in folder.iterdir())
    backup.objects_stored, backup.finished_at = queries.alive().count(), clock.now()
    backup.save(update_fields=["size", "objects_stored", "finished_at"])
    facts = {"bytes": backup.size, "objects": backup.objects_stored, "key": backup.recovery_key}
    record(Event.BACKUP_TAKEN, subject=backup, facts=facts)
    return backup


def _inventory() -> Iterator[bytes]:
    """One line an object that has a key: where it lies, how large it is sealed, and the hash of what is in it."""
    rows = queries.alive().order_by("pk").values_list("id", "name", "sealed_size", "sha256")
    for identity, name, size, sha256 in rows.iterator(chunk_size=2000):
        yield json.dumps([str(identity), name, size, sha256]).encode() + b"\n"


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces by zlib, in constant memory."""
    packer = zlib.compressobj(6)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def expanded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What `compressed` was given. Raises BadBackup when it ends too early."""
    unpacker = zlib.decompressobj()
    for piece in pieces:
        if plain := unpacker.decompress(piece):
            yield plain
    yield unpacker.flush()
    if not unpacker.eof:
        raise files.BadBackup("The backup ends before its end.")


@enforces("AC-10")
def destroy_expired(*, data: Path, keys: Path, now: datetime) -> int:
    """Destroy backups past their day, so that what was destroyed is gone from them when its certificate says; how many (law.md R5.9)."""
    there = [(folder, files.taken_at(folder)) for root in (data, keys) for folder in files.backups(root)]
    old = [folder for folder, taken in there if taken is not None and rules.expired(taken, now)]
    for folder in old:
        (folder / files.LIST).unlink()  # first, so that what is left of it is no backup any more
        folder.rename(partial := folder.with_name(f"{folder.name}{files.PARTIAL}"))
        shutil.rmtree(partial)
        with as_job(Job.BACKUP):
            record(Event.BACKUP_EXPIRED, facts={"backup": folder.name})
    return len(old)
