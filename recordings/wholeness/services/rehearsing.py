"""The drill: a backup is really restored, into a database of its own, and proved. Nothing of the practice is touched."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier

from callgov.policy import enforces
from callgov.trail.events import Job
from callgov.trail.verification import verify
from recordings.models import Drill, DrillKind
from recordings.vault.services import open_check_access
from recordings.vault.store import Vault
from recordings.vault.trouble import KeyRingUnusable, TamperedObject
from recordings.wholeness import queries
from recordings.wholeness.services.custody import note_drill
from recordings.wholeness.services.restoring import open_backup, put_database_back, put_ring_back

SAMPLE = 20
_PROVE = (sys.executable, "-m", "django", "prove_restore", "--settings", "callgov.settings")


@enforces("AC-1", "AC-5", "AC-10")
def hold_restore_drill(*, data: Path, keys: Path, written_parts: Sequence[str], now: datetime) -> Drill:
    """Restore a backup beside the practice, prove it, remove it, and write down how it came out (AC-5, AC-10).

    Proved are: the parts give the recovery key, every file has its hash, the trail of the restored database passes its check and ends
    where the backup says, nothing that was destroyed since has a key, and a sample of objects opens with the backup's own key ring.
    """
    listed, private = open_backup(data, written_parts)
    with _scratch_database() as database, tempfile.TemporaryDirectory(prefix="callgov-drill-") as folder:
        ring = Path(folder) / "keys" / "ring.json"
        put_ring_back(folder=keys, private=private, ring=ring)
        put_database_back(folder=data, listed=listed, private=private, database=database, now=now)
        proof = _prove(database, ring)
    faults = [*proof.pop("faults"), *([] if proof["head"] == listed.trail_head else ["The trail does not end where the backup says."])]
    words = " ".join(faults) or f"{proof['opened']} objects opened; the trail of {proof['entries']} entries passed its check."
    return note_drill(kind=DrillKind.RESTORE, passed=not faults, words=words, facts={"backup": listed.backup, **proof}, now=now)


@contextmanager
def _scratch_database() -> Iterator[dict[str, Any]]:
    """A new database on the same server, gone afterwards."""
    name = f"callgov_drill_{uuid4().hex[:12]}"
    with _server() as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
    try:
        yield {**connection.settings_dict, "NAME": name}
    finally:
        with _server() as server:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    given = connection.settings_dict
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"], dbname="postgres", autocommit=True
    ) as server:
        yield server


def _prove(database: Mapping[str, Any], ring: Path) -> dict[str, Any]:
    """What a process that knows nothing but the restored database, the backup's ring and the store finds."""
    url = f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ, "DATABASE_URL": url, "DATABASE_PASSWORD": str(database["PASSWORD"]), "VAULT_KEY_RING": str(ring),
    }  # fmt: skip
    environment.pop("DATABASE_PASSWORD_FILE", None)
    done = subprocess.run(_PROVE, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"faults": ["The restored database could not be read."], "opened": 0, "entries": 0, "head": ""}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def prove(*, now: datetime) -> dict[str, Any]:
    """What can be said of the database, ring and store of this process, as facts, with a sentence for each fault."""
    verdict = verify(now=now)
    faults = [str(finding) for finding in verdict.findings if "counter" not in str(finding)]
    alive_again = queries.known_again(identity for identity, _ in Vault().destroyed())
    if alive_again:
        faults.append(f"{alive_again} destroyed objects have a key again.")
    access, opened = open_check_access(job=Job.BACKUP, reason="Drill of a restore", now=now), 0
    for stored in queries.sample(SAMPLE):
        try:
            Vault().check(access, stored)
            opened += 1
        except (TamperedObject, KeyRingUnusable):
            faults.append(f"Object {str(stored.pk)[:8]} does not open.")
    return {"faults": faults, "opened": opened, "entries": verdict.entries, "head": verdict.head}
