"""What is added to the record of a request before it can be decided: papers, and what a written request says."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from access_requests import facts, queries, rules
from access_requests.clocks import queries as clocks
from access_requests.clocks.services import open_clock
from access_requests.models import Demand, Kind, Right
from access_requests.papers import AREA, OFFERED, SHORT_LIVED, PaperKind
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.attachments.services import Paper, attach
from recordings.models import Attachment


@enforces("AC-7", "AC-8", "AU-2")
@transaction.atomic
def attach_paper(*, reference: str, person: User, kind: str, paper: Paper, now: datetime, arrived_on: date | None = None) -> Attachment:
    """Attach a paper to a request that is open; a copy of a proof is destroyed after the practice's period (AC-7).

    With the written application for a dead patient's records its clock starts, on the day it arrived (law.md R2.6). Raises NotYours,
    Refused for a paper of another kind than its requests have, by anyone who has no part in it, and for a file that cannot be a paper.
    """
    today = clock.local_day(now)
    request = queries.locked(person, reference, today)
    insist(rules.refuse_adding(request, person, roles_on(person, today)))
    insist(rules.refuse_paper_kind(kind, OFFERED[request.kind]) or rules.refuse_arrived_on(arrived_on, today))
    if request.kind == Kind.HEALTH_RECORDS and kind == PaperKind.WRITTEN_REQUEST and clocks.of_case(reference) is None:
        open_clock(reference=reference, right=Right.HEALTH_RECORDS, received_on=arrived_on or today, now=now)
    until = today + timedelta(days=setting("proof_days")) if kind in SHORT_LIVED else None
    title = PaperKind(kind).label
    return attach(area=AREA, reference=reference, kind=kind, title=title, paper=paper, by=person, now=now, destroy_on=until)


@enforces("AC-8")
@transaction.atomic
def record_demand(*, reference: str, person: User, said: Mapping[str, Any], now: datetime) -> Demand:
    """Write down what the written request of a body or a court's order says; a court's own date becomes the day due (AC-8, law.md R3.5).

    Raises NotYours, and Refused when the request is not open, or by anyone who has no part in it.
    """
    today = clock.local_day(now)
    request = queries.locked(person, reference, today)
    insist(rules.refuse_adding(request, person, roles_on(person, today)))
    with act():
        fields = {name: said[name] for name in facts.asked_of(request.kind)}
        demand, _ = Demand.objects.update_or_create(request=request, defaults=fields)
        missing = len(facts.unsaid(request.kind, demand))
        if request.kind == Kind.COURT_ORDER and demand.comply_by is not None:
            request.due_on = demand.comply_by
            request.save(update_fields=["due_on"])
        record(Event.DEMAND_RECORDED, subject=request, facts={"missing": missing, "due": request.due_on.isoformat()})
    return demand
