"""Grants to hear calls that a decision or a draw has named already, and their end when what they were for is over."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.access import rules
from recordings.access.services.granting import end_now, issue_grant, locked_grant
from recordings.models import Grant, GrantAction, GrantedRecording, Recording


@enforces("AC-1", "AC-2", "AC-4", "AU-1")
@transaction.atomic
def grant_calls(
    *,
    holder: User,
    purpose: str,
    request_reference: str,
    decision_id: int,
    issued_by: User,
    calls: Sequence[Recording],
    ends_on: date,
    now: datetime,
    actions: Collection[str] = (GrantAction.LISTEN,),
) -> Grant:
    """Issue a grant to hear exactly these calls, and to look for no other (AC-2, AC-4). Raises Refused as `issue_grant` does.

    `actions` may be others that never look for a call.
    """
    began = [call.started_at for call in calls]
    grant = issue_grant(
        holder=holder, purpose=purpose, actions=actions, request_reference=request_reference, decision_id=decision_id,
        issued_by=issued_by, starts_at=now, ends_on=ends_on, window_from=min(began), window_until=max(began) + timedelta(seconds=1),
        extension=None, external_e164="", now=now,
    )  # fmt: skip
    for call in calls:
        choice = GrantedRecording.objects.create(grant=grant, recording=call, chosen_by=issued_by, chosen_at=now)
        record(Event.CALL_CHOSEN, subject=choice, request=request_reference, recording=call.pk)
    return grant


@enforces("AC-1")
@transaction.atomic
def close_grant(*, grant_id: UUID, ended_by: User, reason: str, now: datetime) -> bool:
    """End a grant because what it was for is over; whether it was still open (AC-1).

    For the services of a floor above, which know that it is over. It only ever takes away, so it asks for no role.
    """
    grant = locked_grant(grant_id)
    if rules.refuse_ended(grant, now) is not None:
        return False
    end_now(grant, ended_by, reason, now)
    return True
