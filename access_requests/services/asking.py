"""Sending a request, and logging what somebody outside asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from access_requests import deadlines, mails, queries, rules
from access_requests.clocks.services import open_clock
from access_requests.deadlines import Days
from access_requests.models import AccessRequest, Asker, Channel, Kind, Right
from access_requests.papers import AREA, PaperKind
from access_requests.routes import ROUTES, RequestRoute
from access_requests.rules import Asked
from access_requests.workflow import SEND
from callgov import clock
from callgov.holidays.queries import bank_holidays
from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import chosen
from callgov.refusals import insist
from callgov.sequence import next_number
from callgov.trail.services import act, record
from recordings.attachments.services import Paper, attach
from recordings.numbers import normalise

IN_WRITING = (Channel.LETTER, Channel.EMAIL, Channel.FORM)


@dataclass(frozen=True)
class Outsider:
    """Who outside asks, for whom, and how they can be reached; blank means not known yet."""

    name: str
    capacity: str
    organisation: str = ""
    on_behalf_of: str = ""
    child_age: int | None = None
    telephone: str = ""
    email: str = ""
    address: str = ""


@enforces("AC-3", "AU-1", "AU-12")
@transaction.atomic
def send_request(*, requester: User, asked: Asked, now: datetime) -> AccessRequest:
    """Send a request under the next reference on the route of its kind, and tell who decides it (AC-3).

    Raises Refused as `rules.refuse_asking` says, and for an extension that was never the requester's where they ask for their own call.
    """
    insist(rules.refuse_asking(asked, requester, now))
    if asked.kind == Kind.OWN_CALL:
        insist(rules.refuse_extension(asked.extension, queries.extensions_ever(requester)))
    with act():
        request = _new_request(requester, asked, ROUTES[asked.kind], now)
        came = {"channel": request.channel} if request.channel else {}
        record(SEND.event, subject=request, facts={"state": ["", request.state], "kind": request.kind, **came})
    _start_clock(request, now)
    ask_next(request, now)
    return request


@enforces("AC-6", "AC-7", "AC-8")
@transaction.atomic
def log_enquiry(*, taken_by: User, asked: Asked, outsider: Outsider, papers: Sequence[Paper] = (), now: datetime) -> AccessRequest:
    """Take in what somebody outside asks, however it reached us; the clock runs from when it did (AC-6, law.md P1).

    Raises Refused as `send_request` does, and for a paper that cannot be attached; then nothing is kept.
    """
    request = send_request(requester=taken_by, asked=asked, now=now)
    number = normalise(outsider.telephone).e164 if outsider.telephone else ""
    Asker.objects.create(request=request, telephone_e164=number, **vars(outsider))
    for paper in papers:
        kind = PaperKind.ARRIVED
        attach(area=AREA, reference=request.reference, kind=kind, title=kind.label, paper=paper, by=taken_by, now=now)
    return request


def _start_clock(request: AccessRequest, now: datetime) -> None:
    """The statutory clock of a person's right. An application for a dead patient's records starts one only in writing (law.md R2.6)."""
    right = Right.SUBJECT_ACCESS if request.is_subject_access else None
    if request.kind == Kind.HEALTH_RECORDS and request.channel in IN_WRITING:
        right = Right.HEALTH_RECORDS
    if right is not None:
        open_clock(reference=request.reference, right=right, received_on=clock.local_day(request.received_at), now=now)


def _new_request(requester: User, asked: Asked, route: RequestRoute, now: datetime) -> AccessRequest:
    today = clock.local_day(now)
    fields: dict[str, Any] = {**vars(asked), "received_at": asked.received_at or now}
    return AccessRequest.objects.create(
        reference=f"REQ-{today.year}-{next_number('request', today.year):04}",
        state=SEND.target,
        step=route.steps[0].name,
        requester=requester,
        line_manager=requester.line_manager if route.kind == Kind.OWN_CALL else None,
        sent_at=now,
        **fields,
        **days_of(asked.kind, fields["received_at"], subject_access=asked.also_sar or asked.kind == Kind.SUBJECT_ACCESS),
    )


def days_of(kind: str, received_at: datetime, *, subject_access: bool, comply_by: date | None = None) -> Mapping[str, Any]:
    """When a request of this kind, received then, is due and lapses; a court says itself by when (`comply_by`)."""
    received, days = clock.local_day(received_at), Days(**chosen(*Days.__dataclass_fields__))
    return {
        "due_on": deadlines.due_on(kind, received, days, bank_holidays(), subject_access=subject_access, comply_by=comply_by),
        "lapses_on": deadlines.lapses_on(kind, received, days, subject_access=subject_access),
    }


@enforces("AC-2")
def ask_next(request: AccessRequest, now: datetime) -> None:
    """Tell who may answer the step that waits; if nobody can, tell who can name a deputy, and the partners."""
    step = ROUTES[request.kind].step(request.step)
    today = clock.local_day(now)
    deciders = queries.deciders(step, request, today)
    if deciders:
        mails.decision_due(request, deciders)
    else:
        mails.nobody_decides(request, queries.to_tell_when_nobody_decides(today))
