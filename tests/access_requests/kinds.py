"""Requests of every kind, with everything in the record that their route needs, by the real services."""

from datetime import timedelta
from typing import Any

from access_requests import services
from access_requests.models import (
    AccessRequest,
    Channel,
    CopyFormat,
    IdentityCheck,
    Kind,
    Match,
    RecipientType,
    Result,
    Seen,
    State,
    Wanted,
)
from access_requests.papers import PaperKind
from access_requests.routes import ROUTES
from access_requests.rules import Asked
from access_requests.services import Outsider
from callgov import clock
from callgov.people.models import User
from callgov.roles import Role
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from callgov.workflow import Relation
from recordings.purposes import ReviewPurpose
from tests.access_requests.factories import COPY, DAY_OF_CALL, REASON, decide, request_at
from tests.recordings.attachments.papers import PDF

WRITTEN = {
    "officer": "Dana Hale", "rank": "Detective Constable", "body": "Northshire Police", "secure_email": "d.hale@force.example",
    "data_sought": "The call of 2 November 2026 about the car park", "offence": "Criminal damage", "power": "DPA 2018, Schedule 2",
    "necessity": "There is no other witness.", "countersigned_by": "Imran Malik", "countersigned_rank": "Inspector",
    "dated_on": clock.today(),
}  # fmt: skip
ORDER = {
    "court": "Northshire County Court", "case_number": "A1NS0042", "judge": "District Judge Ward", "dated_on": clock.today(),
    "data_sought": "The call of 2 November 2026", "comply_by": clock.today() + timedelta(days=9),
}  # fmt: skip
OUTSIDE_COPY = {
    "wanted": Wanted.COPY, "wanted_format": CopyFormat.MP3, "recipient_name": "Jo Marsh", "recipient_type": RecipientType.DATA_SUBJECT,
}  # fmt: skip
CAPACITY = {Kind.SUBJECT_ACCESS: "caller", Kind.HEALTH_RECORDS: "executor"}


def send_kind(kind: str, requester: User, *, about: User | None = None, first: AccessRequest | None = None, **fields: Any) -> AccessRequest:
    """A request of this kind as it was just sent or taken in."""
    now = fields.pop("now", None) or clock.now()
    route = ROUTES[kind]
    more: dict[str, Any] = {"kind": kind, "purpose": route.purpose or ReviewPurpose.DISPUTE, "reason": REASON, **DAY_OF_CALL}
    with acting_as(requester):
        match kind:
            case Kind.DISCIPLINARY:
                more |= {"about_person": about}
            case Kind.ONWARD:
                more |= {**COPY, "arises_from": first, "about_reference": "2026/001"}
        if not route.from_outside:
            return services.send_request(requester=requester, asked=Asked(**(more | fields)), now=now)
        more |= {**OUTSIDE_COPY, "channel": Channel.TELEPHONE, "received_at": now}
        outsider = Outsider("Jo Marsh", CAPACITY.get(Kind(kind), "officer"), telephone="07700 900461")
        return services.log_enquiry(taken_by=requester, asked=Asked(**(more | fields)), outsider=outsider, now=now)


def meet_needs(request: AccessRequest, person: User) -> AccessRequest:
    """Put everything into the record that the steps of its route need."""
    needs = {need for step in ROUTES[request.kind].steps for need in step.needs}
    now = clock.now()
    with acting_as(person):
        for kind in needs & set(PaperKind.values):
            if kind != "authority":
                services.attach_paper(reference=request.reference, person=person, kind=kind, paper=PDF, now=now)
        if "complete" in needs:
            said = ORDER if request.kind == Kind.COURT_ORDER else WRITTEN
            services.record_demand(reference=request.reference, person=person, said=said, now=now)
    if "identity" in needs:
        IdentityCheck.objects.create(
            request=request, seen=[Seen.PHOTO], number_match=Match.MATCH, result=Result.CONFIRMED, authority=True, checked_by=person,
            checked_at=now,
        )  # fmt: skip
    request.refresh_from_db()
    return request


def ready(kind: str, requester: User, lead: User, **fields: Any) -> AccessRequest:
    """A request of this kind of which nothing is missing."""
    first = request_at(State.APPROVED, requester=requester, decider=lead) if kind == Kind.ONWARD else None
    return meet_needs(send_kind(kind, requester, first=first, **fields), lead)


def walk(request: AccessRequest, deciders: dict[str, User], releaser: User, *, until: str = "") -> AccessRequest:
    """Answer yes step by step; up to but without the step `until`."""
    while request.step and request.step != until:
        step = ROUTES[request.kind].step(request.step)
        who = deciders["line_manager" if step.who is Relation.LINE_MANAGER else "dpo" if step.who == Role.DPO else "ig_lead"]
        decide(request, who, releaser=releaser if request.wanted == Wanted.COPY else None)
        request.refresh_from_db()
    return request


def at(state: str, request: AccessRequest, deciders: dict[str, User], releaser: User) -> AccessRequest:
    """Bring a request that was just sent into another state."""
    now = clock.now()
    match state:
        case State.APPROVED | State.CLOSED:
            walk(request, deciders, releaser)
        case State.REFUSED:
            walk(request, deciders, releaser, until="ig-lead")
            decide(request, deciders["ig_lead"], agreed=False)
        case State.WITHDRAWN:
            with acting_as(request.requester):
                services.withdraw(reference=request.reference, person=request.requester, now=now)
        case State.LAPSED:
            with as_job(Job.LAPSE):
                services.lapse_due(now=now + timedelta(days=40))
    if state == State.CLOSED:
        with acting_as(deciders["ig_lead"]):
            if ROUTES[request.kind].review:
                services.review(reference=request.reference, reviewer=deciders["dpo"], agreed=True, reasons="It was right.", now=now)
            services.close(reference=request.reference, person=deciders["ig_lead"], now=now)
    request.refresh_from_db()
    return request
