"""Withdrawing, "not held", closing, giving up, lapsing, reopening, and the review of what was done at once."""

from datetime import datetime

from django.db import transaction

from access_requests import mails, queries, rules
from access_requests.clocks import services as clocks
from access_requests.finding.services import hold_again
from access_requests.models import AccessRequest, Decision, State
from access_requests.routes import ROUTES
from access_requests.services.asking import ask_next, days_of
from access_requests.workflow import CLOSE, GIVE_UP, LAPSE, NOT_HELD, REOPEN, WITHDRAW
from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import Conflict, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import Transition, apply
from recordings.access.services import end_grant


@transaction.atomic
def withdraw(*, reference: str, person: User, now: datetime) -> AccessRequest:
    """Take back one's own request, or record that somebody outside takes theirs back, before it is answered.

    Raises NotYours, Refused for anyone else, Conflict when it was answered.
    """
    today = clock.local_day(now)
    request = queries.one(person, reference, today)
    transition = WITHDRAW.guarded(lambda row, _actor: rules.refuse_withdrawing(row, person, roles_on(person, today)))
    request = apply(AccessRequest, request.pk, transition, actor=person, changes={"step": "", "closed_at": now})
    clocks.stop(reference=reference, on=today, now=now)
    return request


def withdraw_all_of(leaver: User, ended_by: User | None, now: datetime) -> int:
    """Withdraw what a person whose account ends asked for themselves and nobody answered; how many. Inside the leaver's transaction.

    What they took in from somebody outside goes on, and so does a right that outlasts their account (AC-6).
    """
    ended = {"step": "", "closed_at": now}
    return len([apply(AccessRequest, request.pk, WITHDRAW, actor=ended_by, changes=ended) for request in queries.own_waiting_for(leaver)])


@enforces("AC-5")
@transaction.atomic
def record_not_held(*, reference: str, person: User, reason: str, now: datetime) -> AccessRequest:
    """Record as the answer that the practice holds no recording that fits, and how one looked (AC-5).

    Raises NotYours, Conflict when the request is not approved, Refused for anyone without a live grant to find the call or
    without saying how they looked.
    """
    request = queries.one(person, reference, clock.local_day(now))
    finders = queries.finders(queries.live_grants(reference, now))
    insist(rules.refuse_unexplained(reason))
    transition = NOT_HELD.guarded(lambda row, _actor: rules.refuse_not_held(row, finders, person))
    changes = {"not_held_at": now, "not_held_reason": reason.strip()}
    request = apply(AccessRequest, request.pk, transition, actor=person, changes=changes)
    mails.answered(request)
    return request


@enforces("AC-1")
@transaction.atomic
def close(*, reference: str, person: User, now: datetime) -> AccessRequest:
    """Close an approved request and end every access under it. Raises NotYours, Refused for anyone who may not end a grant, Conflict."""
    today = clock.local_day(now)
    request = queries.one(person, reference, today)
    reviewed = queries.is_reviewed(request)
    transition = CLOSE.guarded(lambda row, _actor: rules.refuse_closing(roles_on(person, today), row.review_due_on, reviewed=reviewed))
    request = apply(AccessRequest, request.pk, transition, actor=person, changes={"closed_at": now})
    _end_grants(reference, person, now)
    return request


@enforces("AC-6")
@transaction.atomic
def give_up(*, reference: str, person: User, now: datetime) -> AccessRequest:
    """Close a request because they did not answer what we asked them; part of the letter that tells them so (law.md R1.13).

    Every access under it ends. It is reopened when they answer after all. Raises NotYours, Conflict when it has ended meanwhile.
    """
    request = queries.one(person, reference, clock.local_day(now))
    request = apply(AccessRequest, request.pk, GIVE_UP, actor=person, changes={"step": "", "closed_at": now})
    _end_grants(reference, person, now)
    return request


def _end_grants(reference: str, person: User, now: datetime) -> None:
    for grant in queries.live_grants(reference, now):
        end_grant(grant_id=grant.pk, actor=person, reason="The request was closed.", now=now)


def lapse_due(*, now: datetime) -> int:
    """End requests that nobody answered by their last day, and close approved ones under which no access is left; how many.

    Each in a transaction of its own; one that was answered in the same moment is left alone.
    """
    lapsed = sum(_ended(pk, LAPSE, now) for pk in queries.lapsed(clock.local_day(now)))
    return lapsed + sum(_ended(pk, CLOSE, now) for pk in queries.finished(now))


def _ended(pk: int, transition: Transition, now: datetime) -> int:
    try:
        with transaction.atomic():
            request = apply(AccessRequest, pk, transition, actor=None, changes={"step": "", "closed_at": now})
            if request.state == State.LAPSED:
                mails.lapsed(request)
    except Conflict:
        return 0
    return 1


@enforces("AC-6")
@transaction.atomic
def reopen(*, reference: str, person: User, reason: str, now: datetime) -> AccessRequest:
    """Open a request again that was refused, closed or lapsed, when its answer is challenged: its route begins anew (AC-6).

    What was decided before stands in the record. Raises NotYours, Conflict when it is open, Refused for anyone without a step or a
    reading on its route, for who asked, and without a reason.
    """
    today = clock.local_day(now)
    request = queries.one(person, reference, today)
    transition = REOPEN.guarded(lambda row, _actor: rules.refuse_reopening(row, roles_on(person, today), person, reason))
    ordered = request.demand.comply_by if hasattr(request, "demand") else None
    days = days_of(request.kind, now, subject_access=request.is_subject_access, comply_by=ordered)
    changes = {
        "step": ROUTES[request.kind].steps[0].name, "round": request.round + 1, "closed_at": None, "not_held_at": None,
        "not_held_reason": "", "partly": False, "review_due_on": None, **days,
    }  # fmt: skip
    request = apply(AccessRequest, request.pk, transition, actor=person, changes=changes, facts={"round": request.round + 1}, reason=reason)
    clocks.start_again(reference=reference, now=now)
    hold_again(request, now)
    ask_next(request, now)
    return request


@enforces("AC-8")
@transaction.atomic
def review(*, reference: str, reviewer: User, agreed: bool, reasons: str, now: datetime) -> Decision:
    """Say afterwards whether it was right to act at once because a life was at risk; what was not is an incident (AC-8, law.md R3.7).

    Raises NotYours, and Refused for anyone but the Data Protection Officer or deputy, a second time, and without reasons.
    """
    today = clock.local_day(now)
    request = queries.locked(reviewer, reference, today)
    step = ROUTES[request.kind].review
    reviewers, reviewed = queries.reviewers(request, today), queries.is_reviewed(request)
    insist(rules.refuse_review(request, reviewer, reviewers, reviewed=reviewed) or rules.refuse_reasons(reasons))
    assert step is not None, "only a request whose route has a review has a day for it"
    with act():
        decision = Decision.objects.create(
            request=request, step=step.name, round=request.round, agreed=agreed, reasons=reasons.strip(), decided_by=reviewer,
            decided_at=now, as_deputy=queries.acts_as_deputy(reviewer, step, today),
        )  # fmt: skip
        record(Event.REQUEST_REVIEWED, subject=request, facts={"step": step.name, "agreed": agreed})
    if not agreed:
        report_incident(kind=IncidentKind.GIVEN_IN_HASTE, subject=f"{reference} {request.round}", request=reference, now=now)
    return decision
