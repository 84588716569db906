"""A call with its sound: into the vault, then row and entry in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from callgov.policy import enforces
from callgov.refusals import Conflict
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.intake import locks, queries
from recordings.intake.plan import Planned, audio_key
from recordings.intake.rules import HELD_ALREADY, length_note, same_call
from recordings.intake.services.sealing import Incoming, Sound, discard, seal_sound, sealing_for
from recordings.models import AudioState, Recording

Also = Callable[[], object]
_NOTE = 200


def known_as(item: Planned, source: str, sha256: str) -> Recording | None:
    """The call of a row and its sound, when it is known already. Raises Refused when its call id belongs to another."""
    call, _ = item.told()
    keys = [item.key] if call.call_id else [item.key, audio_key(call, sha256)]
    return same_call(queries.known(source, keys), call.label, call.call_id, call.started_at, sha256)


@enforces("LB-1", "AC-1", "AC-5")
def take_in(
    *, item: Planned, source: str, incoming: Incoming, now: datetime, facts: dict[str, Any], also: Also, subject: UUID | None = None
) -> Recording:
    """Take in a new call with its sound. Its basis and retention come from its line (LB-1); it can be found by number and person (AC-5).

    Called outside any transaction; `also` is done in the one that enters the call. Raises as `seal_sound`, and Conflict when
    somebody entered the same call meanwhile; then nothing of it stays.
    """
    subject = subject or uuid4()
    with sealing_for(subject, now):
        sound = seal_sound(incoming=incoming, subject=subject)
        try:
            with transaction.atomic():
                also()
                return _enter(item, source, sound, subject, now, facts)
        except IntegrityError as error:  # somebody else entered the same call while this one was sealed
            raise Conflict(locks.IN_HAND) from error


def _enter(item: Planned, source: str, sound: Sound, subject: UUID, now: datetime, facts: dict[str, Any]) -> Recording:
    call, found = item.told()
    recording = Recording.objects.create(
        id=subject, source=source, source_key=call.call_id or audio_key(call, sound.sha256), started_at=call.started_at,
        stated_seconds=call.stated_seconds, direction=call.direction, line_id=found.line, extension_id=found.extension,
        person_id=found.person, external_raw=call.external_raw, external_e164=found.external_e164, withheld=found.withheld,
        parties=call.parties, purpose_id=found.purpose, retention_class_id=found.retention_class, retain_until=found.retain_until,
        retention_version=found.retention_version, notice_id=found.notice,
        imported_at=now, **_sound_fields(sound, call.stated_seconds, *call.notes),
    )  # fmt: skip
    record(Event.CALL_IMPORTED, subject=recording, recording=recording.pk, facts={**_sound_facts(sound), **facts})
    return recording


@enforces("AC-5")
def give_sound(*, recording: Recording, incoming: Incoming, now: datetime, facts: dict[str, Any], also: Also) -> Recording:
    """Take in the sound of a call whose record was known already. Raises Conflict when it has its sound by now, and as `seal_sound`."""
    with locks.alone(locks.of_subject(recording.pk), locks.IN_HAND), sealing_for(recording.pk, now):
        discard(subject=recording.pk, now=now)
        sound = seal_sound(incoming=incoming, subject=recording.pk)
        with transaction.atomic():
            also()
            return add_sound(recording_id=recording.pk, sound=sound, event=Event.CALL_IMPORTED, facts=facts)


@transaction.atomic
def add_sound(*, recording_id: UUID, sound: Sound, event: Event, facts: dict[str, Any], request: str = "", reason: str = "") -> Recording:
    """Enter sealed sound on its call's row, with the entry. Raises Conflict when the call is not with the supplier any more."""
    row = Recording.objects.select_for_update(of=("self",)).get(pk=recording_id)
    if row.audio_state != AudioState.WITH_SUPPLIER:
        raise Conflict(HELD_ALREADY)
    changes = _sound_fields(sound, row.stated_seconds, row.note)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    record(event, subject=row, recording=row.pk, request=request, reason=reason, facts={**_sound_facts(sound), **facts})
    return row


def _sound_fields(sound: Sound, stated: int | None, *notes: str) -> dict[str, Any]:
    said = " ".join(filter(None, (*notes, sound.note, length_note(stated, sound.duration_ms))))
    return {
        "audio_state": AudioState.HELD, "duration_ms": sound.duration_ms, "codec": sound.codec, "sample_rate": sound.sample_rate,
        "channels": sound.channels, "sha256": sound.sha256, "note": said[:_NOTE],
    }  # fmt: skip


def _sound_facts(sound: Sound) -> dict[str, Any]:
    return {"sha256": sound.sha256, "duration_ms": sound.duration_ms, "codec": sound.codec}
