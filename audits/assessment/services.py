"""Marking calls and finishing an assessment: the only writers of reviews, marks, scores and of the tool's versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from audits import mails
from audits.assessment import queries, rules
from audits.assessment.rules import Judged
from audits.models import Assessment, AssessmentKind, Audit, Concern, Mark, Review, State, ToolVersion
from audits.programme import rules as programme
from audits.programme.services import open_reaudit
from audits.sample import queries as sampling
from audits.sample.services import cover, find_authority
from audits.scoring import Score
from audits.tool import BY_CODE
from audits.workflow import CANCEL, FINISH, LOOK_AGAIN
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, apply
from recordings.access.services import close_grant

DONE = "The assessment is finished."
HANDED_OVER = "Another assessor took the sample over."


@enforces("AU-9", "AU-10", "AU-4")
@transaction.atomic
def save_review(*, assessment: Assessment, recording_id: UUID, judged: Judged, assessor: User, now: datetime) -> Review:
    """Keep the marks of one call; saving again replaces them until the assessment is finished. Raises Refused, Conflict."""
    assessment = _open(assessment, assessor)
    desk = queries.desk_of(assessment)
    insist(rules.refuse_call(recording_id, [call.recording_id for call in desk.calls]))
    insist(rules.refuse_consultation(assessment.audit, consultation=judged.consultation))
    insist(rules.refuse_marks(desk.tool.of_call(consultation=judged.consultation), judged.marks))
    with act():
        review, _ = Review.objects.update_or_create(
            assessment=assessment, recording_id=recording_id,
            defaults={
                "consultation": judged.consultation, "exemplary": judged.exemplary, "learning": judged.learning, "saved_at": now,
            },
        )  # fmt: skip
        _write_marks(review, judged)
        facts = {"consultation": judged.consultation, "marks": len(judged.marks)}
        record(Event.CALL_ASSESSED, subject=assessment, recording=recording_id, facts=facts)
    return review


def _write_marks(review: Review, judged: Judged) -> None:
    for old in review.marks.all():
        if old.criterion not in judged.marks:
            old.delete()
    for code, given in judged.marks.items():
        at = None if given.at is None else round(given.at * 10)
        Mark.objects.update_or_create(
            review=review, criterion=code, defaults={"outcome": given.outcome, "note": given.note.strip(), "at_tenths": at}
        )


def _open(assessment: Assessment, assessor: User) -> Assessment:
    """The assessment, locked after its audit, if this person may still work on it."""
    Audit.objects.select_for_update(of=("self",)).get(pk=assessment.audit_id)
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("audit__person", "grant", "assessor", "assessed")
    row = locked.get(pk=assessment.pk)
    refusal = rules.refuse_assessor(row, assessor)
    if refusal == MOVED_ON:
        raise Conflict(refusal)
    insist(refusal)
    return row


@enforces("AU-4", "AC-2")
@transaction.atomic
def hand_over(*, audit: Audit, to: User, reason: str, actor: User, now: datetime) -> Assessment:
    """Give a sample, as it was drawn, to another assessor because the one who has it cannot go on (AU-4). Nothing is drawn anew.

    The access and the marks of the one before end with it: the other begins from nothing. Raises Refused.
    """
    row = Audit.objects.select_for_update(of=("self",)).select_related("person").get(pk=audit.pk)
    today = clock.local_day(now)
    insist(programme.refuse_planning_for(roles_on(actor, today), actor, row.person))
    held, calls = sampling.unfinished_assessment(row) if row.is_being_assessed else None, sampling.active(sampling.sample(row))
    earlier = set(row.assessments.values_list("assessor", flat=True))
    manager_may: bool = setting("audit_line_manager_may_assess")
    insist(
        rules.refuse_handing(held, to, earlier, [call.recording.parties for call in calls], reason)
        or programme.refuse_assessor(to, roles_on(to, today), row.person, manager_may=manager_may)
    )
    assert held is not None
    close_grant(grant_id=held.grant_id, ended_by=actor, reason=HANDED_OVER, now=now)
    _forget_marks(held)
    grant = cover(row, to, find_authority(to, now), [call.recording for call in calls], now)
    with act():
        held.assessor, held.grant, held.started_at = to, grant, now
        held.save(update_fields=["assessor", "grant", "started_at"])
        if held.kind == AssessmentKind.FIRST:
            row.assessor = to
            row.save(update_fields=["assessor"])
        record(Event.ASSESSMENT_HANDED_OVER, subject=held, person=to, reason=reason.strip())
    return held


def _forget_marks(assessment: Assessment) -> None:
    for review in assessment.reviews.prefetch_related("marks"):
        for mark in review.marks.all():
            mark.delete()
        review.delete()


@dataclass(frozen=True)
class Feedback:
    """What the assessor says at the end; `concern` goes to the Partners and to nobody else, and is blank when there is none."""

    went_well: str
    to_work_on: str = ""
    concern: str = ""


@enforces("AU-4", "AU-5", "AU-6")
@transaction.atomic
def finish(*, assessment: Assessment, feedback: Feedback, assessor: User, now: datetime) -> Audit:
    """Finish an assessment: the score, the feedback, the end of the assessor's access, and the person is told (AU-5, AU-6).

    Below the aim a re-audit is due within three months of today. A second look's score is the one that counts; the first stays.
    Raises Refused, Conflict.
    """
    assessment = _open(assessment, assessor)
    desk = queries.desk_of(assessment)
    insist(rules.refuse_unfinished(len(desk.calls), desk.reviewed, desk.score))
    assert desk.score is not None
    insist(rules.refuse_feedback(desk.score, feedback.went_well, feedback.to_work_on))
    audit = _score(assessment, desk.score, feedback, now)
    close_grant(grant_id=assessment.grant_id, ended_by=assessor, reason=DONE, now=now)
    if feedback.concern.strip():
        _raise_concern(assessment, feedback.concern, now)
    _follow_up(audit, now)
    mails.result_ready(audit)
    return audit


def _score(assessment: Assessment, score: Score, feedback: Feedback, now: datetime) -> Audit:
    fraction = {"score_over": score.over, "score_under": score.under, "passed": score.passed}
    said = {"went_well": feedback.went_well.strip(), "to_work_on": feedback.to_work_on.strip()}
    tally = {"met": score.tally.met, "applicable": score.tally.applicable}
    transition = FINISH if assessment.kind == AssessmentKind.FIRST else LOOK_AGAIN
    changes: dict[str, Any] = {**fraction, "told_at": now}
    if transition is FINISH:
        changes["finished_at"] = now
    with act():
        for name, value in {**fraction, **said, **tally, "finished_at": now}.items():
            setattr(assessment, name, value)
        assessment.save()
        return apply(Audit, assessment.audit_id, transition, actor=assessment.assessor, changes=changes, facts={"told": True})


def _raise_concern(assessment: Assessment, words: str, now: datetime) -> None:
    with act():
        concern = Concern.objects.create(
            assessment=assessment, about=assessment.assessed, raised_by=assessment.assessor, raised_at=now, words=words.strip()
        )
        record(Event.CONCERN_RAISED, subject=concern, request=assessment.audit.reference)
    mails.concern_raised(concern, clock.local_day(now))


@enforces("AU-5")
def _follow_up(audit: Audit, now: datetime) -> None:
    """Below the aim: a re-audit, due within three months of the day on which the audit was finished. Reached after all: no re-audit."""
    following = Audit.objects.filter(follows=audit).exclude(state=State.CANCELLED).first()
    if audit.passed is False and following is None:
        open_reaudit(after=audit, now=now)
    elif audit.passed and following is not None and following.state in (State.PLANNED, State.TOO_FEW):
        apply(Audit, following.pk, CANCEL, actor=None, changes={"cancelled_reason": "The second look reached the aim."})


@enforces("AU-9", "AU-10")
@transaction.atomic
def change_tool(*, guidance: Mapping[str, str], reason: str, actor: User, now: datetime) -> ToolVersion:
    """A new version of the audit tool: what to listen for under each of the policy's criteria, which themselves stay (AU-9, AU-10).

    Audits that are drawn already keep the version they were drawn under. Raises Refused.
    """
    insist(programme.refuse_planner(roles_on(actor, clock.local_day(now))))
    if not reason.strip():
        raise Refused(programme.NO_REASON)
    number = queries.current_tool().number + 1
    said = {code: words.strip() for code, words in guidance.items() if code in BY_CODE and words.strip()}
    with act():
        version = ToolVersion.objects.create(number=number, guidance=said, reason=reason.strip(), made_by=actor, made_at=now)
        record(Event.AUDIT_TOOL_CHANGED, subject=version, facts={"version": number}, reason=version.reason)
    return version
