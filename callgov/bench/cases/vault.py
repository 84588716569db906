"""Reading the vault against bare framed AES-GCM over the same file: whole, and a 64 KiB range."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.trail.events import Job
from recordings.models import ObjectRole
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault

FRAME = 64 * 1024
HEADER = 12
HOUR = 57_600_000  # bytes of an hour of 8 kHz 16-bit sound


def vault() -> Iterable[Comparison]:
    """Whole read at most 1.2 times, a range at most 3 times the floor."""
    data = os.urandom(HOUR)
    subject = uuid.uuid4()
    stored = Vault().put(subject=subject, role=ObjectRole.ORIGINAL, chunks=[data])
    access = open_job_access(job=Job.COMMAND, subject=subject, reason="bench", now=clock.now())
    with tempfile.TemporaryDirectory() as folder:
        floor = _Floor(Path(folder) / "framed", data)
        middle = HOUR // 2 // FRAME * FRAME
        whole = against(lambda: _drain(Vault().open(access, stored)), lambda: floor.read(0, floor.frames), rounds=7)
        part = against(
            _times(100, lambda: _drain(Vault().open(access, stored, middle, middle + FRAME))),
            _times(100, lambda: floor.read(middle // FRAME, middle // FRAME + 1)),
            rounds=7,
        )
    yield Comparison("vault: whole hour", 1.2, *whole)
    yield Comparison("vault: 64 KiB range", 3.0, part[0] / 100, part[1] / 100)


class _Floor:
    """Frames of AES-256-GCM in a plain file under a key that is itself wrapped, and the tightest loop that reads them."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path, self._ring, key = path, AESGCM(os.urandom(32)), os.urandom(32)
        self._wrapped, cipher = self._ring.encrypt(bytes(12), key, None), AESGCM(key)
        self.frames = -(-len(data) // FRAME)
        with path.open("wb") as file:
            file.write(bytes(HEADER))
            for number in range(self.frames):
                file.write(cipher.encrypt(number.to_bytes(12, "big"), data[number * FRAME : (number + 1) * FRAME], None))

    def read(self, first: int, stop: int) -> None:
        """Unwrap the key, read the header, then read and open the frames, keeping nothing."""
        cipher = AESGCM(self._ring.decrypt(bytes(12), self._wrapped, None))
        with self._path.open("rb") as file:
            file.read(HEADER)
            file.seek(HEADER + first * (FRAME + 16))
            for number in range(first, stop):
                cipher.decrypt(number.to_bytes(12, "big"), file.read(FRAME + 16), None)


def _drain(pieces: Iterable[bytes]) -> None:
    for _piece in pieces:
        pass


def _times(count: int, work: Callable[[], None]) -> Callable[[], None]:
    def repeated() -> None:
        for _ in range(count):
            work()

    return repeated
