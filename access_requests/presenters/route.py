"""The route of a request, drawn."""

from collections.abc import Sequence

from access_requests.models import AccessRequest, Decision, Kind, State, Wanted
from access_requests.presenters.asked import who_asked
from access_requests.queries import Case
from access_requests.routes import ROUTES
from access_requests.rules import with_whom
from callgov.people.models import User
from callgov.ui.formats import nhs_date
from callgov.ui.parts import Mark, Step
from callgov.workflow import Route
from callgov.workflow import Step as RouteStep


def route_ahead(route: Route, deciders: Sequence[User]) -> list[Step]:
    """What happens next, before anything is sent."""
    first, *later = route.steps
    return [
        Step("You send the request", "Now", Mark.CURRENT),
        Step(first.decider, with_whom(deciders)),
        *(Step(step.decider, "Then") for step in later),
        Step("You find and hear the call", "When it is approved"),
    ]


def route_taken(case: Case) -> list[Step]:
    """Where the request stands: who did what, whose turn it is, what follows."""
    decisions = {decision.step: decision for decision in case.this_round}
    asked = Step("You asked" if case.is_own else f"{who_asked(case.request)} asked", nhs_date(case.request.received_at), Mark.DONE)
    drawn = [_drawn(case, step, decisions.get(step.name)) for step in case.route.steps]
    return [asked, *drawn, _last(case.request), *_review(case, decisions.get("review"))]


def _drawn(case: Case, step: RouteStep, decision: Decision | None) -> Step:
    if decision is not None:
        return _answered(step, decision)
    if case.request.step != step.name:
        return Step(step.decider, "Not reached", Mark.WAITING if case.request.step else Mark.SKIPPED)
    if case.reader in case.bench.deciders:
        you = "You advise" if step.advisory else "You decide" if step.no else "You pass it on"
        return Step(you, f"Now. {step.decider}", Mark.CURRENT)
    return Step(step.decider, f"Now. {with_whom(case.bench.deciders)}", Mark.CURRENT)


def _answered(step: RouteStep, decision: Decision) -> Step:
    who = f"{decision.decided_by.get_full_name()}{', deputy' if decision.as_deputy else ''}"
    refused = not decision.agreed and not step.advisory
    return Step(who, f"{_word(step, decision)} {nhs_date(decision.decided_at)}. {step.decider}", Mark.REFUSED if refused else Mark.DONE)


def _word(step: RouteStep, decision: Decision) -> str:
    if step.advisory:
        return "Advised"
    if not step.no:
        return "Passed on"
    if not decision.agreed:
        return "Refused"
    return "Approved in part" if decision.partly else "Approved" if decision.step == "ig-lead" else "Agreed"


def decided_words(decision: Decision) -> str:
    """What the reader is told after a decision."""
    request = decision.request
    step = ROUTES[request.kind].step(decision.step)
    told = "The person who asked has been told." if not request.step else "Whoever decides next has been told."
    what = {"Passed on": "passed on", "Advised": "advised on"}.get(_word(step, decision), _word(step, decision).lower())
    return f"Request {request.reference} {what}. {told}"


def _review(case: Case, decision: Decision | None) -> list[Step]:
    step, due = case.route.review, case.request.review_due_on
    if step is None:
        return []
    if decision is not None:
        who = f"{decision.decided_by.get_full_name()}{', deputy' if decision.as_deputy else ''}"
        return [Step(who, f"Reviewed {nhs_date(decision.decided_at)}. {step.decider}", Mark.DONE if decision.agreed else Mark.REFUSED)]
    when = f"Due {nhs_date(due)}" if due else "After it is approved"
    return [Step(f"{step.decider} reviews it", when, Mark.CURRENT if due else Mark.WAITING)]


def _last(request: AccessRequest) -> Step:
    what = "The call is found and heard" if request.wanted == Wanted.LISTEN else "The call is found, and a copy released"
    if request.kind == Kind.SUBJECT_ACCESS:
        what = "The call is found, assessed, and the answer given"
    match request.state:
        case State.SENT:
            return Step(what, "When it is approved")
        case State.APPROVED:
            return Step(what, "Now", Mark.CURRENT)
        case State.CLOSED:
            return Step(what, _ended(request), Mark.DONE)
        case _:
            return Step(what, _ended(request), Mark.SKIPPED)


def _ended(request: AccessRequest) -> str:
    assert request.closed_at is not None
    return f"{State(request.state).label} {nhs_date(request.closed_at)}"
