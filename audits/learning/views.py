"""Significant events that come out of audits (AU-8)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from audits.learning import queries, rules, services
from audits.learning.forms import CloseForm, RaiseForm
from audits.models import EventKind, SignificantEvent
from callgov import clock
from callgov.authorisation import actor_of, may, requires, roles_of
from callgov.refusals import NotYours, insist
from callgov.roles import Action
from callgov.ui.formats import nhs_when
from callgov.ui.parts import Act, Col, Link, Row, Tag, Value

COLUMNS = [Col("Event", row_header=True), Col("Kind"), Col("Raised"), Col("Where it stands")]


def _insist_reader(request: HttpRequest) -> None:
    person = actor_of(request)
    if not (may(person, Action.ASSESS) or may(person, Action.KEEP_LEARNING)):
        raise NotYours(rules.NOT_FOUND)


@require_GET
@requires(Action.OWN_AUDITS)
def significant_events(request: HttpRequest) -> HttpResponse:
    """The significant events that one may read, and the flagged calls from which one can be raised."""
    _insist_reader(request)
    person = actor_of(request)
    rows = [_row(one) for one in queries.events(person, clock.today())]
    flagged = [
        Link(f"Raise a significant event from the call of {nhs_when(one.recording.started_at)}", reverse("raise_event", args=[one.pk]))
        for one in queries.to_raise(person)
    ]
    return render(request, "audits/learning/list.html", {"columns": COLUMNS, "rows": rows, "flagged": flagged})


def _row(one: SignificantEvent) -> Sequence[Value]:
    link = Link(one.reference, reverse("significant_event", args=[one.reference]))
    return [link, EventKind(one.kind).label, one.raised_at, Tag("Closed") if one.closed_at else Tag("New")]


@require_http_methods(["GET", "POST"])
@requires(Action.ASSESS)
def raise_event(request: HttpRequest, review_id: int) -> HttpResponse:
    """Make a significant event of a flagged call (AU-8)."""
    person = actor_of(request)
    review = queries.review(person, review_id)
    form = RaiseForm(request.POST if request.method == "POST" else None, review=review)
    if form.is_valid():
        event = services.raise_event(review=review, told=form.told(), person=person, now=clock.now())
        messages.success(request, f"{event.reference} is raised. The Practice Manager and the Partners find it here.")
        return redirect("significant_event", event.reference)
    return render(request, "audits/learning/raise.html", {"form": form, "review": review})


@require_http_methods(["GET", "POST"])
@requires(Action.OWN_AUDITS)
def significant_event(request: HttpRequest, reference: str) -> HttpResponse:
    """One significant event; who keeps them closes it with what was done."""
    _insist_reader(request)
    person, now = actor_of(request), clock.now()
    event = queries.event(person, reference, clock.local_day(now))
    form = CloseForm(request.POST if request.method == "POST" else None)
    refusal = rules.refuse_closing(event, roles_of(person))
    if request.method == "POST" and form.is_valid():
        insist(refusal)
        services.close_event(event=event, action=form.cleaned_data["action"], person=person, now=now)
        messages.success(request, "Closed.")
        return redirect("significant_event", reference)
    closing = Act("Close", request.path, refusal, fields=None if refusal else form)
    asking = Act("Ask for a training clip", reverse("clip_propose", args=[reference]), opens=True, variant="secondary")
    clip = queries.live_clip(event)
    ask = None if clip or not (may(person, Action.KEEP_LEARNING) and may(person, Action.RELEASE)) else asking
    return render(request, "audits/learning/event.html", {**_page(event, closing), "clip": clip, "ask": ask})


def _page(event: SignificantEvent, act: Act) -> dict[str, Any]:
    rows = [
        Row("Kind", EventKind(event.kind).label), Row("What happened", event.what_happened), Row("What can be learned", event.learning),
        Row("Raised by", f"{event.raised_by.name}, {nhs_when(event.raised_at)}"),
        Row("Where it stands", Tag("Closed") if event.closed_at else Tag("New")),
    ]  # fmt: skip
    return {"event": event, "rows": [*rows, Row("What was done", event.action)] if event.action else rows, "act": act}
