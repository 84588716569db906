"""Reading the vault against bare framed AES-GCM over the same file: whole, a 64 KiB range, and checked against its hash."""

import os
import tempfile
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from callgov import clock
from callgov.bench.framed import FRAME, Framed
from callgov.bench.harness import Comparison, against
from callgov.trail.events import Job
from recordings.models import ObjectRole
from recordings.vault.services import open_check_access, open_job_access
from recordings.vault.store import Vault

HOUR = 57_600_000  # bytes of an hour of 8 kHz 16-bit sound
MANY = 100  # ranges a round: one alone is too quick to time


def vault() -> Iterable[Comparison]:
    """Whole read at most 1.2 times, a range at most 3 times the floor; a check at most 1.25 times the framed read with its hash."""
    data = os.urandom(HOUR)
    subject = uuid.uuid4()
    stored = Vault().put(subject=subject, role=ObjectRole.ORIGINAL, chunks=[data])
    access = open_job_access(job=Job.COMMAND, subject=subject, reason="bench", now=clock.now())
    with tempfile.TemporaryDirectory() as folder:
        floor = Framed(Path(folder) / "framed", data)
        middle = HOUR // 2 // FRAME * FRAME
        whole = against(lambda: _drain(Vault().open(access, stored)), lambda: floor.read(0, floor.frames), rounds=7)
        part = against(
            _often(lambda: _drain(Vault().open(access, stored, middle, middle + FRAME))),
            _often(lambda: floor.read(middle // FRAME, middle // FRAME + 1)),
            rounds=7,
        )
        rolling = open_check_access(job=Job.FIXITY, reason="bench", now=clock.now())
        fixity = against(lambda: Vault().check(rolling, stored), lambda: floor.hashed(), rounds=7)
    yield Comparison("vault: whole hour", 1.2, *whole)
    yield Comparison("vault: 64 KiB range", 3.0, part[0] / MANY, part[1] / MANY)
    yield Comparison("vault: fixity of an hour", 1.25, *fixity)


def _drain(pieces: Iterable[bytes]) -> None:
    deque(pieces, maxlen=0)


def _often(work: Callable[[], object]) -> Callable[[], None]:
    def repeated() -> None:
        for _ in range(MANY):
            work()

    return repeated
