"""Issuing and ending grants, and the check that every use of one goes through."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, NotYours, insist
from callgov.trail.context import Acting, acting_as
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.access import queries, rules
from recordings.access.rules import Proposal, Terms
from recordings.models import Access, Extension, Grant
from recordings.purposes import PURPOSE_WORDS

LEFT = "The person left the practice."


@enforces("AC-1", "AC-2", "AU-1")
def issue_grant(
    *,
    holder: User,
    purpose: str,
    actions: Collection[str],
    request_reference: str,
    decision_id: int,
    issued_by: User,
    starts_at: datetime,
    ends_on: date,
    window_from: datetime,
    window_until: datetime,
    extension: Extension | None,
    external_e164: str,
    own_calls_only: bool = False,
    now: datetime,
) -> Grant:
    """Issue a grant that holds until the end of the local day `ends_on` (AC-1, AC-2). Raises Refused as `rules.refuse_issue` says."""
    today = clock.local_day(now)
    wanted = Proposal(
        issuer=issued_by, issuer_roles=roles_on(issued_by, today), holder=holder, holder_roles=roles_on(holder, today),
        purpose=purpose, actions=frozenset(actions), starts_at=starts_at, ends_at=clock.end_of_day(ends_on),
        terms=Terms(window_from, window_until, extension, external_e164),
        one_person=holder == issued_by and bool(setting("approver_may_release")),
    )  # fmt: skip
    insist(rules.refuse_issue(wanted, now))
    with act():
        grant = Grant.objects.create(
            holder=holder, purpose=purpose, actions=sorted(wanted.actions), request_reference=request_reference, decision_id=decision_id,
            issued_by=issued_by, issued_at=now, starts_at=starts_at, ends_at=wanted.ends_at, one_person=wanted.one_person,
            window_from=window_from, window_until=window_until, extension=extension, external_e164=external_e164,
            own_calls_only=own_calls_only,
        )  # fmt: skip
        facts = {"purpose": purpose, "actions": grant.actions, "until": ends_on.isoformat(), "decision": decision_id}
        record(Event.GRANT_ISSUED, subject=grant, request=request_reference, person=holder, facts=facts)
    return grant


@enforces("AC-1")
@transaction.atomic
def end_grant(*, grant_id: UUID, actor: User, reason: str, now: datetime) -> Grant:
    """End a grant at once; whoever listens under it hears nothing more from the next range on (AC-1).

    Raises NotYours when there is none, Refused for anyone but the Information Governance Lead or deputy or without a reason, Conflict
    when it has ended already.
    """
    insist(rules.refuse_end(roles_on(actor, clock.local_day(now)), reason))
    grant = locked_grant(grant_id)
    ended = rules.refuse_ended(grant, now)
    if ended is not None:
        raise Conflict(ended)
    return end_now(grant, actor, reason, now)


@enforces("AC-1")
@transaction.atomic
def end_grants_of(person: User, actor: User | None, now: datetime) -> int:
    """End every open grant of someone who leaves; how many there were. Who ends the account ends them, or else the leaving itself."""
    grants = list(queries.open_grants(person, now).select_for_update(of=("self",), no_key=True))
    for grant in grants:
        end_now(grant, actor or person, LEFT, now)
    return len(grants)


def end_now(grant: Grant, actor: User, reason: str, now: datetime) -> Grant:
    """End a grant that is locked and open, with its entry. Who may is the caller's to have asked."""
    grant.ended_at, grant.ended_by, grant.ended_reason = now, actor, reason
    with act():
        grant.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        record(Event.GRANT_ENDED, subject=grant, request=grant.request_reference, person=grant.holder, reason=reason)
    return grant


def usable_grant(*, grant_id: UUID, person: User, action: str, now: datetime) -> Grant:
    """The grant, locked until the transaction is over so that nobody ends it meanwhile, if this person may use it so now.

    Raises NotYours for someone else's, Refused as `insist_usable` says.
    """
    grant = locked_grant(grant_id)
    insist_usable(grant, person, action, now)
    return grant


@enforces("AC-2", "AC-4")
def insist_usable(grant: Grant, person: User, action: str, now: datetime) -> None:
    """Raise unless the person may use the grant so now: NotYours for someone else's, Refused with the rule's sentence."""
    refusal = rules.refuse_use(grant, person, action, now)
    if refusal is rules.NOT_FOUND:
        raise NotYours(refusal)
    insist(refusal or rules.refuse_holder(roles_on(person, clock.local_day(now)), [action]))


def granted(access: Access) -> Grant:
    """The grant that a person's access was opened under. A named job's access has none and never comes here."""
    assert access.grant is not None
    return access.grant


def use_of(grant: Grant, person: User) -> AbstractContextManager[Acting]:
    """What is recorded inside is this person's act under the grant, for its purpose."""
    return acting_as(person, grant=grant.pk, reason=PURPOSE_WORDS[grant.purpose])


def locked_grant(grant_id: UUID) -> Grant:
    """A grant, locked until the transaction is over. Raises NotYours when there is none."""
    grants = Grant.objects.select_for_update(of=("self",), no_key=True).select_related("extension")
    return queries.only(grants.filter(pk=grant_id))
