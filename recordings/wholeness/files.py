"""The files of a backup: two folders, one for the data and one, apart, for the key ring, each with a list of what is in it.

A backup is made in folders whose names end in `.partial`, and has its name when it is whole. All but the list is sealed.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from recordings.vault.places import sync_folder
from recordings.wholeness import sealed

DATABASE, INVENTORY, RING, LIST = "database.sealed", "inventory.sealed", "ring.sealed", "backup.json"
PARTIAL = ".partial"
STAMP = "%Y-%m-%dT%H%M%SZ"
_BLOCK = 1 << 20


class BadBackup(Exception):
    """A backup is not complete, or not what was written. The message says what."""


class Written(NamedTuple):
    """The list of a backup's folder: which backup, when, under which recovery key, and the hash of each file."""

    backup: str
    taken_at: datetime
    key: str
    trail_head: str
    files: dict[str, str]

    def as_json(self) -> str:
        """As it is written."""
        return json.dumps({**self._asdict(), "taken_at": self.taken_at.isoformat(), "version": 1}, indent=1)


def what(backup: str, name: str) -> bytes:
    """What a sealed file is bound to."""
    return f"callgov backup {backup} {name}".encode()


def write(folder: Path, name: str, source: Iterable[bytes], public: bytes, backup: str) -> str:
    """Write one sealed file and know that the disk has it; its SHA-256."""
    digest = hashlib.sha256()
    with open(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in sealed.seal_file(source, public, what(backup, name)):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def finish(folder: Path, written: Written) -> Path:
    """Write the list and give the folder its name: from now on the backup is whole."""
    with open(os.open(folder / LIST, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(written.as_json())
        file.flush()
        os.fsync(file.fileno())
    whole = folder.with_name(folder.name.removesuffix(PARTIAL))
    folder.rename(whole)
    sync_folder(whole.parent)
    return whole


def begin(root: Path, name: str) -> Path:
    """A new folder for a backup that is being made. What an interrupted one left under the same name is removed."""
    folder = root / f"{name}{PARTIAL}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def backups(root: Path) -> Iterator[Path]:
    """The whole backups in a folder, newest first."""
    return (path.parent for path in sorted(root.glob(f"*/{LIST}"), reverse=True) if not path.parent.name.endswith(PARTIAL))


def taken_at(folder: Path) -> datetime | None:
    """When a backup was taken, by its folder's name; None for a folder that is none of ours."""
    try:
        return datetime.strptime(folder.name[: len("2026-01-01T000000Z")], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def remove_partial(root: Path) -> int:
    """Remove what interrupted backups left; how many."""
    left = list(root.glob(f"*{PARTIAL}"))
    for folder in left:
        shutil.rmtree(folder)
    return len(left)


def read_list(folder: Path) -> Written:
    """The list of a backup, every file of which is there and has its hash. Raises BadBackup."""
    try:
        found: dict[str, Any] = json.loads((folder / LIST).read_text())
        written = Written(found["backup"], datetime.fromisoformat(found["taken_at"]), found["key"], found["trail_head"], found["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadBackup(f"{folder} is not a whole backup: its list {LIST} is missing or cannot be read.") from error
    for name, sha256 in written.files.items():
        if not (folder / name).is_file() or _hash(folder / name) != sha256:
            raise BadBackup(f"{folder / name} is missing, or is not what was written. Take another copy of this backup.")
    return written


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
