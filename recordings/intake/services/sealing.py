"""From an open file to sealed objects: one decode, the original to the bit, a listening copy where a browser needs one, the waveform.

Nothing here shows anywhere until a row that owns the objects is committed. What was sealed and never entered is destroyed again: at once
when something fails, and by `sweep` after a crash.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import datetime
from typing import BinaryIO, NamedTuple
from uuid import UUID

from django.db import DatabaseError

from callgov.policy import enforces
from callgov.refusals import Conflict, Refusal, Refused
from callgov.trail.events import Job
from recordings import audio
from recordings.intake import locks, queries
from recordings.intake.ahead import Ahead
from recordings.models import ObjectRole, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from recordings.vault.trouble import VaultUnavailable

SOUND = (ObjectRole.ORIGINAL, ObjectRole.LISTENING, ObjectRole.PEAKS)
Check = Callable[[int], None]
_LEFT_OVER = "Sealed by an intake that was not finished"


class Unsteady(Refused):
    """A file changed or could not be read to its end while it was taken in: nothing of it is kept."""

    def __init__(self, label: str) -> None:
        remedy = "Wait until it is complete, then import again."
        super().__init__(Refusal("file-unsteady", f"{label} changed or broke off while it was read.", remedy))


class Incoming(NamedTuple):
    """An open file with its name and SHA-256. `label` begins sentences about it; `ahead` may have decoded it already."""

    file: BinaryIO
    name: str
    sha256: str
    label: str
    ahead: Ahead | None = None

    def examined(self) -> AbstractContextManager[audio.Examined]:
        """What the file is, by its one decode. Raises UnusableAudio, AudioToolMissing and VaultUnavailable."""
        return self.ahead.examined(self.file, self.name) if self.ahead else audio.examine(self.file, self.name)


class Sound(NamedTuple):
    """What the row of a recording says of its sound."""

    sha256: str
    duration_ms: int
    codec: str
    sample_rate: int
    channels: int
    note: str


@enforces("AC-1")
def seal_sound(*, incoming: Incoming, subject: UUID, check: Check | None = None) -> Sound:
    """Decode a file once and seal what is kept of it for `subject`; called outside any transaction.

    `check` may refuse it by its length before anything is sealed. Raises UnusableAudio, Unsteady when the file is not what it was when
    its hash was taken, AudioToolMissing and VaultUnavailable.
    """
    with incoming.examined() as found:
        if found.sha256 != incoming.sha256:
            raise Unsteady(incoming.label)
        if check:
            check(found.duration_ms)
        _seal_original(incoming, subject, ObjectRole.ORIGINAL, found.content_type)
        vault = Vault()
        if not found.playable:
            vault.put(subject=subject, role=ObjectRole.LISTENING, chunks=found.listening(), content_type="audio/wav")
        vault.put(subject=subject, role=ObjectRole.PEAKS, chunks=[_waveform(found)], content_type="application/json")
        return Sound(found.sha256, found.duration_ms, found.codec[:24], found.sample_rate, found.channels, found.note)


@enforces("AC-1")
def seal_aside(*, incoming: Incoming, subject: UUID) -> StoredObject:
    """Seal a file that cannot be used, whatever it is, to the bit. Raises Unsteady and VaultUnavailable."""
    return _seal_original(incoming, subject, ObjectRole.QUARANTINE, "application/octet-stream")


def _seal_original(incoming: Incoming, subject: UUID, role: ObjectRole, content_type: str) -> StoredObject:
    stored = Vault().put(subject=subject, role=role, chunks=_pieces(incoming), content_type=content_type)
    if stored.sha256 != incoming.sha256:
        raise Unsteady(incoming.label)
    return stored


def _pieces(incoming: Incoming) -> Iterator[bytes]:
    """The file's bytes; that its disk gives up in the middle is no trouble of the vault's."""
    try:
        yield from audio.pieces(incoming.file)
    except OSError as error:
        raise Unsteady(incoming.label) from error


def _waveform(found: audio.Examined) -> bytes:
    """The waveform as the player reads it."""
    return json.dumps({"peaks": found.peaks, "duration": found.duration_ms / 1000}, separators=(",", ":")).encode()


@contextmanager
def sealing_for(subject: UUID, now: datetime) -> Iterator[None]:
    """A block that seals for `subject` and enters the row that owns it: it leaves nothing when it fails.

    What cannot be destroyed at once is left to `sweep`. For a subject that was there before, `discard` comes first: an act that was
    interrupted may have left something.
    """
    with ExitStack() as undo:
        undo.callback(_try_to_discard, subject, now)
        yield
        undo.pop_all()


def _try_to_discard(subject: UUID, now: datetime) -> None:
    with suppress(VaultUnavailable, DatabaseError):
        discard(subject=subject, now=now)


@enforces("AC-10")
def discard(*, subject: UUID, now: datetime) -> int:
    """Destroy what lies sealed for `subject` without a row that owns it; how many objects. Can be repeated after a crash anywhere."""
    left = queries.left_over(subject)
    for stored in left:
        access = open_job_access(job=Job.INTAKE, subject=subject, reason=_LEFT_OVER, now=now)
        Vault().destroy(access, stored, now=now)
    return len(left)


def clear_left_over(*, now: datetime) -> int:
    """Destroy what interrupted imports, deposits and settlings left in the vault; how many. Raises Conflict while an import runs."""
    with locks.alone(locks.IMPORTING, locks.IMPORT_RUNS):
        return sweep(now=now)


def sweep(*, now: datetime) -> int:
    """Destroy what interrupted imports, deposits and settlings left in the vault; how many objects. Only while no import runs."""
    return sum(_sweep_one(subject, now) for subject in queries.subjects_left_over())


def _sweep_one(subject: UUID, now: datetime) -> int:
    """What was left for one subject, unless somebody is at work on it."""
    with suppress(Conflict), locks.alone(locks.of_subject(subject), locks.IN_HAND):
        return discard(subject=subject, now=now)
    return 0
