"""Answering a step of a route, and standing back from one."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from access_requests import deadlines, mails, queries, rules
from access_requests.models import AccessRequest, Decision, Kind, Recusal, State, Wanted
from access_requests.routes import ROUTES
from access_requests.rules import Terms
from access_requests.services.asking import ask_next
from access_requests.workflow import AGREE, APPROVE, REFUSE
from callgov import clock
from callgov.holidays.queries import bank_holidays
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Conflict, Refusal, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, Route, Step, Transition, apply
from recordings.access.services import issue_grant
from recordings.models import GrantAction

FIND_AND_LISTEN = frozenset({GrantAction.FIND, GrantAction.LISTEN})


@enforces("AC-1", "AC-2", "AC-4", "AC-7", "AC-8", "AC-11", "AU-2", "AU-12")
@transaction.atomic
def decide(
    *,
    reference: str,
    step: str,
    decider: User,
    agreed: bool,
    reasons: str,
    terms: Terms | None = None,
    ground: str = "",
    partly: bool = False,
    now: datetime,
) -> Decision:
    """Answer one step of a request's route; the yes that ends the route issues the grants (AC-1, AC-2).

    A no, and the no to a part (`partly`), rest on a `ground`; advice does not, and the route goes on whatever it says (AU-2). Raises
    NotYours for a request that the decider has no part in, Conflict when the step was answered meanwhile or the request moved on,
    Refused for whoever may not decide it today, before the record holds what the step needs, and without reasons, ground or terms.
    """
    request = queries.one(decider, reference, clock.local_day(now))
    route = ROUTES[request.kind]
    answered = _step_of(route, step)
    transition = _transition(route, answered, agreed=agreed)
    rule = partial(_refuse_decision, step=answered, agreed=agreed, reasons=reasons, terms=terms, ground=ground, partly=partly, now=now)
    changes = _changes(request, route, answered, transition, partly, now)
    with act():
        request = apply(AccessRequest, request.pk, transition.guarded(rule), actor=decider, changes=changes, facts={"step": step})
        decision = _write_decision(request, answered, decider, agreed, reasons, terms, ground, partly, now)
    if transition is APPROVE:
        assert terms is not None
        _issue_grants(request, decision, terms, now)
        _report_wrong_refusal(request, now)
    _tell(request, terms, now)
    return decision


def _step_of(route: Route, name: str) -> Step:
    try:
        return route.step(name)
    except KeyError:
        raise Conflict(MOVED_ON) from None


def _transition(route: Route, step: Step, *, agreed: bool) -> Transition:
    if not agreed and not step.advisory:
        return REFUSE
    return APPROVE if route.ends_with(step) else AGREE


def _changes(request: AccessRequest, route: Route, step: Step, transition: Transition, partly: bool, now: datetime) -> dict[str, Any]:
    if transition is AGREE:
        return {"step": route.after(step).name}
    if transition is REFUSE:
        return {"step": "", "closed_at": now}
    review = deadlines.review_due_on(clock.local_day(now), bank_holidays()) if ROUTES[request.kind].review else None
    return {"step": "", "partly": partly, "review_due_on": review}


def _refuse_decision(
    request: AccessRequest, decider: User | None, *, step: Step, agreed: bool, reasons: str, terms: Terms | None, ground: str,
    partly: bool, now: datetime,
) -> Refusal | None:  # fmt: skip
    assert decider is not None
    bench = queries.bench(request, step, clock.local_day(now))
    final = agreed and ROUTES[request.kind].ends_with(step)
    no = not agreed and not step.advisory
    return (
        rules.refuse_decider(request, decider, step, bench.deciders, bench.stood_back, bench.answered)
        or rules.refuse_no(step, agreed=agreed)
        or rules.refuse_unready(bench, agreed=agreed)
        or rules.refuse_reasons(reasons)
        or rules.refuse_ground(request, ground, needed=no or (final and partly))
        or (rules.refuse_terms(request, terms, decider, bench, now) if final else None)
        or (rules.refuse_part(request, terms) if partly else None)
    )


def _write_decision(
    request: AccessRequest, step: Step, decider: User, agreed: bool, reasons: str, terms: Terms | None, ground: str, partly: bool,
    now: datetime,
) -> Decision:  # fmt: skip
    approved = request.state == State.APPROVED
    return Decision.objects.create(
        request=request,
        step=step.name,
        round=request.round,
        agreed=agreed,
        reasons=reasons.strip(),
        ground=ground,
        partly=partly and approved,
        requested_by=request.asked_by,
        about_person=request.about_person,
        decided_by=decider,
        decided_at=now,
        as_deputy=queries.acts_as_deputy(decider, step, clock.local_day(now)),
        grant_until=terms.ends_on if terms and approved else None,
    )


def _report_wrong_refusal(request: AccessRequest, now: datetime) -> None:
    """A right that was refused in an earlier round and is granted in this one was refused wrongly (law.md R4.12)."""
    if request.is_subject_access and request.decisions.filter(agreed=False, round__lt=request.round).exists():
        report_incident(kind=IncidentKind.SAR_WRONGLY_REFUSED, subject=request.reference, request=request.reference, now=now)


def _issue_grants(request: AccessRequest, decision: Decision, terms: Terms, now: datetime) -> None:
    """A colleague who asked for themselves may find and hear the call; who was named may also release a copy of it."""
    narrowed = decision.partly and terms.window_from is not None
    window_from = terms.window_from if narrowed else request.window_from or terms.window_from
    window_until = terms.window_until if narrowed and terms.window_until else request.window_until or terms.window_until
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
    if request.asked_by is not None and request.kind != Kind.ONWARD:
        issue(holder=request.requester, actions=FIND_AND_LISTEN, own_calls_only=request.kind == Kind.OWN_CALL)
    if request.wanted == Wanted.COPY:
        assert terms.releaser is not None
        alone = terms.releaser.pk == decision.decided_by_id  # a practice too small for two: then it is for releasing, not for listening
        issue(holder=terms.releaser, actions={GrantAction.FIND, GrantAction.RELEASE} if alone else FIND_AND_LISTEN | {GrantAction.RELEASE})


def _tell(request: AccessRequest, terms: Terms | None, now: datetime) -> None:
    if request.state == State.SENT:
        ask_next(request, now)
        return
    mails.answered(request)
    if request.state == State.APPROVED and request.wanted == Wanted.COPY and terms and terms.releaser:
        mails.copy_to_prepare(request, terms.releaser)
    if request.review_due_on is not None and request.state == State.APPROVED:
        mails.review_due(request, queries.reviewers(request, clock.local_day(now)))


@enforces("AC-2")
@transaction.atomic
def stand_back(*, reference: str, person: User, reason: str, now: datetime) -> Recusal:
    """Say that one is involved and so does not decide this request; whoever else may is told, and if nobody can, the partners are.

    Raises NotYours, Refused for anyone whose decision does not wait, and without saying how they are involved.
    """
    today = clock.local_day(now)
    request = queries.locked(person, reference, today)
    waits = ROUTES[request.kind].step(request.step) if request.step else None
    deciders = queries.deciders(waits, request, today) if waits else []
    insist(rules.refuse_standing_back(request, person, deciders, reason))
    with act():
        recusal = Recusal.objects.create(request=request, person=person, reason=reason.strip(), declared_at=now)
        record(Event.CONFLICT_DECLARED, subject=request, facts={"step": request.step})
    ask_next(queries.one(person, reference, today), now)
    return recusal
