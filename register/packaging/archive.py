"""A ZIP with AES-256 as WinZip, 7-Zip, Keka and iOS read it, written as a stream: never whole in memory and never on disk."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import RawIOBase
from typing import Any

import pyzipper

from callgov.clock import LONDON


class _Sink(RawIOBase):
    """Where the archive is written to; what has come in is taken out piece by piece."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def drain(self) -> bytes:
        taken, self._held = bytes(self._held), bytearray()
        return taken


def locked(files: Iterable[tuple[str, Iterable[bytes]]], *, passphrase: str, at: datetime) -> Iterator[bytes]:
    """The archive of these files, each under its name and all with this time. Sound does not shrink, so nothing is compressed.

    The names are readable without the passphrase: they hold a reference and a copy number and nothing else.
    """
    sink, local = _Sink(), at.astimezone(LONDON)
    with pyzipper.AESZipFile(sink, "w", compression=pyzipper.ZIP_STORED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(passphrase.encode("ascii"))
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, pieces in files:
            with archive.open(archive.zipinfo_cls(name, local.timetuple()[:6]), "w") as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield sink.drain()
    yield sink.drain()
