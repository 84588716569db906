"""Whole pages of a request."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from access_requests import facts
from access_requests.letters.kinds import RIGHTS
from access_requests.models import AccessRequest, Kind, Right, State
from access_requests.presenters.asked import (
    about_rows,
    asked_rows,
    asker_rows,
    assessment_rows,
    call_rows,
    check_rows,
    copy_rows,
    demand_rows,
    who_asked,
    why_rows,
)
from access_requests.presenters.history import earlier_rows, events, grant_rows, refusals
from access_requests.presenters.route import route_ahead, route_taken
from access_requests.queries import Case
from access_requests.routes import NEEDS, steps_of
from access_requests.rules import Asked, refuse_undecidable
from callgov.people.models import User
from callgov.ui.formats import nhs_date, nhs_day
from callgov.ui.parts import Col
from callgov.workflow import Route
from recordings.attachments.presenters import paper_rows
from recordings.notices.presenters import earlier as earlier_objections

ASK_AGAIN = "You can ask again with what was missing, or speak to the Information Governance Lead."
EARLIER_COLUMNS = (Col("Request", nowrap=True), Col("Purpose, and where it stands"))


def check(asked: Asked, route: Route, deciders: Sequence[User]) -> dict[str, Any]:
    """What the check page shows: the answers, each with its way back, and who decides."""
    change = {step: reverse("request_new_step", kwargs={"step": step}) for step in ("why", "about", "call", "copy")}
    return {
        "why": [*why_rows(asked, change["why"]), *about_rows(asked.about_person, asked.about_reference, change["about"])],
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
        "title": "Your request for a recording" if case.is_own else f"{who_asked(request)} asks for a recording",
        "caption": f"{case.route.title}, request {request.reference}",
        "acts_heading": "Your decision" if mine else "What you can do",
        "standing": "Needs your decision" if mine else _standing(case),
        "due": _due(case),
        "asked": asked_rows(request),
        **_record(case),
        "objections": earlier_objections(case.objections),
        "grants": grant_rows(case),
        "refusals": refusals(case),
        "rights": _rights(request) if refusals(case) else (),
        "earlier_columns": EARLIER_COLUMNS,
        "earlier": earlier_rows(case.earlier),
        "sees_all": bool(steps_of(case.roles)),
        "steps": route_taken(case),
        "events": events(case),
    }


def _standing(case: Case) -> State | str:
    return "Approved in part" if case.request.partly and case.request.state == State.APPROVED else State(case.request.state)


def _due(case: Case) -> str:
    """By when, and what follows without an answer."""
    request = case.request
    if case.step is None:
        return ""
    lapses = request.lapses_on
    late = f"Without an answer it lapses after {nhs_date(lapses)}." if lapses else "It does not lapse: the law asks for an answer."
    return f"Due by {nhs_day(request.due_on)}. {late}"


def _rights(request: AccessRequest) -> tuple[str, ...]:
    """What somebody who was refused may do, as the answer must say it (law.md R1.14)."""
    if request.is_subject_access:
        return RIGHTS[Right.SUBJECT_ACCESS]
    return RIGHTS[Right.HEALTH_RECORDS] if request.kind == Kind.HEALTH_RECORDS else (ASK_AGAIN,)


def _record(case: Case) -> dict[str, Any]:
    """What the record holds beside the form: who asks, the identity check, what a body says, the papers, and what is missing."""
    known = case.facts
    shown = not case.is_own
    return {
        "asker": asker_rows(known.asker) if known.asker else [],
        "identity": check_rows(known.check) if known.check and shown else [],
        "demand": demand_rows(case) if facts.asked_of(case.request.kind) and shown else [],
        "unsaid": facts.unsaid(case.request.kind, known.demand) if shown else [],
        "papers": paper_rows(case.papers),
        "assessments": assessment_rows(case) if shown else [],
        "missing": [NEEDS[need] for need in case.bench.missing] if shown else [],
    }
