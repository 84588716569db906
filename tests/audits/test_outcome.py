"""From marks to a result: who is told, who sees it, what follows below the aim, second looks, concerns."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from audits.assessment import queries as assessing
from audits.assessment import services as assessment_services
from audits.assessment.rules import Given, Judged
from audits.assessment.services import Feedback
from audits.models import Answer, Assessment, Audit, AuditKind, Authority, Concern, Mark, State
from audits.outcome import queries, services
from audits.programme import queries as programme
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import forget_roles
from callgov.people.services.accounts import leaver
from callgov.refusals import Conflict, NotYours, Refused
from callgov.roles import Role
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import GrantAction, Recording
from tests.audits.factories import draw_for, finish, judged, make_calls, mark_all
from tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def below(drawn: Audit, assessor: User, now: datetime) -> Audit:
    """The receptionist's audit, finished with 7 of 9."""
    return finish(drawn, assessor, now, 1, 1)


@pytest.fixture
def second(db: None) -> User:
    return make_person("second_assessor", Role.ASSESSOR)


def save(audit: Audit, assessor: User, now: datetime, call: Judged, number: int = 1) -> None:
    desk = assessing.desk(assessor, audit.reference)
    with acting_as(assessor):
        assessment_services.save_review(
            assessment=desk.assessment, recording_id=desk.call(number).recording_id, judged=call, assessor=assessor, now=now
        )


# Marking


@pytest.mark.clause("AU-9")
def test_every_criterion_is_answered(drawn: Audit, assessor: User, now: datetime) -> None:
    with pytest.raises(Refused, match="Answer all criteria"):
        save(drawn, assessor, now, Judged(False, {"identity": Given("met")}))


@pytest.mark.clause("AU-9")
def test_not_met_needs_a_note(drawn: Audit, assessor: User, now: datetime) -> None:
    with pytest.raises(Refused, match="say what was missing"):
        save(drawn, assessor, now, judged(misses=1, note=" "))


@pytest.mark.clause("AU-10")
def test_clinical_criteria_do_not_exist_for_other_calls(drawn: Audit, assessor: User, now: datetime) -> None:
    with pytest.raises(Refused, match="does not have that criterion"):
        save(drawn, assessor, now, Judged(False, judged(consultation=True).marks))


@pytest.mark.clause("AU-10")
def test_marking_again_replaces_the_marks(drawn: Audit, assessor: User, now: datetime) -> None:
    save(drawn, assessor, now, judged())
    save(drawn, assessor, now, judged(misses=1))
    assert sorted(Mark.objects.values_list("criterion", "outcome")) == [
        ("identity", "met"), ("introduction", "not_met"), ("manner", "met")
    ]  # fmt: skip
    assert Mark.objects.get(criterion="introduction").at_tenths == 15


@pytest.mark.clause("AU-4")
def test_only_the_assessor_marks_and_only_calls_of_the_sample(
    drawn: Audit, calls: list[Recording], assessor: User, second: User, now: datetime
) -> None:
    desk = assessing.desk(assessor, drawn.reference)
    sampled = {call.recording_id for call in desk.calls}
    other = next(call.pk for call in calls if call.pk not in sampled)
    for person, call in ((second, desk.calls[0].recording_id), (assessor, other)):
        with acting_as(person), pytest.raises(Refused):
            assessment_services.save_review(assessment=desk.assessment, recording_id=call, judged=judged(), assessor=person, now=now)


# Finishing


@pytest.mark.clause("AU-4")
def test_an_audit_with_a_call_left_cannot_be_finished(drawn: Audit, assessor: User, now: datetime) -> None:
    save(drawn, assessor, now, judged())
    assessment = assessing.desk(assessor, drawn.reference).assessment
    with acting_as(assessor), pytest.raises(Refused, match="2 of 3 calls are not assessed"):
        assessment_services.finish(assessment=assessment, feedback=Feedback("Good"), assessor=assessor, now=now)


