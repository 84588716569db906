"""The verbs of a request: send, decide, withdraw, record as not held, close, lapse. The only writers of requests and decisions."""

from datetime import datetime
from functools import partial

from django.db import transaction

from access_requests import mails, queries, rules
from access_requests.models import AccessRequest, Decision, Kind, State, Wanted
from access_requests.routes import ROUTES
from access_requests.rules import Asked, Terms
from access_requests.workflow import AGREE, APPROVE, CLOSE, LAPSE, NOT_HELD, REFUSE, SEND, WITHDRAW
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import chosen
from callgov.refusals import Conflict, Refusal, insist
from callgov.sequence import next_number
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, Route, Step, Transition, apply
from recordings.access.services import end_grant, issue_grant
from recordings.models import GrantAction

FIND_AND_LISTEN = frozenset({GrantAction.FIND, GrantAction.LISTEN})


# Asking


@enforces("AC-3", "AU-1")
@transaction.atomic
def send_request(*, requester: User, asked: Asked, now: datetime) -> AccessRequest:
    """Send a request under the next reference, and tell who decides it (AC-3). Raises Refused as `rules.refuse_asking` says."""
    insist(rules.refuse_asking(asked, now))
    route = ROUTES[Kind.BUSINESS_NEED]
    with act():
        request = _new_request(requester, asked, route, now)
        record(SEND.event, subject=request, facts={"state": ["", request.state], "kind": request.kind})
    _ask_next(request, now)
    return request


def _new_request(requester: User, asked: Asked, route: Route, now: datetime) -> AccessRequest:
    today = clock.local_day(now)
    days = chosen("decision_days", "request_lapse_days")
    return AccessRequest.objects.create(
        reference=f"REQ-{today.year}-{next_number('request', today.year):04}",
        kind=route.kind,
        state=SEND.target,
        step=route.steps[0].name,
        requester=requester,
        sent_at=now,
        due_on=clock.grant_ends(today, days["decision_days"]),
        lapses_on=clock.grant_ends(today, days["request_lapse_days"]),
        **vars(asked),
    )


def _ask_next(request: AccessRequest, now: datetime) -> None:
    """Tell who may answer the step that waits; if nobody can, tell who can name a deputy."""
    step = ROUTES[request.kind].step(request.step)
    today = clock.local_day(now)
    deciders = queries.deciders(step, request.requester_id, today)
    if deciders:
        mails.decision_due(request, deciders)
    else:
        mails.nobody_decides(request, queries.namers_of_deputies(today))


# Deciding


@enforces("AC-1", "AC-2", "AC-4")
@transaction.atomic
def decide(*, reference: str, step: str, decider: User, agreed: bool, reasons: str, terms: Terms | None = None, now: datetime) -> Decision:
    """Answer one step of a request's route; the yes that ends the route issues the grants (AC-1, AC-2).

    Raises NotYours for a request that the decider has no part in, Conflict when the step was answered meanwhile or the request moved
    on, Refused for the requester, for anyone who does not hold the step's role today, and for a decision without reasons or terms.
    """
    today = clock.local_day(now)
    request = queries.one(decider, reference, today)
    route = ROUTES[request.kind]
    answered = _step_of(route, step)
    final = route.ends_with(answered)
    transition = (APPROVE if final else AGREE) if agreed else REFUSE
    rule = partial(_refuse_decision, step=answered, reasons=reasons, terms=terms, needs_terms=agreed and final, now=now)
    changes = {"step": "" if final or not agreed else route.after(answered).name, **({} if agreed else {"closed_at": now})}
    with act():
        request = apply(AccessRequest, request.pk, transition.guarded(rule), actor=decider, changes=changes, facts={"step": step})
        decision = _write_decision(request, answered, decider, agreed, reasons, terms, now)
    if transition is APPROVE:
        assert terms is not None
        _issue_grants(request, decision, terms, now)
    _tell(request, terms, now)
    return decision


