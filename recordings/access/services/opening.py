"""Opening one call under a grant, and keeping it open from one range to the next."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import NotYours, insist
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.access import queries, rules
from recordings.access.services.granting import granted, insist_usable, usable_grant, use_of
from recordings.models import Access, Grant


@enforces("AC-1", "AC-4", "AU-1", "AU-11")
@transaction.atomic(durable=True)
def open_access(*, grant_id: UUID, recording_id: UUID, person: User, action: str, session_key: str, now: datetime) -> Access:
    """One use of a grant on a call chosen under it; its entry is committed when this returns, so it is called outside any transaction.

    Raises NotYours for someone else's grant or a call not chosen under it, Refused when the grant does not allow it now, or when the
    audio is with the supplier or destroyed (AC-1, AC-4, AU-11).
    """
    grant = usable_grant(grant_id=grant_id, person=person, action=action, now=now)
    insist(rules.refuse_audio(queries.chosen_call(grant, recording_id)))
    return open_under(grant, recording_id, recording_id, person, action, session_key, now)


@enforces("AC-4", "AU-11")
@transaction.atomic(durable=True)
def open_subject_access(
    *, grant_id: UUID, subject: UUID, recording_id: UUID, person: User, action: str, session_key: str, now: datetime
) -> Access:
    """The same for something made from a chosen call, such as a released copy: `subject` is its id and never that of a call (AC-4)."""
    grant = usable_grant(grant_id=grant_id, person=person, action=action, now=now)
    queries.chosen_call(grant, recording_id)
    if queries.is_call(subject):
        raise NotYours(rules.NOT_FOUND)
    return open_under(grant, subject, recording_id, person, action, session_key, now)


def open_under(grant: Grant, subject: UUID, recording_id: UUID, person: User, action: str, session_key: str, now: datetime) -> Access:
    """The access and its entry, once somebody else has checked that it may be."""
    mark = rules.session_mark(session_key)
    access = Access.objects.create(grant=grant, person=person, action=action, subject=subject, session_key=mark, opened_at=now)
    with use_of(grant, person):
        facts = {"purpose": grant.purpose, "action": action}
        record(Event.ACCESS_OPENED, subject=access, request=grant.request_reference, recording=recording_id, facts=facts)
    return access


@enforces("AC-4")
def keep_access(*, access_id: UUID, person: User, session_key: str, now: datetime) -> Access:
    """The access as it was opened, if the same person in the same session may still use its grant. One query.

    Raises NotYours for another person's or session's, Refused once the grant has ended.
    """
    access = queries.own_access(person, access_id, session_key)
    insist_usable(granted(access), person, access.action, now)
    return access
