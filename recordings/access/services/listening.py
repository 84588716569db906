"""Handing over sound: each range is checked, read, written down, and only then sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refused, insist
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.access import mail, queries, rules
from recordings.access.queries import Stored
from recordings.access.ranges import Span, Wanted
from recordings.access.services.granting import granted, insist_usable, use_of
from recordings.access.services.opening import keep_access
from recordings.models import Access, Damage, GrantAction, ObjectRole
from recordings.vault.damage import kind_of, report_damage
from recordings.vault.store import Vault
from recordings.vault.trouble import TamperedObject


class Damaged(Exception):
    """What is stored did not pass its check: nothing of it was handed over, and the Information Governance Lead was told."""

    def __init__(self, access: Access, stored: Stored, damage: Damage) -> None:
        super().__init__(str(stored.object))
        self.access, self.stored, self.damage = access, stored, damage


@dataclass(frozen=True)
class Part:
    """A part of a call that may now be sent, and what it is a part of."""

    data: bytes
    span: Span
    sound: Stored


@enforces("AC-1", "AC-4", "AU-11")
def hand_over(*, access_id: UUID, person: User, session_key: str, wanted: Wanted, now: datetime) -> Part:
    """The part of a call that a player wants, whose entry is committed when this returns (AC-4, AU-11).

    The grant stays locked from the check to the commit, so nothing is sent, or said to be sent, after it was ended. Raises NotYours for
    another person's or session's access, Refused when its grant has ended or the audio is gone, Unsatisfiable, Damaged when the bytes are
    not what was stored, and VaultUnavailable or KeyRingUnusable when they cannot be reached.
    """
    with _telling(person, now), transaction.atomic(durable=True):
        found = queries.sound_on_its_way(person, access_id, session_key)
        if found is None:
            access = keep_access(access_id=access_id, person=person, session_key=session_key, now=now)
            raise Refused(queries.why_gone(access))
        access, sound = found
        insist_usable(granted(access), person, GrantAction.LISTEN, now)
        part = _part(access, sound, wanted.of(sound.object.plain_size))
        _note_sent(access, part, person)
        return part


def _part(access: Access, sound: Stored, span: Span) -> Part:
    return Part(_read(access, sound, span.start, span.end), span, sound)


def _note_sent(access: Access, part: Part, person: User) -> None:
    grant = granted(access)
    facts = {"bytes": [part.span.start, part.span.end], "seconds": part.span.seconds(part.sound.seconds)}
    with use_of(grant, person):
        record(Event.AUDIO_SENT, subject=access, request=grant.request_reference, recording=access.subject, facts=facts)


@enforces("AC-4")
def hand_over_peaks(*, access_id: UUID, person: User, session_key: str, now: datetime) -> bytes:
    """The waveform of the call that an access opens, as it was stored. Raises as `hand_over` does."""
    access = keep_access(access_id=access_id, person=person, session_key=session_key, now=now)
    peaks = queries.stored(access, ObjectRole.PEAKS)
    with _telling(person, now):
        return _read(access, peaks, 0, peaks.object.plain_size)


@enforces("AC-1")
def try_out(*, access: Access, sound: Stored, person: User, now: datetime) -> None:
    """Check the beginning of a call before its player is shown; nothing of it is handed over. Raises as `hand_over` does."""
    with _telling(person, now):
        _read(access, sound, 0, min(1, sound.object.plain_size))


def _read(access: Access, stored: Stored, start: int, end: int) -> bytes:
    try:
        return b"".join(Vault().open(access, stored.object, start, end))
    except TamperedObject as error:
        raise Damaged(access, stored, kind_of(error)) from error


@contextmanager
def _telling(person: User, now: datetime) -> Iterator[None]:
    """Outside the transaction in which damage was found, and which is undone: write it down and tell of it."""
    try:
        yield
    except Damaged as damaged:
        _report(damaged, person, now)
        raise


@transaction.atomic(durable=True)
def _report(damaged: Damaged, person: User, now: datetime) -> None:
    access, day = damaged.access, clock.local_day(now)
    first = not queries.damage_known(access.subject, clock.start_of_day(day))
    with acting_as(person, grant=access.grant_id):
        report_damage(stored=damaged.stored.object, damage=damaged.damage, request=granted(access).request_reference, now=now)
    if first:
        mail.tell_of_damage(day)


@enforces("AU-11")
@transaction.atomic
def note_played(*, access_id: UUID, person: User, session_key: str, start: float, end: float) -> None:
    """Write down which seconds of a call were heard (AU-11). What was heard counts even if the grant ended meanwhile.

    Raises NotYours for another person's or session's access, Refused for a stretch that the call does not have.
    """
    access = queries.own_access(person, access_id, session_key)
    insist(rules.refuse_stretch(start, end, (queries.call_of(access).duration_ms or 0) / 1000))
    grant, facts = granted(access), {"seconds": [round(start, 1), round(end, 1)]}
    with use_of(grant, person):
        record(Event.AUDIO_PLAYED, subject=access, request=grant.request_reference, recording=access.subject, facts=facts)
