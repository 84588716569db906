"""Reporting a breach, and the draft that the service opens from an incident. The report tells both leads in the same transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from breaches import incidents, queries, rules, words
from breaches.models import Awareness, Breach, GoingOn, Involvement, Kind
from breaches.services.holding import hold_calls
from breaches.services.telling import open_receipts
from breaches.workflow import DRAFT, REPORT
from callgov import clock
from callgov.incidents import Incident
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refused
from callgov.sequence import next_number
from callgov.trail.services import act, record
from callgov.workflow import Transition


@dataclass(frozen=True)
class Report:
    """What whoever reports a breach says; two answers are enough."""

    what_happened: str
    kind: str = Kind.UNSURE
    noticed_at: datetime | None = None
    was_certain: bool = False
    going_on: str = GoingOn.UNKNOWN
    about_request: str = ""


@enforces("BR-1", "BR-2", "BR-3")
@transaction.atomic
def report_breach(*, reporter: User, report: Report, now: datetime) -> Breach:
    """Report a breach: the line manager, the Information Governance Lead and the Data Protection Officer are told at once (BR-1, BR-2),
    and the 72 hours start (BR-3). Raises Refused only when nothing was said or the time lies ahead.
    """
    noticed_at = report.noticed_at or now
    if not report.what_happened.strip():
        raise Refused(rules.NOTHING_SAID)
    if noticed_at > now:
        raise Refused(rules.IN_FUTURE)
    aware = rules.aware_at(noticed_at=noticed_at, reported_at=now, was_certain=report.was_certain)
    breach = Breach(
        kind=report.kind, reporter=reporter, what_happened=report.what_happened.strip(), going_on=report.going_on, noticed_at=noticed_at,
        was_certain=report.was_certain, aware_at=aware, about_request=queries.known_request(report.about_request),
    )  # fmt: skip
    why = words.NOTICED_FOR_CERTAIN if aware < now else words.REPORTED_THEN
    return _open(breach, REPORT, why=why, facts={"kind": report.kind}, involved=[], now=now)


@enforces("BR-2", "BR-3")
@transaction.atomic
def open_from_incident(incident: Incident) -> Breach:
    """Open a draft with the facts filled in, once for each incident (law.md R4.12). The 72 hours run from when the service noticed."""
    known = queries.of_incident(incident.kind, incident.subject)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _draft(incident)
    except IntegrityError:  # another worker reported the same at the same time, and its draft stands
        known = queries.of_incident(incident.kind, incident.subject)
        if known is None:
            raise
        return known


def _draft(incident: Incident) -> Breach:
    breach = Breach(
        kind=incidents.KINDS[incident.kind], what_happened=incidents.in_words(incident), noticed_at=incident.noticed_at, was_certain=True,
        aware_at=incident.noticed_at, about_request=incident.request, recording=incident.recording, incident_kind=incident.kind,
        incident_subject=incident.subject, facts=dict(incident.facts), going_on=incidents.GOING_ON[incident.kind],
    )  # fmt: skip
    people = [] if incident.person is None else [incident.person]
    return _open(
        breach, DRAFT, why=words.FOUND_BY_THE_SERVICE, facts={"incident": incident.kind.value}, involved=people, now=incident.noticed_at
    )


def _open(breach: Breach, transition: Transition, *, why: str, facts: dict[str, str], involved: Collection[User], now: datetime) -> Breach:
    year = clock.local_day(now).year
    breach.reference = f"B-{year}-{next_number('breach', year):04}"
    breach.state, breach.reported_at = transition.target, now
    with act():
        breach.save(force_insert=True)
        Awareness.objects.create(breach=breach, aware_at=breach.aware_at, reason=why, set_by=breach.reporter, set_at=now)
        for person in involved:
            Involvement.objects.create(breach=breach, person=person, noted_at=now)
        told = open_receipts(breach=breach, now=now)
        record(transition.event, subject=breach, recording=breach.recording, facts={**facts, "told": told})
    hold_calls(breach, now)
    return breach
