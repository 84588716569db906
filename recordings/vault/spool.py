"""Bytes set aside until their number is known. Plain audio never rests on disk, so they lie there sealed, under a key never kept."""

import os
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from recordings.vault.frames import open_range, plain_size, seal
from recordings.vault.places import write_all
from recordings.vault.trouble import VaultUnavailable

_BOUND = b"spool"


class Spool:
    """A nameless temporary file, filled and then read as often as wanted. Its key lives in this object alone."""

    def __init__(self) -> None:
        self.size = 0
        self._key = b""
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed by __exit__

    def fill(self, pieces: Iterable[bytes]) -> None:
        """Set the pieces aside in constant memory, in place of any before; `size` is then how many bytes they were.

        Raises VaultUnavailable when there is no room.
        """
        self._key = os.urandom(32)
        self._file.seek(0)
        self._file.truncate()
        for sealed in seal(pieces, self._key, _BOUND):
            try:
                write_all(self._file.fileno(), sealed)
            except OSError as error:
                raise VaultUnavailable("There is no room for temporary files on this machine. Make room, then try again.") from error
        self.size = plain_size(self._file.tell())

    def __iter__(self) -> Iterator[bytes]:
        return open_range(self._read, self._file.seek(0, os.SEEK_END), self._key, _BOUND)

    def _read(self, start: int, end: int) -> bytes:
        return os.pread(self._file.fileno(), end - start, start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
