"""The key ring: a file of named 256-bit keys, outside the database, that wraps the key of each stored object.

    {"current": "2-5b1c09e2", "keys": {"1-0af3…": "<base64>", "2-5b1c…": "<base64>"}}

New objects are wrapped under the current key, older ones open under the key that their row names, so rotating never touches audio.
Whoever holds a copy of the database or of the audio, without this file, holds nothing that can be heard; whoever loses this file has
lost every recording, so it is backed up apart from both (`docs/operations.md`).
"""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from recordings.vault.trouble import KeyRingUnusable, TamperedObject

KEY = 32
NONCE = 12
_PURPOSE = b"callgov data key\x01"


@dataclass(frozen=True)
class _Keys:
    current: str
    keys: dict[str, bytes]


class KeyRing:
    """The key ring at a path. The file is looked at on each use, so a rotation or a careless chmod is seen at once."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._text = str(path)
        self._seen: tuple[int, ...] = ()
        self._held = _Keys("", {})

    def wrap(self, data_key: bytes, object_id: UUID) -> tuple[str, bytes]:
        """The name of the current key, and the data key wrapped under it and bound to this object."""
        held = self._keys()
        nonce = os.urandom(NONCE)
        return held.current, nonce + AESGCM(held.keys[held.current]).encrypt(nonce, data_key, _PURPOSE + object_id.bytes)

    def unwrap(self, key_id: str, wrapped: bytes, object_id: UUID) -> bytes:
        """The data key of an object. Raises KeyRingUnusable when the ring lacks the key, TamperedObject when it does not fit."""
        key = self._keys().keys.get(key_id)
        if key is None:
            raise KeyRingUnusable(
                f"The key ring {self.path} holds no key named {key_id}. Restore the ring that was in use from its backup."
            )
        try:
            return AESGCM(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], _PURPOSE + object_id.bytes)
        except (InvalidTag, ValueError) as error:
            raise TamperedObject("The wrapped key does not belong to this object.") from error

    @property
    def current(self) -> str:
        """The name of the key that new objects are wrapped under."""
        return self._keys().current

    def _keys(self) -> _Keys:
        try:
            seen = os.stat(self._text)
        except OSError as error:
            raise _unreadable(self.path) from error
        signature = (seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_mode)
        if signature != self._seen:
            self._held, self._seen = _read(self.path), signature
        return self._held


def create_ring(path: Path | str) -> bool:
    """Make a ring with one key where there is none, readable by its owner alone; True when it was made. Of two at once, one wins."""
    path = Path(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _written(path, _with_new_key(_Keys("", {}))) as fresh:
        try:
            os.link(fresh, path)
        except FileExistsError:
            return False
    return True


def rotate(path: Path | str) -> str:
    """Add a new key and make it the current one; its name. Older keys stay, for what they wrap."""
    path = Path(path)
    _read(path)
    with _alone(path):
        held = _with_new_key(_read(path))
        _replace(path, held)
    return held.current


def take_back(path: Path | str, content: bytes) -> bool:
    """Put a ring from a backup in place, or add to the ring that is there what it lacks; True when anything was to do.

    The ring that is there keeps its current key. Raises KeyRingUnusable when two different keys have one name.
    """
    path, old = Path(path), _parsed(content, "the backup")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(path):
        here = _read(path) if path.exists() else _Keys(old.current, {})
        if any(here.keys.get(name, key) != key for name, key in old.keys.items()):
            raise KeyRingUnusable(f"The key ring {path} and that of the backup are of different installations. Move it away first.")
        both = _Keys(here.current, old.keys | here.keys)
        if both.keys == here.keys:
            return False
        _replace(path, both)
    return True


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer of a ring at a time; what it wrote is on the disk afterwards."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
        os.fsync(folder)
    finally:
        os.close(folder)


def _replace(path: Path, held: _Keys) -> None:
    with _written(path, held) as fresh:
        os.replace(fresh, path)


def _with_new_key(held: _Keys) -> _Keys:
    name = f"{len(held.keys) + 1}-{secrets.token_hex(4)}"
    return _Keys(name, held.keys | {name: os.urandom(KEY)})


def _unreadable(path: Path) -> KeyRingUnusable:
    return KeyRingUnusable(
        f"The key ring {path} cannot be read. Without it no recording can be kept or heard: put it back from its backup."
    )


def _read(path: Path) -> _Keys:
    """The ring in a file. The file's mode is asked of the very file that is read."""
    try:
        with path.open("rb") as file:
            mode, text = os.fstat(file.fileno()).st_mode, file.read()
    except OSError as error:
        raise _unreadable(path) from error
    if mode & 0o077:
        raise KeyRingUnusable(f"The key ring {path} can be read by others on this machine. Run: chmod 600 {path}")
    return _parsed(text, str(path))


def _parsed(text: bytes, where: str) -> _Keys:
    try:
        found = json.loads(text)
        keys = {str(name): base64.b64decode(key, validate=True) for name, key in found["keys"].items()}
        current = str(found["current"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyRingUnusable(f"{where} is not a key ring. Put the right file back from its backup.") from error
    if current not in keys or any(len(key) != KEY for key in keys.values()):
        raise KeyRingUnusable(f"The key ring {where} is damaged. Put the right file back from its backup.")
    return _Keys(current, keys)


@contextmanager
def _written(path: Path, held: _Keys) -> Iterator[Path]:
    """A fresh file beside `path` that is on the disk and gone again afterwards, unless it was moved into place."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    text = {"current": held.current, "keys": {name: base64.b64encode(key).decode() for name, key in held.keys.items()}}
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(text, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)
