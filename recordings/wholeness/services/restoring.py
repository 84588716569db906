"""Restoring a backup: what was destroyed since stays dead, and a restore that was cut off goes on where it stopped.

The database, the destructions replayed over it from the notes that lie in the store, and the row that says so, go in in one transaction:
there is no instant in which a destroyed key is known again. Until the rest is settled `/readyz` answers 503.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.sealing import advance
from callgov.trail.services import record
from recordings.models import Restore, StoredObject
from recordings.vault.keyring import take_back
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from recordings.wholeness import files, postgres, queries, rules
from recordings.wholeness.files import DATABASE, RING, Written
from recordings.wholeness.sealed import open_file
from recordings.wholeness.services.backing_up import expanded
from recordings.wholeness.services.custody import recover
from recordings.wholeness.services.reconciling import reconcile

_EMPTY = b"""SET lock_timeout = '60s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""
_REPLAY = """
CREATE TEMPORARY TABLE destroyed_since (id uuid, at timestamptz);
COPY pg_temp.destroyed_since (id, at) FROM stdin;
{notes}\\.
ALTER TABLE public.recordings_storedobject DISABLE TRIGGER USER; -- a hold of then does not bring back what was rightly destroyed since
UPDATE public.recordings_backup SET finished_at = taken_at WHERE finished_at IS NULL;
WITH replayed AS (
  UPDATE public.recordings_storedobject stored SET wrapped_key = NULL, key_destroyed_at = note.at
  FROM (SELECT id, min(at) AS at FROM pg_temp.destroyed_since GROUP BY id) note
  WHERE note.id = stored.id AND stored.wrapped_key IS NOT NULL RETURNING 1
)
INSERT INTO public.recordings_restore (id, backup_id, taken_at, restored_at, replayed)
SELECT '{restore}', '{backup}', '{taken_at}', greatest('{taken_at}', '{now}'::timestamptz), count(*) FROM replayed;
ALTER TABLE public.recordings_storedobject ENABLE TRIGGER USER;
DROP TABLE pg_temp.destroyed_since;
"""
_AGAIN = "Destruction replayed after a restore"


def open_backup(folder: Path, written_parts: Sequence[str]) -> tuple[Written, bytes]:
    """The list of a whole backup, and the private half of its recovery key. Raises BadBackup or BadPart."""
    listed = files.read_list(folder)
    return listed, recover(written=written_parts, fingerprint=listed.key)


@enforces("AC-1")
def put_ring_back(*, folder: Path, private: bytes, ring: Path) -> bool:
    """Put the key ring of a backup in place, or add to the ring that is there what it lacks; True when anything was to do."""
    listed = files.read_list(folder)
    content = b"".join(open_file(folder / RING, private, files.what(listed.backup, RING)))
    return take_back(ring, content)


@enforces("AC-10")
def put_database_back(*, folder: Path, listed: Written, private: bytes, database: Mapping[str, Any], now: datetime) -> None:
    """Put the database of a backup in place of whatever is there, with everything dead that was destroyed since; all of it or nothing.

    Raises DatabaseTrouble, BadBackup, WrongKey, TamperedObject, and VaultUnavailable when the store's notes cannot be read: without
    them nothing is restored.
    """
    notes = "".join(f"{identity}\t{when.isoformat()}\n" for identity, when in Vault().destroyed())
    replay = _REPLAY.format(notes=notes, restore=uuid4(), backup=UUID(listed.backup), taken_at=listed.taken_at.isoformat(), now=now)
    sealed = open_file(folder / DATABASE, private, files.what(listed.backup, DATABASE))
    postgres.run(database, _one_after_another(expanded(sealed), replay))


def _one_after_another(dumped: Iterator[bytes], replay: str) -> Iterator[bytes]:
    yield _EMPTY
    yield from dumped
    yield replay.encode()


@enforces("AC-1", "AC-10")
def restore(*, folder: Path, written_parts: Sequence[str], replace: bool, now: datetime) -> Restore:
    """Restore the database of a backup, unless that was done already and only the rest is left; `settle` comes after.

    Raises Refused when the database holds a practice and nobody said that it may be replaced.
    """
    listed, private = open_backup(folder, written_parts)
    begun = queries.unsettled_restore(UUID(listed.backup))
    if begun is not None:
        return begun
    insist(rules.refuse_replacing(holds_people=queries.holds_people(), replace=replace))
    database = connection.settings_dict
    connection.close()
    put_database_back(folder=folder, listed=listed, private=private, database=database, now=now)
    return Restore.objects.get(backup_id=UUID(listed.backup), settled_at=None)


@enforces("AC-1", "AC-10")
def settle(*, restored: Restore, now: datetime) -> dict[str, int]:
    """After a restore: end what was destroyed since, compare store and records, let the trail go on; what came of it.

    Called outside any transaction. Every step can be repeated; the last one says that it is done.
    """
    advance()
    with as_job(Job.BACKUP, reason=_AGAIN):
        for stored in queries.without_key():
            _end(stored, now)
        counts = reconcile(now=now).as_counts()
        _settled(restored, counts, now)
    return {"destructions replayed": restored.replayed, **counts}


def _end(stored: StoredObject, now: datetime) -> None:
    access = open_job_access(job=Job.BACKUP, subject=stored.subject, reason=_AGAIN, now=now)
    Vault().destroy(access, stored, now=now)


@transaction.atomic
def _settled(restored: Restore, counts: dict[str, int], now: datetime) -> None:
    row = Restore.objects.select_for_update().get(pk=restored.pk)
    row.settled_at = now
    row.save(update_fields=["settled_at"])
    facts = {"backup": str(row.backup_id), "taken_at": row.taken_at.isoformat(), "replayed": row.replayed, **counts}
    record(Event.BACKUP_RESTORED, subject=row, facts=facts)