def _step_of(route: Route, name: str) -> Step:
    try:
        return route.step(name)
    except KeyError:
        raise Conflict(MOVED_ON) from None


def _refuse_decision(
    request: AccessRequest, decider: User | None, *, step: Step, reasons: str, terms: Terms | None, needs_terms: bool, now: datetime
) -> Refusal | None:
    assert decider is not None
    bench = queries.bench(request, step, clock.local_day(now))
    refusal = rules.refuse_decider(request, decider, step, bench.deciders) or rules.refuse_reasons(reasons)
    return refusal or (rules.refuse_terms(request, terms, decider, bench, now) if needs_terms else None)


def _write_decision(
    request: AccessRequest, step: Step, decider: User, agreed: bool, reasons: str, terms: Terms | None, now: datetime
) -> Decision:
    return Decision.objects.create(
        request=request,
        step=step.name,
        agreed=agreed,
        reasons=reasons.strip(),
        requested_by=request.requester,
        decided_by=decider,
        decided_at=now,
        as_deputy=queries.acts_as_deputy(decider, step, clock.local_day(now)),
        grant_until=terms.ends_on if terms and request.state == State.APPROVED else None,
    )


def _issue_grants(request: AccessRequest, decision: Decision, terms: Terms, now: datetime) -> None:
    """Who asked may find and hear the call; who was named may also release a copy of it."""
    window_from, window_until = request.window_from or terms.window_from, request.window_until or terms.window_until
    assert window_from is not None
    assert window_until is not None
    issue = partial(
        issue_grant,
        purpose=request.purpose,
        request_reference=request.reference,
        decision_id=decision.pk,
        issued_by=decision.decided_by,
        starts_at=now,
        ends_on=terms.ends_on,
        window_from=window_from,
        window_until=window_until,
        extension=request.extension,
        external_e164=request.external_e164,
        now=now,
    )
    issue(holder=request.requester, actions=FIND_AND_LISTEN)
    if request.wanted == Wanted.COPY:
        assert terms.releaser is not None
        alone = terms.releaser.pk == decision.decided_by_id  # a practice too small for two: then it is for releasing, not for listening
        issue(holder=terms.releaser, actions={GrantAction.FIND, GrantAction.RELEASE} if alone else FIND_AND_LISTEN | {GrantAction.RELEASE})


def _tell(request: AccessRequest, terms: Terms | None, now: datetime) -> None:
    if request.state == State.SENT:
        _ask_next(request, now)
        return
    mails.answered(request)
    if request.state == State.APPROVED and request.wanted == Wanted.COPY and terms and terms.releaser:
        mails.copy_to_prepare(request, terms.releaser)


# Ending


@transaction.atomic
def withdraw(*, reference: str, person: User, now: datetime) -> AccessRequest:
    """Take one's own request back before it is answered. Raises NotYours, Refused for anyone else, Conflict when it was answered."""
    request = queries.one(person, reference, clock.local_day(now))
    transition = WITHDRAW.guarded(lambda row, _actor: rules.refuse_withdrawing(row, person))
    return apply(AccessRequest, request.pk, transition, actor=person, changes={"step": "", "closed_at": now})


def withdraw_all_of(leaver: User, ended_by: User | None, now: datetime) -> int:
    """Withdraw every unanswered request of a person whose account ends; how many. Runs inside the leaver's transaction."""
    ended = {"step": "", "closed_at": now}
    return len([apply(AccessRequest, request.pk, WITHDRAW, actor=ended_by, changes=ended) for request in queries.waiting_for(leaver)])


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
    transition = CLOSE.guarded(lambda _row, _actor: rules.refuse_closing(roles_on(person, today)))
    request = apply(AccessRequest, request.pk, transition, actor=person, changes={"closed_at": now})
    for grant in queries.live_grants(reference, now):
        end_grant(grant_id=grant.pk, actor=person, reason="The request was closed.", now=now)
    return request


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
