"""Answering a result, hearing one's own calls, second looks, concerns: the only writers of these."""

from datetime import datetime

from django.db import transaction

from audits import mails
from audits.models import SCORED, Answer, Answered, Assessment, AssessmentKind, Audit, Concern, ConcernNote
from audits.outcome import queries, rules
from audits.programme.queries import assessors_for
from audits.programme.rules import refuse_assessor
from audits.sample.queries import active, first_assessment, sample
from audits.sample.services import cover, find_authority
from audits.workflow import ACKNOWLEDGE, DISPUTE
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, NotYours, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, apply
from recordings.models import Grant
from recordings.purposes import ReviewPurpose


@enforces("AU-6")
@transaction.atomic
def acknowledge(*, audit: Audit, person: User, words: str, now: datetime) -> Audit:
    """Say that one has read one's result, with a reply if one likes (AU-6). Raises Refused, Conflict."""
    transition = ACKNOWLEDGE.guarded(lambda row, _actor: rules.refuse_answer(row, person))
    with act():
        answered = apply(Audit, audit.pk, transition, actor=person)
        Answer.objects.create(audit=answered, answer=Answered.READ, words=words.strip(), given_by=person, given_at=now)
    return answered


@enforces("AU-6")
@transaction.atomic
def dispute(*, audit: Audit, person: User, words: str, now: datetime) -> Audit:
    """Ask for a second look by another assessor, once, and say why (AU-6). Raises Refused, Conflict."""
    looked_twice = Assessment.objects.filter(audit=audit, kind=AssessmentKind.SECOND).exists()
    transition = DISPUTE.guarded(lambda row, _actor: rules.refuse_dispute(row, person, looked_twice, words))
    with act():
        disputed = apply(Audit, audit.pk, transition, actor=person)
        Answer.objects.create(audit=disputed, answer=Answered.SECOND_LOOK, words=words.strip(), given_by=person, given_at=now)
    first = first_assessment(disputed).assessor_id
    mails.second_look_wanted(disputed, [one for one in assessors_for(disputed.person, clock.local_day(now)) if one.pk != first])
    return disputed


@enforces("AU-4", "AC-2")
@transaction.atomic
def start_second_look(*, reference: str, assessor: User, now: datetime) -> Assessment:
    """Take a second look at the same calls, blind to the first marks, under a grant of one's own (AU-4). Raises Refused, Conflict."""
    audit = Audit.objects.select_for_update(of=("self",)).select_related("person").filter(reference=reference).first()
    if audit is None:
        raise NotYours(rules.NOT_FOUND)
    today = clock.local_day(now)
    if Assessment.objects.filter(audit=audit, kind=AssessmentKind.SECOND).exists():
        raise Conflict(MOVED_ON)
    insist(rules.refuse_second(audit, assessor, first_assessment(audit).assessor_id))
    manager_may: bool = setting("audit_line_manager_may_assess")
    insist(refuse_assessor(assessor, roles_on(assessor, today), audit.person, manager_may=manager_may))
    grant = _grant(audit, assessor, ReviewPurpose.QUALITY, now)
    with act():
        assessment = Assessment.objects.create(
            audit=audit, kind=AssessmentKind.SECOND, assessor=assessor, assessed=audit.person, grant=grant, started_at=now
        )
        record(Event.SECOND_LOOK_STARTED, subject=assessment)
    return assessment


@enforces("AU-6", "AC-2")
@transaction.atomic
def hear_own_calls(*, audit: Audit, person: User, now: datetime) -> Grant:
    """Let a person hear the calls they were assessed on, under a grant of their own (AU-6). The live one when there is one."""
    row = Audit.objects.select_for_update(of=("self",)).select_related("person").get(pk=audit.pk)
    if row.person_id != person.pk or row.state not in SCORED:
        raise NotYours(rules.NOT_FOUND)
    return queries.own_grant(row, now) or _grant(row, person, ReviewPurpose.TRAINING, now)


def _grant(audit: Audit, holder: User, purpose: ReviewPurpose, now: datetime) -> Grant:
    calls = [call.recording for call in active(sample(audit))]
    return cover(audit, holder, find_authority(holder, now), calls, now, purpose=purpose)


@enforces("AU-6")
@transaction.atomic
def note_reading(*, audit: Audit, person: User) -> None:
    """Write down that somebody other than the assessed read a result (AU-6)."""
    if person.pk != audit.person_id:
        record(Event.RESULT_READ, subject=audit, person=audit.person)


@enforces("AU-6")
@transaction.atomic
def note_records(*, year: int, count: int) -> None:
    """Write down that the results of a year were read for HR records (AU-6)."""
    record(Event.RESULT_READ, facts={"year": year, "results": count})


# Concerns


@enforces("AU-6")
@transaction.atomic
def note_concern_read(*, concern: Concern) -> None:
    """Write down that a concern was read (AU-6)."""
    record(Event.CONCERN_READ, subject=concern, request=concern.request_reference)


@enforces("AU-6")
@transaction.atomic
def answer_concern(*, concern: Concern, person: User, words: str, close: bool, now: datetime) -> ConcernNote:
    """Write down what the Partners did about a concern, and close it when it is settled (AU-6). Raises Refused."""
    row = Concern.objects.select_for_update(of=("self",)).select_related("raised_by", "assessment__audit").get(pk=concern.pk)
    roles = roles_on(person, clock.local_day(now))
    if not rules.may_read_concern(row, person, roles):
        raise NotYours(rules.NOT_FOUND)
    insist(rules.refuse_concern_answer(row, roles, words))
    with act():
        note = ConcernNote.objects.create(concern=row, words=words.strip(), written_by=person, written_at=now)
        if close:
            row.closed_at, row.closed_by = now, person
            row.save(update_fields=["closed_at", "closed_by"])
        record(Event.CONCERN_CLOSED if close else Event.CONCERN_ANSWERED, subject=row, request=row.request_reference)
    mails.concern_answered(row)
    return note
