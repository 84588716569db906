"""Copies for the ears of a second person: made of a chosen call as they would leave it, kept under an id of their own, and destroyed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from callgov.people.models import User
from callgov.policy import enforces
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings import audio
from recordings.access.services.opening import open_access
from recordings.models import GrantAction, ObjectRole, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault


@dataclass(frozen=True)
class Stretch:
    """From where to where, in milliseconds, what of it is not heard, and what is heard in its place."""

    from_ms: int
    until_ms: int
    hidden: Sequence[audio.Span]
    cover: audio.Cover = audio.Cover.SILENCE


@dataclass(frozen=True)
class Preview:
    """The sealed copy, and how much of the sound it keeps in thousandths."""

    stored: StoredObject
    kept_permille: int


@enforces("AC-4", "AC-10")
def make_preview(
    *, subject: UUID, call: Recording, stretch: Stretch, grant_id: UUID, person: User, session_key: str, now: datetime
) -> Preview:
    """An MP3 of a stretch of a call, proven, with its waveform, kept under `subject`, which is never the id of a call.

    Called outside any transaction: the access is committed before a byte is read. Raises as `open_access` does, and CopyNotProven,
    VaultUnavailable or TamperedObject.
    """
    access = open_access(
        grant_id=grant_id, recording_id=call.pk, person=person, action=GrantAction.RELEASE, session_key=session_key, now=now
    )
    original = StoredObject.objects.get(subject=call.pk, role=ObjectRole.ORIGINAL, key_destroyed_at=None)
    wanted = audio.Wanted(
        audio.CopyFormat.MP3, stretch.from_ms, stretch.until_ms, min(call.channels or 1, 2), original.content_type, stretch.hidden,
        stretch.cover,
    )  # fmt: skip
    vault = Vault()
    with audio.copied(vault.open(access, original), wanted) as copy:
        stored = vault.put(subject=subject, role=ObjectRole.PREVIEW, chunks=copy, content_type=wanted.fmt.content_type)
        peaks = json.dumps({"peaks": copy.peaks, "duration": copy.proof.ms / 1000}).encode()
        vault.put(subject=subject, role=ObjectRole.PEAKS, chunks=[peaks], content_type="application/json")
        return Preview(stored, int(copy.proof.kept * 1000))


@enforces("AC-10")
def destroy_preview(*, subject: UUID, reason: str, now: datetime) -> bool:
    """Destroy such a copy and its waveform; whether there was one. Called outside any transaction; can be repeated after a crash."""
    kept = list(StoredObject.objects.filter(subject=subject, destroyed_at=None))
    if kept:
        with as_job(Job.COPY_DESTRUCTION, reason=reason):
            access = open_job_access(job=Job.COPY_DESTRUCTION, subject=subject, reason=reason, now=now)
            for stored in kept:
                Vault().destroy(access, stored, now=now)
    return bool(kept)
