"""A practice with a line and two extensions, an empty vault, and folders to import from."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from callgov import clock
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.intake import services
from recordings.intake.outcome import Outcome
from recordings.models import Extension, ExtensionAssignment, Line
from recordings.vault.keyring import create_ring
from recordings.vault.store import GRAVES
from tests.recordings.factories import make_line, make_wav

STARTED = "2026-08-06 17:30"


class Inbox:
    """A folder of sound with its list of calls."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: list[dict[str, Any]] = []
        root.mkdir(exist_ok=True)

    def sound(self, name: str = "call.wav", content: bytes | None = None, seconds: float = 1) -> Path:
        """A file, without a row."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make_wav(seconds) if content is None else content)
        return path

    def call(self, file: str = "", content: bytes | None = None, seconds: float = 1, **cells: Any) -> "Inbox":
        """A row, and its file if it names one that is not there."""
        if file and content is None and not (self.root / file).exists():
            self.sound(file, seconds=seconds)
        elif file and content is not None:
            self.sound(file, content)
        self.rows.append({"file": file, "started_at": STARTED, "extension": "214", "external_number": "07700 900461", **cells})
        return self

    def write(self, name: str = "manifest.csv") -> Path:
        """The list of calls as it stands."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row)) or ["file", "started_at", "extension", "external_number"]
        with (self.root / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(self.rows)
        return self.root / name

    def imported(self, *paths: Path, **options: Any) -> Outcome:
        """Write the list and import the folder, or these paths of it."""
        self.write()
        return services.import_path(paths=paths or [self.root], now=options.pop("now", clock.now()), **options)


@pytest.fixture(autouse=True)
def _an_empty_vault(settings: Any, tmp_path: Path) -> None:
    settings.VAULT_KEY_RING = str(tmp_path / "keys" / "ring.json")
    create_ring(settings.VAULT_KEY_RING)
    vault = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "vault")}}
    settings.STORAGES = {**settings.STORAGES, "vault": vault}


@pytest.fixture(autouse=True)
def _as_intake() -> Iterator[None]:
    with as_job(Job.INTAKE):
        yield


@pytest.fixture
def main_line(db: None) -> Line:
    """The usual line, with its purpose and retention class."""
    line = make_line("Main line")
    line.is_default = True
    line.save()
    return line


@pytest.fixture
def inbox(main_line: Line, tmp_path: Path) -> Inbox:
    """An empty folder, in a practice that has extension 214."""
    Extension.objects.create(number="214", line=main_line)
    return Inbox(tmp_path / "inbox")


@pytest.fixture
def seated(inbox: Inbox, receptionist: Any) -> Any:
    """The receptionist, who has extension 214 since January."""
    ExtensionAssignment.objects.create(extension=Extension.objects.get(number="214"), person=receptionist, starts_on=date(2026, 1, 1))
    return receptionist


@pytest.fixture
def second_connection(db: None) -> Iterator[Any]:
    """Another process's connection to the same database."""
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as other:
        yield other
        other.execute("SELECT pg_advisory_unlock_all()")  # closing alone lets go a moment later


def sealed_files(tmp_path: Path) -> int:
    """How many objects lie in the vault's folder; the notes of what was destroyed are none."""
    return sum(path.is_file() and path.parent.name != GRAVES for path in (tmp_path / "vault").rglob("*"))


def turn_a_bit(path: Path) -> None:
    """Damage a file in its last byte."""
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
