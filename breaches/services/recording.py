"""The record of a breach: what is known, from when the 72 hours run, how bad it is, whose act it was. Every version stays."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from breaches import grid, queries, rules
from breaches.models import Account, Assessment, Awareness, Breach, Involvement, State
from breaches.services.locking import locked
from breaches.workflow import CONFIRM
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply


@dataclass(frozen=True)
class Known:
    """What is known so far. A number that is not known yet is None, which is an answer (law.md R4.4)."""

    compromises: Sequence[str] = field(default_factory=tuple)
    people_kinds: str = ""
    people_count: int | None = None
    record_kinds: str = ""
    record_count: int | None = None
    consequences: str = ""
    measures: str = ""


@enforces("BR-3")
@transaction.atomic
def describe(*, reference: str, lead: User, known: Known, now: datetime) -> Account:
    """Write what is known as a new version (law.md R4.4, R4.6). Raises NotYours, Refused for who does not settle breaches, Conflict."""
    breach = locked(lead, reference, now)
    _insist_lead(lead, breach, now)
    with act():
        account = Account.objects.create(
            breach=breach, version=breach.accounts.count() + 1, written_by=lead, written_at=now, **asdict(known)
        )  # fmt: skip
        record(Event.BREACH_DESCRIBED, subject=breach, facts={"version": account.version})
    return account


def _insist_lead(lead: User, breach: Breach, now: datetime) -> rules.Lead:
    """Raise for anyone but a lead; returns them as one."""
    as_lead = queries.lead(lead, breach, clock.local_day(now))
    if as_lead.role is None:
        raise Refused(rules.NOT_A_LEAD)
    return as_lead


@enforces("BR-3")
@transaction.atomic
def assess(
    *, reference: str, lead: User, likelihood: int, severity: int, vulnerable: bool, reasons: str, now: datetime
) -> Assessment:  # fmt: skip
    """Assess the risk as a new version, with what the grid says of it (law.md R4.10). A draft becomes a breach in hand.

    Raises NotYours, Conflict, and Refused: for whose own act it is, without reasons, below 2 where a vulnerable group is involved.
    """
    breach = locked(lead, reference, now)
    insist(rules.refuse_settling(queries.lead(lead, breach, clock.local_day(now))))
    insist(grid.refuse_scores(likelihood, severity, vulnerable=vulnerable))
    if not reasons.strip():
        raise Refused(rules.NO_REASON)
    outcome = grid.outcome(likelihood, severity)
    high = grid.high_risk(likelihood, severity, least_severity=setting("breach_tell_people_severity"))
    with act():
        if breach.state == State.DRAFT:
            apply(Breach, breach.pk, CONFIRM, actor=lead)
        assessment = Assessment.objects.create(
            breach=breach, version=breach.assessments.count() + 1, likelihood=likelihood, severity=severity, vulnerable=vulnerable,
            outcome=outcome, high_risk=high, reasons=reasons.strip(), assessed_by=lead, assessed_at=now,
        )  # fmt: skip
        facts = {"version": assessment.version, "likelihood": likelihood, "severity": severity, "outcome": outcome.value}
        record(Event.BREACH_ASSESSED, subject=breach, facts=facts)
    return assessment


@enforces("BR-3")
@transaction.atomic
def move_awareness(*, reference: str, lead: User, aware_at: datetime, reason: str, now: datetime) -> Awareness:
    """Let the 72 hours run from another instant; every earlier one is kept (law.md R4.3).

    Raises Refused for a later instant by anyone but the Information Governance Lead, and without a reason.
    """
    breach = locked(lead, reference, now)
    as_lead = _insist_lead(lead, breach, now)
    before = breach.aware_at
    insist(rules.refuse_moving(before=before, after=aware_at, now=now, lead=as_lead, reason=reason))
    with act():
        breach.aware_at = aware_at
        breach.save(update_fields=["aware_at"])
        moved = Awareness.objects.create(breach=breach, aware_at=aware_at, reason=reason.strip(), set_by=lead, set_at=now)
        record(Event.BREACH_CLOCK_MOVED, subject=breach, facts={"from": before.isoformat(), "to": aware_at.isoformat()})
    return moved


@enforces("BR-2")
@transaction.atomic
def note_person(*, reference: str, lead: User, person: User, now: datetime) -> Involvement:
    """Note whose own act is in question: from now on they settle nothing about it. Noted once. Raises NotYours, Refused, Conflict."""
    breach = locked(lead, reference, now)
    _insist_lead(lead, breach, now)
    noted = breach.involvements.filter(person=person).first()
    if noted is not None:
        return noted
    with act():
        noted = Involvement.objects.create(breach=breach, person=person, noted_by=lead, noted_at=now)
        record(Event.BREACH_PERSON_NOTED, subject=breach, person=person)
    return noted