@pytest.mark.clause("AU-5")
def test_when_nothing_applies_there_is_no_score_and_no_end(drawn: Audit, assessor: User, now: datetime) -> None:
    for number in (1, 2, 3):
        save(
            drawn, assessor, now, Judged(False, {code: Given("not_applicable") for code in ("introduction", "identity", "manner")}), number
        )
    assessment = assessing.desk(assessor, drawn.reference).assessment
    with acting_as(assessor), pytest.raises(Refused, match="no score"):
        assessment_services.finish(assessment=assessment, feedback=Feedback("Good"), assessor=assessor, now=now)


@pytest.mark.clause("AU-6")
@pytest.mark.parametrize(("feedback", "sentence"), [(Feedback(" ", "x"), "what went well"), (Feedback("x"), "what to work on")])
def test_feedback_is_given_both_ways_below_the_aim(feedback: Feedback, sentence: str, drawn: Audit, assessor: User, now: datetime) -> None:
    assessment = mark_all(drawn, assessor, now, 3)
    with acting_as(assessor), pytest.raises(Refused, match=sentence):
        assessment_services.finish(assessment=assessment, feedback=feedback, assessor=assessor, now=now)


@pytest.mark.clause("AU-5")
def test_one_miss_of_nine_reaches_the_aim_and_nothing_follows(drawn: Audit, assessor: User, now: datetime) -> None:
    audit = finish(drawn, assessor, now, 1)
    assert (audit.score_over, audit.score_under, audit.passed, audit.told_at) == (8, 9, True, now)
    assert not Audit.objects.filter(follows=audit).exists()


@pytest.mark.clause("AU-5")
def test_below_the_aim_a_re_audit_is_due_within_three_months(below: Audit, receptionist: User, now: datetime) -> None:
    again = Audit.objects.get(follows=below)
    today = clock.local_day(now)
    assert (below.passed, again.kind, again.state, again.person) == (False, AuditKind.REAUDIT, State.PLANNED, receptionist)
    assert again.due_on == clock.add_months(today, 3)
    line = programme.line_of(receptionist, today)
    assert line is not None
    assert (line.due.kind, line.due.on, line.audit) == (AuditKind.REAUDIT, again.due_on, again)


@pytest.mark.clause("AU-5")
def test_the_informing_is_recorded(below: Audit, now: datetime) -> None:
    entry = Entry.objects.get(event=Event.AUDIT_FINISHED)
    assert (entry.request, entry.facts["told"], below.told_at) == (below.reference, True, now)


@pytest.mark.clause("AC-2")
def test_the_assessor_s_access_ends_with_the_assessment(below: Audit, assessor: User) -> None:
    grant = Assessment.objects.get(audit=below).grant
    assert grant.ended_at is not None
    assert grant.ended_reason == assessment_services.DONE


def test_a_finished_assessment_stands(below: Audit, assessor: User, now: datetime) -> None:
    assessment = Assessment.objects.get(audit=below)
    with acting_as(assessor), pytest.raises(Refused):
        assessment_services.finish(assessment=assessment, feedback=Feedback("a", "b"), assessor=assessor, now=now)


@pytest.mark.clause("AU-4")
def test_the_re_audit_draws_other_calls(below: Audit, receptionist: User, assessor: User, now: datetime) -> None:
    again = draw_for(receptionist, assessor, now + timedelta(days=30))
    assert again.follows == below
    before = set(below.sample.values_list("recording", flat=True))
    assert before.isdisjoint(again.sample.values_list("recording", flat=True))


# Who sees a result

SEES_A_RESULT = {
    "receptionist": True,  # the assessed
    "assessor": True,
    "practice_manager": True,  # keeps HR records
    "line_manager": False,
    "ig_lead": False,
    "deputy": False,
    "dpo": False,
    "partner": False,
    "nurse": False,
    "second": False,
    "administrator": False,
    "outsider": False,
}


@pytest.mark.clause("AU-6", "AC-4")
def test_who_sees_a_result(below: Audit, now: datetime, request: pytest.FixtureRequest) -> None:
    seen = {}
    for name in SEES_A_RESULT:
        try:
            queries.result(request.getfixturevalue(name), below.reference, now)
            seen[name] = True
        except NotYours:
            seen[name] = False
    assert seen == SEES_A_RESULT


