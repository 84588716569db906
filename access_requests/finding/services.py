"""The verbs of finding: widen with a reason, say how one looked, hold what was found. The only writers of search accounts."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from access_requests import queries
from access_requests.finding import queries as finding
from access_requests.finding import rules
from access_requests.models import AccessRequest, SearchAccount
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.access.services import issue_grant
from recordings.keeping.services import hold_for_case, place_hold, release_hold
from recordings.models import Grant, HoldKind

HELD_BECAUSE = "A subject access request is open, and this may be the call it asks for."
ENDED_BECAUSE = "The request was answered and has ended."


@enforces("AC-4", "AC-5")
@transaction.atomic
def widen(
    *, reference: str, window_from: datetime, window_until: datetime, any_extension: bool, reason: str, actor: User, now: datetime
) -> list[Grant]:
    """Let whoever looks for the call look further than the request described, with the reason in the trail (AC-4, AC-5).

    Each gets a further grant of the same length; what they chose before stays. Raises NotYours, Refused.
    """
    today = clock.local_day(now)
    request = queries.locked(actor, reference, today)
    insist(rules.refuse_widening(request, actor, roles_on(actor, today)))
    grants = finding.finding_grants(queries.live_grants(reference, now), actor.pk)
    insist(rules.refuse_wider(grants, window_from, window_until, any_extension=any_extension, reason=reason))
    with act():
        record(Event.SEARCH_WIDENED, subject=request, facts={"grants": len(grants), "any_extension": any_extension}, reason=reason.strip())
    return [_wider(grant, window_from, window_until, any_extension, actor, now) for grant in grants]


def _wider(grant: Grant, window_from: datetime, window_until: datetime, any_extension: bool, actor: User, now: datetime) -> Grant:
    return issue_grant(
        holder=grant.holder, purpose=grant.purpose, actions=grant.actions, request_reference=grant.request_reference,
        decision_id=grant.decision_id, issued_by=actor, starts_at=now, ends_on=clock.local_day(grant.ends_at - clock.ONE_DAY / 2),
        window_from=min(window_from, grant.window_from), window_until=max(window_until, grant.window_until),
        extension=None if any_extension else grant.extension, external_e164=grant.external_e164, own_calls_only=grant.own_calls_only,
        now=now,
    )  # fmt: skip


@enforces("AC-5")
@transaction.atomic
def explain(*, reference: str, systems: str, stopped_because: str, actor: User, now: datetime) -> SearchAccount:
    """Say where else one looked and why one stopped, so that the search can be shown to be reasonable and proportionate (AC-5; R1.11).

    Raises NotYours, Refused.
    """
    today = clock.local_day(now)
    request = queries.locked(actor, reference, today)
    finders = queries.finders(queries.live_grants(reference, now))
    insist(rules.refuse_account(request, actor, roles_on(actor, today), finders))
    insist(rules.refuse_unexplained(systems, stopped_because))
    with act():
        account = SearchAccount.objects.create(
            request=request, systems=systems.strip(), stopped_because=stopped_because.strip(), written_by=actor, written_at=now
        )
        record(Event.SEARCH_EXPLAINED, subject=request)
    return account


@enforces("AC-5", "AC-6")
def hold_chosen(grant: Grant, recordings: Collection[UUID], now: datetime) -> None:
    """What is found for an open subject access request is held against destruction, in the transaction that chose it (R1.18)."""
    request = finding.request_held_for(grant.request_reference)
    if request is not None and recordings:
        place_hold(
            kind=HoldKind.SAR, case_reference=request.reference, reason=HELD_BECAUSE, owner=grant.issued_by, recordings=recordings, now=now
        )


@enforces("AC-5", "AC-6")
def hold_again(request: AccessRequest, now: datetime) -> None:
    """A subject access request was opened again: what was found for it is held anew, in the same transaction (R1.18)."""
    if request.is_subject_access:
        calls = finding.calls_of(request.reference)
        hold_for_case(kind=HoldKind.SAR, case_reference=request.reference, reason=HELD_BECAUSE, recordings=calls, now=now)


def end_holds(*, now: datetime) -> int:
    """End the holds of requests that have ended and been answered; how many."""
    references = finding.holds_of_ended_requests()
    for reference in references:
        release_hold(kind=HoldKind.SAR, case_reference=reference, reason=ENDED_BECAUSE, now=now)
    return len(references)
