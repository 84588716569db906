"""Files of a folder, opened so that nothing outside it can be read: every step of a name is opened from the step before, no link followed.

A file stays open from its first byte to its last, so one that vanishes meanwhile is still read whole.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from callgov.refusals import Refusal, Refused, insist
from recordings import audio
from recordings.intake.rules import refuse_path

MANIFESTS = (".csv", ".json")
MISSING = "file-missing"
_IGNORED = frozenset({"thumbs.db", "desktop.ini"})
_MOST_BYTES_OF_A_MANIFEST = 64 * 1024 * 1024


@contextmanager
def opened(root: Path, name: str, label: str) -> Iterator[BinaryIO]:
    """The regular file of this name below `root`. Raises Refused, in a sentence that begins with `label`, for all that it is not.

    No sentence repeats the name, which may hold somebody's number.
    """
    insist(refuse_path(name, label))
    *folders, last = PurePosixPath(name.replace("\\", "/")).parts
    try:
        handle = _descend(root, folders, last)
    except OSError as error:
        raise Refused(_why(error, label)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Refused(Refusal("file-not-a-file", f"{label} is no ordinary file.", "Name a sound file."))
    with os.fdopen(handle, "rb") as file:
        yield file


def _descend(root: Path, folders: list[str], last: str) -> int:
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            below = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        return os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
    finally:
        os.close(at)


def _why(error: OSError, label: str) -> Refusal:
    if error.errno == errno.ENOENT:
        return Refusal(MISSING, f"{label} is not in the folder.", "Put it there or correct its name, then import again.")
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return Refusal("file-link", f"{label} is a link, and links are not followed.", "Put the file itself into the folder.")
    return Refusal("file-unreadable", f"{label} cannot be read.", "Check that the service may read it, then import again.")


def sha256(file: BinaryIO, label: str) -> str:
    """The SHA-256 of an open file, as hexadecimal. Raises Refused when the disk does not give it."""
    digest = hashlib.sha256()
    try:
        for piece in audio.pieces(file):
            digest.update(piece)
    except OSError as error:
        raise Refused(_why(error, label)) from error
    return digest.hexdigest()


def sound_files(root: Path) -> list[str]:
    """The names below `root` of all files that may be recordings: not hidden, not a link, not a manifest at the top."""
    return [name for name in _all_files(root) if "/" in name or not is_manifest(name)]


def _all_files(root: Path) -> list[str]:
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(folder, name) for name in files if not name.startswith(".") and name.casefold() not in _IGNORED)
        found += [path.relative_to(root).as_posix() for path in paths if path.is_file() and not path.is_symlink()]
    return sorted(found)


def is_manifest(name: str) -> bool:
    """Whether a file of this name is a list of calls rather than a recording."""
    return name.casefold().endswith(MANIFESTS)


def manifests(folder: Path) -> list[str]:
    """The names of the lists of calls at the top of a folder."""
    return sorted(name for name in os.listdir(folder) if is_manifest(name) and not name.startswith("."))


def manifest_of(folder: Path) -> Path:
    """The one manifest of a folder: manifest.csv or manifest.json, or else its only CSV or JSON file. Raises Refused."""
    lists = manifests(folder)
    named = [name for name in lists if name.casefold().startswith("manifest.")]
    found = named if len(named) == 1 else lists
    if len(found) == 1:
        return folder / found[0]
    if found:
        raise Refused(Refusal("manifest-many", f"{folder} holds more than one list of calls.", "Name the right one with --manifest."))
    raise Refused(Refusal("manifest-missing", f"{folder} holds no list of calls.", "Add manifest.csv, or name one with --manifest."))


def manifest_bytes(path: Path) -> bytes:
    """The content of a manifest. Raises Refused when it is no file, cannot be read or is larger than 64 MiB."""
    with opened(path.parent, path.name, "The list of calls") as file:
        content = file.read(_MOST_BYTES_OF_A_MANIFEST + 1)
    if len(content) > _MOST_BYTES_OF_A_MANIFEST:
        raise Refused(Refusal("manifest-large", f"{path.name} is larger than 64 MB.", "Divide it into several lists."))
    return content


def printable(name: str) -> str:
    """A file name as text, whatever its bytes."""
    return os.fsencode(name).decode("utf-8", "replace")[:255]