@pytest.mark.clause("AU-6")
def test_a_result_that_is_not_there_yet_is_nobody_s(drawn: Audit, receptionist: User, assessor: User, now: datetime) -> None:
    for person in (receptionist, assessor):
        with pytest.raises(NotYours):
            queries.result(person, drawn.reference, now)


@pytest.mark.clause("AU-6")
def test_the_hr_slip_is_for_the_assessed_and_the_practice_manager(
    below: Audit, receptionist: User, practice_manager: User, assessor: User, now: datetime
) -> None:
    today = clock.local_day(now)
    assert queries.slip(receptionist, below.reference, today) == queries.slip(practice_manager, below.reference, today)
    with pytest.raises(NotYours):
        queries.slip(assessor, below.reference, today)


# Answers and second looks


def dispute(audit: Audit, person: User, now: datetime, words: str = "The second call was a wrong number") -> Audit:
    with acting_as(person):
        return services.dispute(audit=audit, person=person, words=words, now=now)


@pytest.mark.clause("AU-6")
def test_the_assessed_acknowledges_once(below: Audit, receptionist: User, now: datetime) -> None:
    with acting_as(receptionist):
        assert services.acknowledge(audit=below, person=receptionist, words="Thank you", now=now).state == State.ANSWERED
        with pytest.raises(Conflict):
            services.acknowledge(audit=below, person=receptionist, words="", now=now)
    assert Answer.objects.get().words == "Thank you"


@pytest.mark.clause("AU-6")
def test_nobody_answers_for_somebody_else(below: Audit, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager), pytest.raises(Refused, match="Only the person who was assessed"):
        services.acknowledge(audit=below, person=practice_manager, words="", now=now)


@pytest.mark.clause("AU-6")
def test_a_second_look_needs_a_reason(below: Audit, receptionist: User, now: datetime) -> None:
    with pytest.raises(Refused, match="which call or criterion"):
        dispute(below, receptionist, now, " ")


@pytest.fixture
def looked_again(below: Audit, receptionist: User, second: User, now: datetime) -> Audit:
    """A second look that marks everything as met."""
    dispute(below, receptionist, now)
    with acting_as(second):
        services.start_second_look(reference=below.reference, assessor=second, now=now)
    return finish(below, second, now + timedelta(days=1))


@pytest.mark.clause("AU-6")
def test_the_second_look_counts_and_both_are_kept(looked_again: Audit, receptionist: User, now: datetime) -> None:
    result = queries.result(receptionist, looked_again.reference, now)
    assert [(one.assessment.met, one.assessment.passed) for one in result.desks] == [(9, True), (7, False)]
    assert (looked_again.state, looked_again.passed, result.shown) == (State.FINISHED, True, "100.0%")


@pytest.mark.clause("AU-5")
def test_a_second_look_that_reaches_the_aim_cancels_the_re_audit(looked_again: Audit) -> None:
    assert Audit.objects.get(follows=looked_again).state == State.CANCELLED


@pytest.mark.clause("AU-4")
def test_the_second_look_is_blind_and_by_somebody_else(
    below: Audit, receptionist: User, assessor: User, second: User, now: datetime
) -> None:
    dispute(below, receptionist, now)
    assert queries.second_looks(assessor) == []
    with acting_as(assessor), pytest.raises(Refused, match="taken by somebody else"):
        services.start_second_look(reference=below.reference, assessor=assessor, now=now)
    assert queries.second_looks(second) == [below]
    with acting_as(second):
        services.start_second_look(reference=below.reference, assessor=second, now=now)
    assert assessing.desk(second, below.reference).reviews == {}
    with pytest.raises(NotYours):
        queries.result(second, below.reference, now)


@pytest.mark.clause("AU-6")
def test_there_is_no_third_look(looked_again: Audit, receptionist: User, now: datetime) -> None:
    with pytest.raises(Refused, match="taken already"):
        dispute(looked_again, receptionist, now)


