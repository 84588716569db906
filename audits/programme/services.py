"""The verbs of the programme: authorise, say how a person is audited, name an assessor, cancel. The only writers of these."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audits.models import Absence, Audit, AuditKind, Authority, StaffProfile, State
from audits.programme import queries, rules
from audits.workflow import CANCEL, PLAN
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Refusal, Refused, insist
from callgov.sequence import next_number
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply


@enforces("AC-1", "AC-2", "AU-3")
@transaction.atomic
def authorise(*, ends_on: date, reasons: str, actor: User, now: datetime) -> Authority:
    """Authorise that drawn samples are heard until a day (AC-2). The grants of every audit name this decision. Raises Refused."""
    today = clock.local_day(now)
    insist(rules.refuse_authoriser(roles_on(actor, today)))
    insist(rules.refuse_authority(today, ends_on, reasons, today))
    with act():
        given = Authority.objects.create(given_by=actor, given_at=now, starts_on=today, ends_on=ends_on, reasons=reasons.strip())
        record(Event.AUDITS_AUTHORISED, subject=given, facts={"until": ends_on.isoformat()}, reason=given.reasons)
    return given


@dataclass(frozen=True)
class Manner:
    """How one person is audited, as the Practice Manager says."""

    role_group: str
    uses_telephone: bool = True
    part_time: bool = False
    probation_ends_on: date | None = None
    assessor: User | None = None


@enforces("AU-3")
@transaction.atomic
def set_manner(*, person: User, manner: Manner, actor: User, now: datetime) -> StaffProfile:
    """Say what work a person does, until when probation lasts, and who usually assesses them (AU-3). Raises Refused."""
    today = clock.local_day(now)
    insist(rules.refuse_planner(roles_on(actor, today)) or rules.refuse_group(manner.role_group))
    if manner.assessor is not None:
        _insist_assessor(manner.assessor, person, today)
    with act():
        profile, _ = StaffProfile.objects.select_for_update().get_or_create(person=person)
        for field, value in vars(manner).items():
            setattr(profile, field, value)
        profile.save()
        record(Event.AUDIT_PROFILE_SET, subject=profile, person=person, facts={"group": profile.role_group})
    return profile


def _insist_assessor(assessor: User, person: User, today: date) -> None:
    manager_may: bool = setting("audit_line_manager_may_assess")
    insist(rules.refuse_assessor(assessor, roles_on(assessor, today), person, manager_may=manager_may))


@enforces("AU-3")
@transaction.atomic
def set_absence(*, person: User, starts_on: date, ends_on: date | None, actor: User, now: datetime) -> Absence:
    """Say that a person is away for long, or until when: their audits are then due after the return (AU-3). Raises Refused."""
    insist(rules.refuse_planner(roles_on(actor, clock.local_day(now))) or rules.refuse_absence(starts_on, ends_on))
    with act():
        absence, is_new = Absence.objects.select_for_update().get_or_create(person=person, ends_on=None, defaults={"starts_on": starts_on})
        absence.starts_on, absence.ends_on = starts_on, ends_on
        absence.save()
        record(Event.ABSENCE_SET, subject=absence, person=person, facts={"new": is_new, "end_known": ends_on is not None})
    return absence


@enforces("AU-3")
@transaction.atomic
def plan(*, person: User, assessor: User, actor: User, now: datetime) -> Audit:
    """Open the audit that is due for a person, with its assessor; an open one is given to that assessor (AU-3, AU-4).

    By who plans audits, or by the assessor themselves when nobody else was named. Raises Refused.
    """
    today = clock.local_day(now)
    line = queries.line_of(person, today)
    if line is None:
        raise Refused(rules.NOT_ON_PROGRAMME)
    insist(_refuse_naming(actor, assessor, line, today))
    _insist_assessor(assessor, person, today)
    if line.audit is None:
        return open_audit(person=person, kind=line.due.kind, due_on=line.due.on or today, assessor=assessor, follows=None, now=now)
    if line.audit.assessor_id == assessor.pk or line.audit.state not in (State.PLANNED, State.TOO_FEW):
        return line.audit
    with act():
        line.audit.assessor = assessor
        line.audit.save(update_fields=["assessor"])
        record(Event.AUDIT_PLANNED, subject=line.audit, person=person, facts={"assessor": assessor.pk})
    return line.audit


def _refuse_naming(actor: User, assessor: User, line: queries.Line, today: date) -> Refusal | None:
    if actor.pk == assessor.pk and line.assessor in (None, actor):
        return None
    refusal = rules.refuse_planner(roles_on(actor, today))
    return rules.OTHER_ASSESSOR if refusal and actor.pk == assessor.pk else refusal


@enforces("AU-3", "AU-5")
def open_audit(*, person: User, kind: AuditKind, due_on: date, assessor: User | None, follows: Audit | None, now: datetime) -> Audit:
    """Write down that an audit is due, under the next reference (AU-3, AU-5). Runs inside the caller's transaction."""
    year = clock.local_day(now).year
    with act():
        audit = Audit.objects.create(
            reference=f"AUD-{year}-{next_number('audit', year):04}", person=person, kind=kind, due_on=due_on, assessor=assessor,
            role_group=queries.profile_of(person).role_group, follows=follows, planned_at=now, state=PLAN.target,
        )  # fmt: skip
        facts = {"state": ["", audit.state], "kind": kind, "due": due_on.isoformat()}
        record(PLAN.event, subject=audit, person=person, facts=facts)
    return audit


@transaction.atomic
def cancel(*, audit: Audit, actor: User | None, reason: str, now: datetime) -> Audit:
    """Cancel an audit that has no score yet, with the reason; its place on the programme is worked out anew. Raises Refused, Conflict."""
    if actor is not None:
        insist(rules.refuse_planner(roles_on(actor, clock.local_day(now))))
    if not reason.strip():
        raise Refused(rules.NO_REASON)
    return apply(Audit, audit.pk, CANCEL, actor=actor, changes={"cancelled_reason": reason.strip()})


def cancel_all_of(leaver: User, ended_by: User | None, now: datetime) -> int:
    """Cancel what is open for someone whose account ends; how many. Runs inside the leaver's transaction."""
    audit = queries.open_audit_of(leaver)
    if audit is None:
        return 0
    apply(Audit, audit.pk, CANCEL, actor=ended_by, changes={"cancelled_reason": "The person left the practice."})
    return 1
