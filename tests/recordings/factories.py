"""Lines, calls and grants for tests: real rows, real sound in the real vault, grants by the real service."""

import io
import json
import math
import uuid
import wave
from array import array
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.access import services
from recordings.channels import NoticeChannel
from recordings.models import (
    AudioState,
    Direction,
    Extension,
    Grant,
    GrantAction,
    Line,
    Notice,
    ObjectRole,
    ProcessingPurpose,
    Recording,
    RetentionClass,
)  # fmt: skip
from recordings.purposes import Article9, LawfulBasis, ReviewPurpose
from recordings.vault.keyring import create_ring
from recordings.vault.store import Vault

CALLED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NUMBER = "+447700900461"
RATE = 8000
WHY = "so that we can check what was said"
WORDING = f"We record calls {WHY}."


def make_line(name: str = "Reception") -> Line:
    """A line with its purpose and retention class; the same one each time it is asked for by name."""
    known = Line.objects.select_related("purpose", "retention_class").filter(name=name).first()
    return known or _make_line(name)


def _make_line(name: str) -> Line:
    with as_job(Job.SEED):
        purpose, _ = ProcessingPurpose.objects.get_or_create(
            name="Care and safety of calls",
            defaults={"lawful_basis": LawfulBasis.PUBLIC_TASK, "article9": Article9.HEALTH_CARE, "statement": "Calls about patient care."},
        )
        kept, _ = RetentionClass.objects.get_or_create(name="Telephone calls", defaults={"months": 36, "basis": "Our retention schedule."})
        line, _ = Line.objects.get_or_create(name=name, defaults={"purpose": purpose, "retention_class": kept})
    make_notices()
    return line


def make_notices() -> None:
    """Every caller and colleague was told that calls are recorded, always. Straight into the table: a thousand tests begin with it."""
    since = datetime(2000, 1, 1, tzinfo=UTC)
    said = {"wording": WORDING, "why": WHY, "proposed_at": since, "approved_at": since, "in_force_from": since}
    QuerySet(Notice).bulk_create([Notice(channel=channel, version=1, **said) for channel in NoticeChannel], ignore_conflicts=True)


def make_extension(number: str = "214") -> Extension:
    """An extension on the usual line; the same one each time it is asked for by number."""
    known = Extension.objects.filter(number=number).first()
    if known is not None:
        return known
    with as_job(Job.SEED):
        return Extension.objects.create(number=number, line=make_line())


def make_call(started_at: datetime = CALLED, *, extension: str = "214", number: str = NUMBER, **fields: Any) -> Recording:
    """A call whose audio is with the supplier."""
    line = make_line()
    row = {
        "source": "test", "source_key": uuid.uuid4().hex, "started_at": started_at, "stated_seconds": 187, "direction": Direction.INCOMING,
        "line": line, "extension": make_extension(extension) if extension else None, "external_raw": number, "external_e164": number,
        "purpose": line.purpose, "retention_class": line.retention_class, "retain_until": clock.retain_until(started_at, 36),
        "audio_state": AudioState.WITH_SUPPLIER, "imported_at": started_at,
    }  # fmt: skip
    with as_job(Job.SEED):
        return Recording.objects.create(**(row | fields))


def make_held_call(started_at: datetime = CALLED, *, seconds: float = 1, sound: bytes = b"", **fields: Any) -> Recording:
    """A call whose audio is held: original, listening copy and waveform lie in the vault."""
    data = sound or make_wav(seconds)
    held = {"audio_state": AudioState.HELD, "duration_ms": round(seconds * 1000), "sha256": "0" * 64, "channels": 1, "codec": "pcm_s16le"}
    call = make_call(started_at, **(held | fields))
    peaks = json.dumps({"peaks": [[0.1, 0.5, 0.2]], "duration": seconds}).encode()
    create_ring(settings.VAULT_KEY_RING)
    vault = Vault()
    with as_job(Job.SEED):
        original = vault.put(subject=call.pk, role=ObjectRole.ORIGINAL, chunks=[data], content_type="audio/wav")
        vault.put(subject=call.pk, role=ObjectRole.LISTENING, chunks=[data], content_type="audio/wav")
        vault.put(subject=call.pk, role=ObjectRole.PEAKS, chunks=[peaks], content_type="application/json")
        call.sha256 = original.sha256
        call.save(update_fields=["sha256"])
    return call


def make_wav(seconds: float = 1) -> bytes:
    """A tone of 440 Hz as 16-bit mono WAV."""
    period = array("h", (int(8000 * math.sin(math.tau * 440 * n / RATE)) for n in range(RATE)))
    frames = (period.tobytes() * math.ceil(seconds))[: round(seconds * RATE) * 2]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(frames)
    return file.getvalue()


def make_grant(holder: User, issued_by: User, *, now: datetime | None = None, days: int = 7, **fields: Any) -> Grant:
    """A grant to find and hear calls of the day of `CALLED`, issued by the real service; it starts an hour before `now`."""
    now = now or clock.now()
    terms = {
        "purpose": ReviewPurpose.TRAINING, "actions": {GrantAction.FIND, GrantAction.LISTEN}, "request_reference": "REQ-2026-0042",
        "decision_id": 1, "starts_at": now - timedelta(hours=1), "ends_on": clock.local_day(now) + timedelta(days=days),
        "window_from": clock.start_of_day(clock.local_day(CALLED)), "window_until": clock.end_of_day(clock.local_day(CALLED)),
        "extension": None, "external_e164": "",
    }  # fmt: skip
    with acting_as(issued_by):
        return services.issue_grant(holder=holder, issued_by=issued_by, now=now, **(terms | fields))


def make_chosen(grant: Grant, calls: Collection[Recording], now: datetime | None = None) -> None:
    """Choose calls under a grant, as its holder does."""
    services.choose_calls(grant_id=grant.pk, person=grant.holder, recording_ids=[call.pk for call in calls], now=now or clock.now())