@pytest.mark.clause("AC-2")
def test_the_assessed_hears_their_own_calls_under_a_grant_of_their_own(
    below: Audit, receptionist: User, nurse: User, now: datetime
) -> None:
    with acting_as(receptionist):
        grant = services.hear_own_calls(audit=below, person=receptionist, now=now)
        assert services.hear_own_calls(audit=below, person=receptionist, now=now) == grant
    assert (grant.holder, grant.actions) == (receptionist, [GrantAction.LISTEN])
    assert set(grant.chosen.values_list("recording", flat=True)) == set(below.sample.values_list("recording", flat=True))
    with acting_as(nurse), pytest.raises(NotYours):
        services.hear_own_calls(audit=below, person=nurse, now=now)


# Concerns

READS_A_CONCERN = {
    "partner": True, "assessor": True, "receptionist": False, "practice_manager": False, "line_manager": False, "ig_lead": False,
    "dpo": False, "second": False, "nurse": False, "administrator": False,
}  # fmt: skip


@pytest.fixture
def concern(drawn: Audit, assessor: User, now: datetime) -> Concern:
    finish(drawn, assessor, now, 1, 1, concern="Gave advice beyond their role")
    return Concern.objects.get()


@pytest.mark.clause("AU-6", "AC-4")
def test_who_reads_a_concern(concern: Concern, now: datetime, request: pytest.FixtureRequest) -> None:
    today, seen = clock.local_day(now), {}
    for name in READS_A_CONCERN:
        person = request.getfixturevalue(name)
        try:
            queries.concern(person, concern.pk, today)
            seen[name] = True
        except NotYours:
            seen[name] = False
        assert bool(queries.concerns(person, today)) == seen[name]
    assert seen == READS_A_CONCERN


@pytest.mark.clause("AU-6")
def test_a_partner_answers_and_closes_and_the_assessor_does_not(concern: Concern, partner: User, assessor: User, now: datetime) -> None:
    with acting_as(assessor), pytest.raises(Refused, match="Only the Partners"):
        services.answer_concern(concern=concern, person=assessor, words="Seen", close=False, now=now)
    with acting_as(partner):
        with pytest.raises(Refused, match="what was done"):
            services.answer_concern(concern=concern, person=partner, words=" ", close=True, now=now)
        services.answer_concern(concern=concern, person=partner, words="Spoke to her", close=True, now=now)
        with pytest.raises(Refused, match="is closed"):
            services.answer_concern(concern=concern, person=partner, words="Again", close=True, now=now)
    assert queries.open_concerns(partner, clock.local_day(now)) == []


@pytest.mark.clause("AU-6")
def test_a_partner_never_reads_a_concern_about_themselves(
    authority: Authority, partner: User, assessor: User, practice_manager: User, now: datetime
) -> None:
    make_calls(partner, 3, now)
    finish(draw_for(partner, assessor, now), assessor, now, concern="About a Partner")
    forget_roles(partner)
    with pytest.raises(NotYours):
        queries.concern(partner, Concern.objects.get().pk, clock.local_day(now))


@pytest.mark.clause("AU-6")
def test_what_a_concern_says_is_in_no_entry(concern: Concern) -> None:
    entry = Entry.objects.get(event=Event.CONCERN_RAISED)
    assert "advice" not in f"{entry.facts}{entry.reason}{entry.changes}{entry.object_repr}"


# What the database itself holds


@pytest.mark.clause("AU-5")
def test_the_database_refuses_a_score_without_telling(below: Audit, assessor: User) -> None:
    below.told_at = None
    with acting_as(assessor), pytest.raises(IntegrityError, match="who_is_scored_is_told"), transaction.atomic():
        below.save()


@pytest.mark.clause("AU-6")
def test_an_answer_never_changes(below: Audit, receptionist: User, now: datetime) -> None:
    with acting_as(receptionist):
        services.acknowledge(audit=below, person=receptionist, words="Yes", now=now)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Answer.objects.all().recorded().update(words="No")


@pytest.mark.clause("AU-3")
def test_a_leaver_s_open_audit_is_cancelled(drawn: Audit, receptionist: User) -> None:
    with as_job(Job.COMMAND):
        leaver(person=receptionist, actor=None, now=clock.now())
    drawn.refresh_from_db()
    assert (drawn.state, drawn.cancelled_reason) == (State.CANCELLED, "The person left the practice.")
