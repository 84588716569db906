"""The audio of one call, fetched from the supplier for an approved request."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Conflict, Refused, insist
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings import audio
from recordings.intake import folder, locks, queries, rules
from recordings.intake.services.sealing import Incoming, discard, seal_sound, sealing_for
from recordings.intake.services.taking import add_sound
from recordings.models import GrantedRecording, Recording

_LABEL = "The file"


class OtherCall(Refused):
    """The file is not as long as the call: it is likely another one."""


class Upload(NamedTuple):
    """A file as a browser sent it: its name and its bytes, in memory alone."""

    name: str
    content: bytes


@enforces("AC-2", "AC-4")
def show_call_to_fetch(*, grant_id: UUID, recording_id: UUID, depositor: User, now: datetime) -> GrantedRecording:
    """The call that somebody is about to fetch, with its grant; who looked is in the trail before anything of it is shown (AC-4).

    Raises NotYours for a call that was not chosen under the grant, Refused when the grant is over or the call was destroyed, and Conflict
    when its audio is held.
    """
    choice = _choice(grant_id, recording_id, now)
    reference = choice.grant.request_reference
    with acting_as(depositor, grant=grant_id):
        record(Event.ACCESS_OPENED, subject=choice, request=reference, recording=recording_id, facts={"for": "deposit"})
    return choice


@enforces("AC-1", "AC-2", "AU-11")
def deposit(*, recording_id: UUID, grant_id: UUID, depositor: User, source: Path | Upload, where_from: str, now: datetime) -> Recording:
    """Keep the audio of one call that was chosen under a live grant; the entry says who, when, from where, and its hash.

    Called outside any transaction. Raises as `show_call_to_fetch`, OtherCall when the file is not as long as the call, Refused when
    nobody says where it came from, UnusableAudio and VaultUnavailable. Then nothing of it stays.
    """
    insist(rules.refuse_no_origin(where_from))
    choice = _choice(grant_id, recording_id, now)
    stated = choice.recording.stated_seconds
    with (
        acting_as(depositor, grant=grant_id),
        locks.alone(locks.of_subject(recording_id), locks.IN_HAND),
        _incoming(source) as incoming,
        sealing_for(recording_id, now),
    ):
        discard(subject=recording_id, now=now)
        sound = seal_sound(incoming=incoming, subject=recording_id, check=lambda length: _insist_length(stated, length))
        with transaction.atomic():
            _choice(grant_id, recording_id, now)
            reference = choice.grant.request_reference
            return add_sound(
                recording_id=recording_id, sound=sound, event=Event.AUDIO_DEPOSITED, request=reference, reason=where_from.strip(), facts={}
            )


def _insist_length(stated: int | None, duration_ms: int) -> None:
    refusal = rules.refuse_length(stated, duration_ms)
    if refusal is not None:
        raise OtherCall(refusal)


def _choice(grant_id: UUID, recording_id: UUID, now: datetime) -> GrantedRecording:
    """The call as chosen under the grant, if its audio may be deposited now."""
    choice = queries.chosen(grant_id, recording_id)
    refusal = rules.refuse_deposit(choice.recording.audio_state, queries.is_live(choice.grant, now))
    if refusal is rules.HELD_ALREADY:
        raise Conflict(refusal)
    insist(refusal)
    return choice


@contextmanager
def _incoming(source: Path | Upload) -> Iterator[Incoming]:
    name = source.name
    opening = folder.opened(source.parent, name, _LABEL) if isinstance(source, Path) else audio.in_memory_file([source.content])
    with opening as file:
        yield Incoming(file, name, folder.sha256(file, _LABEL), _LABEL)
