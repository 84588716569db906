"""Where sealed objects lie: the folder. What the vault asks of a place stands in `place.py`, the bucket in `bucket.py`."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage

from recordings.vault.frames import Read
from recordings.vault.place import Lying, Place
from recordings.vault.trouble import MissingObject, TamperedObject, VaultUnavailable

PARTIAL = ".partial"


def place_of(storage: Storage) -> Place:
    """The place behind a Django storage: a folder or an S3 bucket."""
    if isinstance(storage, FileSystemStorage):
        return Folder(storage)
    from recordings.vault.bucket import Bucket  # boto3 takes half a second to import, which a practice with a folder need never pay

    return Bucket(storage)


class Folder:
    """A folder on a disk that survives a power cut: an object is there in full under its name, and on the disk, or not at all."""

    stride = 1
    has_locks = False

    def __init__(self, storage: FileSystemStorage) -> None:
        self._root = str(storage.location)

    def write(self, name: str, pieces: Iterable[bytes]) -> int:
        """Through a file beside it, which is moved to its name when it is complete."""
        path = Path(self._root, name)
        partial = path.with_suffix(PARTIAL)
        try:
            size = self._fill(partial, pieces)
            with _saying(f"The vault's folder {self._root} refused to keep a file"):
                partial.replace(path)
                sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                partial.unlink()
            raise
        return size

    def _fill(self, partial: Path, pieces: Iterable[bytes]) -> int:
        trouble = f"The vault's folder {self._root} cannot be written to"
        with _saying(trouble):
            self._make_room(partial.parent)
            file = open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)  # noqa: SIM115
        with file:
            for piece in pieces:
                with _saying(trouble):
                    write_all(file.fileno(), piece)
            with _saying(trouble):
                os.fsync(file.fileno())
                return file.tell()

    def _make_room(self, folder: Path) -> None:
        Path(self._root).mkdir(mode=0o700, parents=True, exist_ok=True)
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)

    @contextmanager
    def reading(self, name: str, size: int) -> Iterator[Read]:
        """Reads of one open file."""
        with _saying(f"The vault's folder {self._root} cannot be read"):
            number = self._open(name)
        try:
            if os.fstat(number).st_size != size:
                raise TamperedObject("The object does not have the size that was stored.")
            yield lambda start, end: _read(number, start, end)
        finally:
            os.close(number)

    def _open(self, name: str) -> int:
        try:
            return os.open(f"{self._root}/{name}", os.O_RDONLY)
        except FileNotFoundError as error:
            if os.path.isdir(self._root):
                raise MissingObject from error
            raise

    def erase(self, name: str) -> None:
        """Remove the file, and know that the disk knows."""
        path = Path(self._root, name)
        with _saying(f"The vault's folder {self._root} refused to give a file up"):
            path.unlink(missing_ok=True)
            if path.parent.exists():
                sync_folder(path.parent)

    def holds(self, name: str) -> bool:
        """Whether the file is there. A folder that cannot be seen is not an empty one."""
        if not os.path.isdir(self._root):
            raise VaultUnavailable(f"The vault's folder {self._root} is not there. Is its disk mounted?")
        return Path(self._root, name).exists()

    def clear(self, names: Sequence[str]) -> list[str]:
        """Remove the files, then know of each folder once that the disk knows."""
        paths = {name: Path(self._root, name) for name in names}
        for path in paths.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with _saying(f"The vault's folder {self._root} cannot be reached"):
            for folder in {path.parent for path in paths.values()}:
                if folder.exists():
                    sync_folder(folder)
        return [name for name in names if not self.holds(name)]

    def listing(self, prefix: str) -> Iterator[Lying]:
        """The files of one folder. A folder that cannot be seen is not an empty one."""
        self.holds(prefix)
        with _saying(f"The vault's folder {self._root} cannot be read"):
            for path in _files(Path(self._root, prefix)):
                if path.suffix != PARTIAL:
                    found = path.stat()
                    yield Lying(f"{prefix}/{path.name}", found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def clear_unfinished(self, before: datetime) -> int:
        """Remove files that were left half written when a process was killed."""
        with _saying(f"The vault's folder {self._root} refused to give a file up"):
            left = [path for path in Path(self._root).glob(f"*/*{PARTIAL}") if path.stat().st_mtime < before.timestamp()]
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def lock(self, name: str, *, on: bool) -> bool:
        """A folder knows no locks."""
        return False

    def answers(self) -> bool:
        """Whether the folder is there, or can be made, and takes files."""
        with suppress(OSError):
            Path(self._root).mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(self._root, os.W_OK | os.X_OK)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


@contextmanager
def _saying(trouble: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise VaultUnavailable(f"{trouble}: {error.strerror or error}. Put that right, then try again.") from error


def write_all(number: int, piece: bytes) -> None:
    """Write every byte to an open file, whose kernel may take them in parts. Raises OSError."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(number, rest) :]


def _read(number: int, start: int, end: int) -> bytes:
    with _saying("The vault's folder cannot be read"):
        return os.pread(number, end - start, start)


def sync_folder(folder: Path) -> None:
    """Have the disk know what the folder holds now: a file that was renamed or removed stays so after a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
