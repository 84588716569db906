"""Hearing what was made from a chosen call before it leaves: by whoever holds the grant, or by the second person who checks it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import NotYours, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.access import queries, rules
from recordings.access.ranges import Span, Wanted
from recordings.access.services.granting import granted, insist_usable, locked_grant, use_of
from recordings.access.services.listening import Damaged, Part
from recordings.access.services.opening import open_under
from recordings.models import Access, Grant, GrantAction, StoredObject
from recordings.vault.damage import kind_of
from recordings.vault.store import Vault
from recordings.vault.trouble import TamperedObject


@enforces("AC-4", "AU-11")
@transaction.atomic(durable=True)
def open_check(*, grant_id: UUID, subject: UUID, recording_id: UUID, person: User, session_key: str, now: datetime) -> Access:
    """An access to a copy that is about to leave, for someone else than its maker: the grant to release it covers its check (AC-4).

    `subject` is the id of what the copy belongs to and never that of a call. Raises Refused as `rules.refuse_check` says.
    """
    grant = locked_grant(grant_id)
    insist(rules.refuse_check(grant, person, roles_on(person, clock.local_day(now)), now))
    queries.chosen_call(grant, recording_id)
    if queries.is_call(subject):
        raise NotYours(rules.NOT_FOUND)
    return open_under(grant, subject, recording_id, person, GrantAction.CHECK, session_key, now)


@enforces("AC-4", "AU-11")
@transaction.atomic(durable=True)
def hand_over_made(
    *,
    access: Access,
    stored: StoredObject,
    seconds: float,
    recording_id: UUID,
    person: User,
    session_key: str,
    wanted: Wanted,
    now: datetime,
) -> Part:
    """The part of a made copy that a player wants; its entry is committed when this returns (AC-4, AU-11).

    Raises NotYours for another person's or session's access, Refused when the grant has ended, Unsatisfiable, Damaged, VaultUnavailable.
    """
    grant = _insist_kept(access, person, session_key, now)
    span = wanted.of(stored.plain_size)
    sound = queries.Stored(stored, seconds)
    part = Part(_read(access, sound, span), span, sound)
    with use_of(grant, person):
        facts = {"bytes": [span.start, span.end], "seconds": span.seconds(seconds), "copy": stored.role}
        record(Event.AUDIO_SENT, subject=access, request=grant.request_reference, recording=recording_id, facts=facts)
    return part


@enforces("AC-4")
def read_made(*, access: Access, stored: StoredObject, person: User, session_key: str, now: datetime) -> bytes:
    """All of something small that was made, such as a waveform, under the same conditions."""
    with transaction.atomic():
        _insist_kept(access, person, session_key, now)
    return _read(access, queries.Stored(stored, 0), Span(0, stored.plain_size, stored.plain_size))


def _insist_kept(access: Access, person: User, session_key: str, now: datetime) -> Grant:
    """The grant, locked, if this person in this session may still use the access."""
    if access.person_id != person.pk or access.session_key != rules.session_mark(session_key):
        raise NotYours(rules.NOT_FOUND)
    grant = locked_grant(granted(access).pk)
    if access.action == GrantAction.CHECK:
        refusal = rules.refuse_check(grant, person, roles_on(person, clock.local_day(now)), now)
        if refusal is not None:
            raise Refused(refusal)
    else:
        insist_usable(grant, person, access.action, now)
    return grant


def _read(access: Access, stored: queries.Stored, span: Span) -> bytes:
    try:
        return b"".join(Vault().open(access, stored.object, span.start, span.end))
    except TamperedObject as error:
        raise Damaged(access, stored, kind_of(error)) from error
