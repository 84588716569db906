"""Handing over sound: each range is checked, read, written down, and only then sent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, insist
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.access import mail, queries, rules
from recordings.access.queries import Stored
from recordings.access.ranges import Span
from recordings.access.services.granting import usable_grant, use_of
from recordings.models import Access, GrantAction
from recordings.vault.store import Vault
from recordings.vault.trouble import TamperedObject


class Damaged(Exception):
    """What is stored did not pass its check: nothing of it was handed over, and the Information Governance Lead was told."""

    refusal: Refusal = rules.DAMAGED


@enforces("AC-1", "AC-4", "AU-11")
def hand_over(*, access: Access, sound: Stored, span: Span, person: User, now: datetime) -> bytes:
    """The bytes of one range, whose entry is committed when this returns (AC-4, AU-11).

    `access` comes from `keep_access`. Raises Damaged when the bytes are not what was stored, VaultUnavailable when they cannot be
    reached, and Refused when the grant was ended while they were read.
    """
    data = _read(access, sound, span.start, span.end, person, now)
    _note_sent(access, sound, span, person, now)
    return data


@enforces("AC-1")
def try_out(*, access: Access, sound: Stored, person: User, now: datetime) -> None:
    """Check the beginning of a call before its player is shown; nothing of it is handed over. Raises as `hand_over` does."""
    _read(access, sound, 0, min(1, sound.object.plain_size), person, now)


@enforces("AC-4")
def hand_over_peaks(*, access: Access, peaks: Stored, person: User, now: datetime) -> bytes:
    """The waveform of the call that an access opens, as it was stored. Raises as `hand_over` does."""
    return _read(access, peaks, 0, peaks.object.plain_size, person, now)


@transaction.atomic(durable=True)
def _note_sent(access: Access, sound: Stored, span: Span, person: User, now: datetime) -> None:
    assert access.grant_id is not None
    grant = usable_grant(grant_id=access.grant_id, person=person, action=GrantAction.LISTEN, now=now)
    facts = {"bytes": [span.start, span.end], "seconds": span.seconds(sound.seconds)}
    with use_of(grant, person):
        record(Event.AUDIO_SENT, subject=access, request=grant.request_reference, recording=access.subject, facts=facts)


def _read(access: Access, stored: Stored, start: int, end: int, person: User, now: datetime) -> bytes:
    try:
        return b"".join(Vault().open(access, stored.object, start, end))
    except TamperedObject as error:
        _report(access, stored, person, now)
        raise Damaged from error


@transaction.atomic(durable=True)
def _report(access: Access, stored: Stored, person: User, now: datetime) -> None:
    assert access.grant is not None
    with acting_as(person, grant=access.grant_id):
        reference = access.grant.request_reference
        record(Event.AUDIO_DAMAGED, subject=stored.object, request=reference, recording=access.subject, facts={"role": stored.object.role})
    mail.tell_of_damage(clock.local_day(now))


@enforces("AU-11")
@transaction.atomic
def note_played(*, access_id: UUID, person: User, session_key: str, start: float, end: float) -> None:
    """Write down which seconds of a call were heard (AU-11). What was heard counts even if the grant ended meanwhile.

    Raises NotYours for another person's or session's access, Refused for a stretch that the call does not have.
    """
    access = queries.own_access(person, access_id, session_key)
    assert access.grant is not None
    insist(rules.refuse_stretch(start, end, (queries.call_of(access).duration_ms or 0) / 1000))
    with use_of(access.grant, person):
        record(
            Event.AUDIO_PLAYED, subject=access, request=access.grant.request_reference, recording=access.subject,
            facts={"seconds": [round(start, 1), round(end, 1)]},
        )  # fmt: skip
