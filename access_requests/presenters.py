"""What the pages of a request show, as the parts that pages are made of."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from access_requests import window
from access_requests.models import AccessRequest, CopyFormat, Decision, RecipientType, State, Wanted
from access_requests.queries import Case, Deciding
from access_requests.routes import ROUTES, steps_of
from access_requests.rules import Asked, refuse_closing, refuse_undecidable, with_whom
from callgov.people.models import User
from callgov.trail.events import Event as TrailEvent
from callgov.trail.models import Entry
from callgov.ui.formats import nhs_date
from callgov.ui.parts import Col, Event, Link, Mark, Row, Step, Tag
from callgov.workflow import Route
from callgov.workflow import Step as RouteStep
from recordings.access.rules import last_day
from recordings.models import Grant
from recordings.purposes import PURPOSE_WORDS

LIST_COLUMNS = (Col("Request", nowrap=True), Col("Who asked"), Col("Where it stands"), Col("Due"))
EARLIER_COLUMNS = (Col("Request", nowrap=True), Col("Purpose, and where it stands"))


# Whole pages


def check(asked: Asked, route: Route, deciders: Sequence[User]) -> dict[str, Any]:
    """What the check page shows: the answers, each with its way back, and who decides."""
    change = {step: reverse("request_new_step", kwargs={"step": step}) for step in ("why", "call", "copy")}
    return {
        "why": why_rows(asked, change["why"]),
        "call": call_rows(asked, change["call"]),
        "copy": copy_rows(asked, change["copy"]),
        "steps": route_ahead(route, deciders),
        "undecidable": refuse_undecidable(deciders),
    }


def detail(case: Case) -> dict[str, Any]:
    """What the page of a request shows, but for what its reader can do."""
    request = case.request
    mine = case.step is not None and case.reader in case.bench.deciders
    return {
        "case": case,
        "title": "Your request for a recording" if case.is_own else f"{request.requester.get_full_name()} asks for a recording",
        "caption": f"Request {request.reference}",
        "acts_heading": "Your decision" if mine else "What you can do",
        "standing": "Needs your decision" if mine else State(request.state),
        "asked": asked_rows(request),
        "grants": grant_rows(case),
        "earlier_columns": EARLIER_COLUMNS,
        "earlier": earlier_rows(case.earlier),
        "sees_all": bool(steps_of(case.roles)),
        "steps": route_taken(case),
        "events": events(case),
    }


# What is asked


def why_rows(asked: Asked | AccessRequest, change_url: str = "") -> list[Row]:
    """Purpose, reason, and what is wanted."""
    return [
        Row("Purpose", PURPOSE_WORDS[asked.purpose], change_url),
        Row("Reason", asked.reason, change_url),
        Row("What you need" if change_url else "Wanted", Wanted(asked.wanted).label, change_url),
    ]


def call_rows(asked: Asked | AccessRequest, change_url: str = "") -> list[Row]:
    """What is known of the call; what is not reads "Not known"."""
    when = window.in_words((asked.window_from, asked.window_until)) if asked.window_from and asked.window_until else None
    return [
        Row("Date and time", when, change_url),
        Row("Extension", asked.extension.number if asked.extension else None, change_url),
        Row("Outside number", asked.external_raw, change_url),
        Row("People in the call", asked.parties, change_url),
        Row("Anything else", asked.other_information or "Nothing", change_url),
    ]


def copy_rows(asked: Asked | AccessRequest, change_url: str = "") -> list[Row]:
    """Who the copy is for, and in which format; nothing when none is wanted."""
    if asked.wanted == Wanted.LISTEN:
        return []
    return [
        Row("Copy for", asked.recipient_name, change_url),
        Row("Organisation", asked.recipient_organisation or "None", change_url),
        Row("Who they are", RecipientType(asked.recipient_type).label, change_url),
        Row("Format wanted", CopyFormat(asked.wanted_format).label, change_url),
    ]


def asked_rows(request: AccessRequest) -> list[Row]:
    """The whole form (AC-3)."""
    return [*why_rows(request), *call_rows(request), *copy_rows(request), Row("Sent", request.sent_at)]


# The route, drawn


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
    decisions = {decision.step: decision for decision in case.decisions}
    asked = Step(
        "You asked" if case.is_own else f"{case.request.requester.get_full_name()} asked", nhs_date(case.request.sent_at), Mark.DONE
    )
    return [asked, *(_drawn(case, step, decisions.get(step.name)) for step in case.route.steps), _last(case.request)]


def _drawn(case: Case, step: RouteStep, decision: Decision | None) -> Step:
    if decision is not None:
        who = f"{decision.decided_by.get_full_name()}{', deputy' if decision.as_deputy else ''}"
        word = "Approved" if decision.agreed else "Refused"
        return Step(who, f"{word} {nhs_date(decision.decided_at)}. {step.decider}", Mark.DONE if decision.agreed else Mark.REFUSED)
    if case.request.step != step.name:
        return Step(step.decider, "Not reached", Mark.WAITING if case.request.step else Mark.SKIPPED)
    if case.reader in case.bench.deciders:
        return Step("You decide", f"Now. {step.decider}", Mark.CURRENT)
    return Step(step.decider, f"Now. {with_whom(case.bench.deciders)}", Mark.CURRENT)


def _last(request: AccessRequest) -> Step:
    what = "The call is found and heard" if request.wanted == Wanted.LISTEN else "The call is found, and a copy released"
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


# What was given, what went before, what happened


def grant_rows(case: Case) -> list[Row]:
    """Who may do what until when; for whoever may end an access, the way there."""
    may_end = refuse_closing(case.roles) is None
    by_time = sorted(case.grants, key=lambda grant: grant.issued_at)
    return [Row(grant.holder.get_full_name(), [_actions(grant), _until(grant), *_end(grant, may_end, case)]) for grant in by_time]


def _end(grant: Grant, may_end: bool, case: Case) -> list[Link]:
    if not may_end or grant not in case.live_grants:
        return []
    return [Link("End this access", reverse("grant_end", args=[grant.pk]), f" of {grant.holder.get_full_name()}")]


def _actions(grant: Grant) -> str:
    *first, last = (label for action, label in _ACTIONS if action in grant.actions)
    words = f"{', '.join(first)} and {last}" if first else last
    return f"May {words}"


_ACTIONS = (("find", "find the call"), ("listen", "listen"), ("release", "release a copy"))


def _until(grant: Grant) -> str:
    return f"Ended {nhs_date(grant.ended_at)}" if grant.ended_at else f"Until {nhs_date(last_day(grant.ends_at))}"


def earlier_rows(requests: Iterable[AccessRequest]) -> list[list[object]]:
    """Earlier requests about the same number or by the same person."""
    return [
        [
            [_link(request), f"{request.requester.get_full_name()}, {nhs_date(request.sent_at)}"],
            [PURPOSE_WORDS[request.purpose], Tag(State(request.state))],
        ]
        for request in requests
    ]


def events(case: Case) -> list[Event]:
    """The history from the trail, newest first, with the reasons that decisions gave."""
    reasons = {decision.step: decision.reasons for decision in case.decisions}
    return [_event(entry, reasons, case.request) for entry in case.history]


_DECIDED = frozenset({TrailEvent.REQUEST_STEP_AGREED, TrailEvent.REQUEST_APPROVED, TrailEvent.REQUEST_REFUSED})


def _event(entry: Entry, reasons: dict[str, str], request: AccessRequest) -> Event:
    who = entry.actor.get_full_name() if entry.actor else "The system"
    what = str(TrailEvent(entry.event).label)
    if entry.about and entry.event == TrailEvent.GRANT_ISSUED:
        what = f"{what} to {entry.about.get_full_name()}"
    words = reasons.get(entry.facts.get("step", ""), "") if entry.event in _DECIDED else ""
    if entry.event == TrailEvent.NOT_HELD:
        words = request.not_held_reason
    return Event(what, who, entry.timestamp, words)


# The list


def list_rows(requests: Iterable[AccessRequest], reader: User, deciding: Deciding) -> list[list[object]]:
    """One row a request; `deciding` says who answers each (kind, step)."""
    return [
        [
            [_link(request), ROUTES[request.kind].title],
            "You" if request.requester_id == reader.pk else request.requester.get_full_name(),
            [Tag(_standing(request, reader, deciding)), _with(request, deciding)],
            request.due_on if request.state == State.SENT else "Nothing",
        ]
        for request in requests
    ]


def _standing(request: AccessRequest, reader: User, deciding: Deciding) -> State | str:
    mine = request.requester_id != reader.pk and reader in deciding.get((request.kind, request.step), [])
    return "Needs your decision" if mine else State(request.state)


def _with(request: AccessRequest, deciding: Deciding) -> str:
    if request.state == State.APPROVED:
        return request.requester.get_full_name()
    names = [person.get_full_name() for person in deciding.get((request.kind, request.step), []) if person.pk != request.requester_id]
    if request.state == State.SENT:
        return " or ".join(names) or "Nobody can decide"
    return "Nobody"


def _link(request: AccessRequest) -> Link:
    return Link(request.reference, reverse("request_detail", kwargs={"reference": request.reference}))
