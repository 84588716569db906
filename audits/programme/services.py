"""The verbs of the programme: authorise, say how a person is audited, name an assessor, cancel. The only writers of these."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audits.models import OPEN, Absence, Assessment, Audit, AuditKind, Authority, StaffProfile, State
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
from recordings.access.services import close_grant

CANCELLED = "The audit was cancelled."


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
    insist(rules.refuse_planning_for(roles_on(actor, today), actor, person) or rules.refuse_group(manner.role_group))
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
    insist(rules.refuse_planning_for(roles_on(actor, clock.local_day(now)), actor, person) or rules.refuse_absence(starts_on, ends_on))
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
    _lock(person)
    today = clock.local_day(now)
    line = queries.line_of(person, today)
    if line is None:
        raise Refused(rules.NOT_ON_PROGRAMME)
    insist(_refuse_naming(actor, assessor, line, today))
    _insist_assessor(assessor, person, today)
    if line.audit is None:
        return open_audit(person=person, kind=line.due.kind, due_on=line.due.on or today, assessor=assessor, follows=None, now=now)
    if line.audit.assessor_id == assessor.pk:
        return line.audit
    if line.audit.state not in (State.PLANNED, State.TOO_FEW):
        raise Refused(rules.DRAWN_ALREADY)
    with act():
        line.audit.assessor = assessor
        line.audit.save(update_fields=["assessor"])
        record(Event.AUDIT_PLANNED, subject=line.audit, person=person, facts={"assessor": assessor.pk})
    return line.audit


def _lock(person: User) -> None:
    """Whatever opens or changes the audit of one person waits for whatever else does."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _refuse_naming(actor: User, assessor: User, line: queries.Line, today: date) -> Refusal | None:
    if actor.pk == assessor.pk and line.assessor in (None, actor):
        return None
    refusal = rules.refuse_planning_for(roles_on(actor, today), actor, line.person)
    return rules.OTHER_ASSESSOR if refusal == rules.NOT_PLANNER and actor.pk == assessor.pk else refusal


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


@enforces("AU-5")
def open_reaudit(*, after: Audit, now: datetime) -> Audit:
    """Put the re-audit on the programme, within three months of an audit below the aim (AU-5). Runs inside the caller's transaction.

    Where another audit of the person is open, that one becomes the re-audit.
    """
    assert after.finished_at is not None
    _lock(after.person)
    due_on = clock.reaudit_due(clock.local_day(after.finished_at))
    opened = Audit.objects.select_for_update(of=("self",)).filter(person=after.person, state__in=OPEN).first()
    if opened is None:
        return open_audit(person=after.person, kind=AuditKind.REAUDIT, due_on=due_on, assessor=None, follows=after, now=now)
    if opened.kind == AuditKind.REAUDIT:
        return opened
    opened.kind, opened.due_on, opened.follows = AuditKind.REAUDIT, due_on, after
    with act():
        opened.save(update_fields=["kind", "due_on", "follows"])
        record(PLAN.event, subject=opened, person=after.person, facts={"kind": opened.kind, "due": due_on.isoformat()})
    return opened


@enforces("AU-3", "AU-4", "AU-5")
@transaction.atomic
def cancel(*, audit: Audit, actor: User, reason: str, now: datetime) -> Audit:
    """Cancel an audit that has no score yet, with the reason, and end its assessor's access (AU-3, AC-1). Raises Refused, Conflict.

    Its place on the programme is worked out anew; a re-audit stays due by the same day, under a new reference (AU-5).
    """
    if not reason.strip():
        raise Refused(rules.NO_REASON)
    roles = roles_on(actor, clock.local_day(now))
    _lock(audit.person)
    guarded = CANCEL.guarded(lambda row, _actor: rules.refuse_cancelling(row, roles, actor))
    cancelled = apply(Audit, audit.pk, guarded, actor=actor, changes={"cancelled_reason": reason.strip()})
    _end_access(cancelled, actor, now)
    if cancelled.kind == AuditKind.REAUDIT:
        open_audit(
            person=cancelled.person, kind=AuditKind.REAUDIT, due_on=cancelled.due_on, assessor=None, follows=cancelled.follows, now=now
        )
    return cancelled


def cancel_all_of(leaver: User, ended_by: User | None, now: datetime) -> int:
    """Cancel what is open for someone whose account ends; how many. Runs inside the leaver's transaction."""
    audit = queries.open_audit_of(leaver)
    if audit is None:
        return 0
    cancelled = apply(Audit, audit.pk, CANCEL, actor=ended_by, changes={"cancelled_reason": "The person left the practice."})
    _end_access(cancelled, ended_by or leaver, now)
    return 1


@enforces("AC-1")
def _end_access(audit: Audit, ended_by: User, now: datetime) -> None:
    """Nobody hears the calls of an audit that is not assessed any more."""
    for assessment in Assessment.objects.filter(audit=audit, finished_at=None):
        close_grant(grant_id=assessment.grant_id, ended_by=ended_by, reason=CANCELLED, now=now)
