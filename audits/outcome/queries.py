"""The only readers of results and concerns. Each takes the person who reads; for anyone not named the thing does not exist."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from audits import scoring
from audits.assessment.queries import Desk, desk_of
from audits.models import SCORED, Answer, Answered, Assessment, AssessmentKind, Audit, Concern, ConcernNote, State
from audits.outcome import rules
from audits.scoring import Tally
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import NotYours
from callgov.roles import Action, actions_of
from recordings.models import Grant


@dataclass(frozen=True)
class Result:
    """A result as it is read: the assessments that are finished, newest first, the answers, and the re-audit that follows."""

    audit: Audit
    desks: list[Desk]
    answers: list[Answer]
    reaudit: Audit | None
    grant: Grant | None

    @property
    def assessment(self) -> Assessment:
        """The one that counts."""
        return self.desks[0].assessment

    @property
    def tally(self) -> Tally:
        """The marks of the assessment that counts."""
        return Tally(self.assessment.met or 0, self.assessment.applicable or 0)

    @property
    def shown(self) -> str:
        """The score as people read it."""
        return scoring.percent(self.audit.score_over or 0, self.audit.score_under or 1)

    @property
    def looked_twice(self) -> bool:
        """Whether a second look was taken or is being taken."""
        return self.audit.state == State.DISPUTED or len(self.desks) > 1


def _finished(audit: Audit) -> list[Assessment]:
    rows = Assessment.objects.filter(audit=audit, finished_at__isnull=False).select_related("assessor", "audit__person")
    return list(rows.order_by("-finished_at", "-pk"))


@enforces("AC-4", "AU-6")
def result(person: User, reference: str, now: datetime) -> Result:
    """A result for someone who may see it. Raises NotYours for everybody else, to whom it does not exist."""
    audit = _audit(reference)
    finished = _finished(audit)
    refusal = rules.refuse_result(audit, person, roles_on(person, clock.local_day(now)), {one.assessor_id for one in finished})
    if refusal is not None:
        raise NotYours(refusal)
    return Result(
        audit, [desk_of(one) for one in finished], list(Answer.objects.filter(audit=audit)),
        Audit.objects.filter(follows=audit).exclude(state=State.CANCELLED).first(), own_grant(audit, now),
    )  # fmt: skip


@enforces("AC-4", "AU-6")
def slip(person: User, reference: str, today: date) -> Audit:
    """An audit for its HR slip. Raises NotYours for anyone but the assessed and who keeps HR records."""
    audit = _audit(reference)
    refusal = rules.refuse_slip(audit, person, roles_on(person, today))
    if refusal is not None:
        raise NotYours(refusal)
    return audit


def _audit(reference: str) -> Audit:
    found = Audit.objects.select_related("person", "assessor").filter(reference=reference).first()
    if found is None:
        raise NotYours(rules.NOT_FOUND)
    return found


def counting_assessment(audit: Audit) -> Assessment:
    """The finished assessment whose score counts: the last."""
    return _finished(audit)[0]


def own_grant(audit: Audit, now: datetime) -> Grant | None:
    """The live grant under which the assessed hears their calls."""
    live = Grant.objects.filter(request_reference=audit.reference, holder=audit.person_id, ended_at=None, ends_at__gt=now)
    return live.prefetch_related("chosen__recording").first()


def own_audits(person: User) -> list[Audit]:
    """A person's own audits that have a result, newest first, and those that are planned, without their sample."""
    mine = Audit.objects.filter(person=person).exclude(state=State.CANCELLED)
    return list(mine.order_by("-finished_at", "-planned_at"))


def waiting_answers(person: User) -> list[Audit]:
    """A person's own results that wait for their answer."""
    return list(Audit.objects.filter(person=person, state=State.FINISHED))


def unanswered(told_by: datetime) -> "QuerySet[Audit]":
    """Results told by an instant that their people have not answered."""
    return Audit.objects.filter(state=State.FINISHED, told_at__lte=told_by).select_related("person")


def waiting_second_looks(asked_by: datetime) -> list[tuple[Audit, datetime]]:
    """Audits whose people asked for a second look by an instant and have none yet, with when they asked."""
    asked = Answer.objects.filter(answer=Answered.SECOND_LOOK, given_at__lte=asked_by, audit__state=State.DISPUTED)
    return [(one.audit, one.given_at) for one in asked.select_related("audit")]


def records(year: int) -> "QuerySet[Audit]":
    """Results finished in a year, for who keeps HR records."""
    first, last = clock.start_of_day(date(year, 1, 1)), clock.end_of_day(date(year, 12, 31))
    rows = Audit.objects.filter(state__in=SCORED, finished_at__gte=first, finished_at__lt=last).select_related("person")
    return rows.order_by("-finished_at")


def second_looks(person: User) -> list[Audit]:
    """Audits for which a second look is wanted that nobody takes yet and this person may take."""
    wanted = Audit.objects.filter(state=State.DISPUTED).exclude(assessments__kind=AssessmentKind.SECOND)
    if not setting("audit_line_manager_may_assess"):
        wanted = wanted.exclude(person__line_manager=person)
    return list(wanted.exclude(person=person).exclude(assessments__assessor=person).select_related("person"))


# Concerns


@enforces("AC-4", "AU-6")
def concerns(person: User, today: date) -> list[Concern]:
    """The concerns that this person may read: all for a Partner, their own for an assessor, never one about themselves."""
    rows = Concern.objects.select_related("about", "raised_by", "assessment__audit").exclude(about=person)
    if Action.ANSWER_CONCERNS not in actions_of(roles_on(person, today)):
        rows = rows.filter(raised_by=person)
    return list(rows)


def concern(person: User, concern_id: int, today: date) -> Concern:
    """One concern. Raises NotYours for anyone who may not read it."""
    found = Concern.objects.select_related("about", "raised_by", "assessment__audit", "closed_by").filter(pk=concern_id).first()
    if found is None or not rules.may_read_concern(found, person, roles_on(person, today)):
        raise NotYours(rules.NOT_FOUND)
    return found


def open_concerns(person: User, today: date) -> list[Concern]:
    """Concerns that wait for this Partner."""
    if Action.ANSWER_CONCERNS not in actions_of(roles_on(person, today)):
        return []
    return list(Concern.objects.filter(Q(closed_at=None)).exclude(about=person))


def notes_of(concern: Concern) -> list[ConcernNote]:
    """What was done about a concern, oldest first."""
    return list(concern.notes.select_related("written_by"))
