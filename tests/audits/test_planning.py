"""What who plans may change and what not: nothing of their own, no second throw, no re-audit that vanishes; handing a sample over."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from audits.assessment import queries as assessing
from audits.assessment import services as assessment_services
from audits.models import Assessment, Audit, AuditKind, Authority, Review, SampledCall, State
from audits.outcome import queries as outcome
from audits.outcome.services import dispute, hear_own_calls, start_second_look
from audits.programme import services
from audits.programme.services import Manner
from audits.sample import queries as sampling
from audits.sample.services import add, renew
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import forget_roles
from callgov.people.services.roles import give_role
from callgov.refusals import Conflict, NotYours, Refused
from callgov.roles import Role
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import Recording
from tests.audits.factories import draw_for, finish, judged, make_calls, mark_all
from tests.cast import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AU-3")]


@pytest.fixture
def other(db: None) -> User:
    return make_person("other_assessor", Role.ASSESSOR)


def cancel(audit: Audit, actor: User, now: datetime) -> Audit:
    with acting_as(actor):
        return services.cancel(audit=audit, actor=actor, reason="On secondment", now=now)


# Nothing of one's own


def test_who_plans_changes_nothing_about_how_they_are_audited_themselves(practice_manager: User, assessor: User, now: datetime) -> None:
    today = clock.local_day(now)
    acts = [
        lambda: services.set_manner(
            person=practice_manager, manner=Manner("reception", uses_telephone=False), actor=practice_manager, now=now
        ),
        lambda: services.set_absence(person=practice_manager, starts_on=today, ends_on=None, actor=practice_manager, now=now),
        lambda: services.plan(person=practice_manager, assessor=assessor, actor=practice_manager, now=now),
    ]
    for act in acts:
        with acting_as(practice_manager), pytest.raises(Refused, match="how you are audited yourself"):
            act()
    assert not Audit.objects.exists()


def test_who_plans_does_not_cancel_their_own_audit(authority: Authority, practice_manager: User, assessor: User, now: datetime) -> None:
    make_calls(practice_manager, 3, now)
    own = draw_for(practice_manager, assessor, now)
    with pytest.raises(Refused, match="how you are audited yourself"):
        cancel(own, practice_manager, now)


# No second throw


@pytest.mark.clause("AU-4")
def test_who_drew_a_sample_does_not_cancel_it_to_draw_another(drawn: Audit, assessor: User, practice_manager: User, now: datetime) -> None:
    with as_job(Job.COMMAND):
        give_role(person=assessor, role=Role.PRACTICE_MANAGER, actor=None, now=now)
    forget_roles(assessor)
    with pytest.raises(Refused, match="You drew this sample"):
        cancel(drawn, assessor, now)
    assert cancel(drawn, practice_manager, now).state == State.CANCELLED


@pytest.mark.clause("AC-1", "AU-4")
def test_a_cancelled_audit_is_heard_and_marked_no_more_and_can_still_be_drawn_again(
    drawn: Audit, assessor: User, practice_manager: User, now: datetime
) -> None:
    desk = assessing.desk(assessor, drawn.reference)
    cancel(drawn, practice_manager, now)
    desk.assessment.grant.refresh_from_db()
    assert (desk.assessment.grant.ended_at, desk.assessment.grant.ended_reason) == (now, services.CANCELLED)
    with acting_as(assessor), pytest.raises(Conflict):
        assessment_services.save_review(
            assessment=desk.assessment, recording_id=desk.calls[0].recording_id, judged=judged(), assessor=assessor, now=now
        )
    with acting_as(assessor), pytest.raises(Refused):
        renew(audit=drawn, assessor=assessor, now=now)
    again = sampling.redraw(drawn.reference)
    assert again is not None
    assert again.same


@pytest.mark.clause("AC-1")
def test_the_audit_of_a_leaver_is_heard_no_more(drawn: Audit, receptionist: User, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager):
        assert services.cancel_all_of(receptionist, practice_manager, now) == 1
    assert Assessment.objects.get().grant.ended_at == now


# No re-audit that vanishes


@pytest.fixture
def re_audit(drawn: Audit, assessor: User, now: datetime) -> Audit:
    finish(drawn, assessor, now, 1, 1)
    return Audit.objects.get(kind=AuditKind.REAUDIT)


@pytest.mark.clause("AU-5")
def test_a_cancelled_re_audit_stays_due_by_the_same_day(re_audit: Audit, practice_manager: User, now: datetime) -> None:
    cancel(re_audit, practice_manager, now)
    again = Audit.objects.get(state=State.PLANNED)
    assert (again.kind, again.due_on, again.follows, again.person) == (
        AuditKind.REAUDIT, re_audit.due_on, re_audit.follows, re_audit.person
    )  # fmt: skip
    with acting_as(practice_manager), pytest.raises(IntegrityError, match=r"one_(reaudit_an|open)_audit"), transaction.atomic():
        Audit.objects.create(reference="X", person=again.person, kind="reaudit", due_on=again.due_on, follows=again.follows, planned_at=now)


@pytest.mark.clause("AU-5")
def test_a_second_look_below_the_aim_makes_the_open_audit_the_re_audit(
    drawn: Audit, calls: list[Recording], receptionist: User, practice_manager: User, assessor: User, other: User, now: datetime
) -> None:
    passed = finish(drawn, assessor, now)
    with acting_as(practice_manager):
        following = services.plan(person=receptionist, assessor=assessor, actor=practice_manager, now=now)
    assert following.kind == AuditKind.ANNUAL
    with acting_as(receptionist):
        dispute(audit=passed, person=receptionist, words="Please look again", now=now)
    with acting_as(other):
        start_second_look(reference=passed.reference, assessor=other, now=now)
    finish(passed, other, now, 1, 1)
    following.refresh_from_db()
    due_on = clock.reaudit_due(clock.local_day(now))
    assert (following.kind, following.follows, following.due_on) == (AuditKind.REAUDIT, passed, due_on)


# Naming and handing over


@pytest.mark.clause("AU-4")
def test_a_drawn_sample_has_its_assessor(drawn: Audit, receptionist: User, practice_manager: User, other: User, now: datetime) -> None:
    with acting_as(practice_manager), pytest.raises(Refused, match="sample of this audit is drawn"):
        services.plan(person=receptionist, assessor=other, actor=practice_manager, now=now)


def hand_over(audit: Audit, to: User, actor: User, now: datetime, reason: str = "On long leave") -> Assessment:
    with acting_as(actor):
        return assessment_services.hand_over(audit=audit, to=to, reason=reason, actor=actor, now=now)


@pytest.mark.clause("AU-4", "AC-2")
def test_a_sample_is_handed_over_as_it_was_drawn_and_begun_from_nothing(
    drawn: Audit, assessor: User, other: User, practice_manager: User, now: datetime
) -> None:
    before = mark_all(drawn, assessor, now)
    calls = [call.recording_id for call in sampling.sample(drawn)]
    held = hand_over(drawn, other, practice_manager, now)
    drawn.refresh_from_db()
    before.grant.refresh_from_db()
    assert (drawn.assessor, held.grant.holder, before.grant.ended_at, Review.objects.count()) == (other, other, now, 0)
    assert [choice.recording_id for choice in held.grant.chosen.order_by("pk")] == calls
    assert Entry.objects.get(event=Event.ASSESSMENT_HANDED_OVER).reason == "On long leave"
    with pytest.raises(NotYours):
        assessing.desk(assessor, drawn.reference)
    assert finish(drawn, other, now).passed


@pytest.mark.clause("AU-4")
def test_to_whom_and_by_whom_a_sample_is_not_handed_over(
    drawn: Audit, calls: list[Recording], assessor: User, other: User, practice_manager: User, line_manager: User, now: datetime
) -> None:
    called = make_person("in_the_call", Role.ASSESSOR)
    with as_job(Job.COMMAND):
        give_role(person=line_manager, role=Role.ASSESSOR, actor=None, now=now)
        for call in calls:
            call.parties = f"Caller and {called.name}"
            call.save()
    forget_roles(line_manager)
    for to, actor, reason, sentence in (
        (assessor, practice_manager, "Away", "assesses or assessed"),
        (called, practice_manager, "Away", "in one of the calls"),
        (line_manager, practice_manager, "Away", "A line manager does not"),
        (drawn.person, practice_manager, "Away", "assess yourself"),
        (other, practice_manager, " ", "Enter the reason"),
        (other, assessor, "Away", "cannot plan audits"),
    ):
        with pytest.raises(Refused, match=sentence):
            hand_over(drawn, to, actor, now, reason)
    finish(drawn, assessor, now)
    with pytest.raises(Refused, match="Nobody assesses"):
        hand_over(drawn, other, practice_manager, now)


# Second looks


@pytest.fixture
def taken(drawn: Audit, receptionist: User, assessor: User, other: User, now: datetime) -> Audit:
    """A result whose second look somebody has taken."""
    finish(drawn, assessor, now, 1, 1)
    with acting_as(receptionist):
        dispute(audit=drawn, person=receptionist, words="Please look again", now=now)
    with acting_as(other):
        start_second_look(reference=drawn.reference, assessor=other, now=now)
    return drawn


@pytest.mark.clause("AU-6")
def test_a_second_look_is_taken_once_renewed_and_handed_over_like_the_first(
    taken: Audit, other: User, practice_manager: User, now: datetime
) -> None:
    third = make_person("third_assessor", Role.ASSESSOR)
    with acting_as(third), pytest.raises(Conflict):
        start_second_look(reference=taken.reference, assessor=third, now=now)
    with acting_as(other):
        assert renew(audit=taken, assessor=other, now=now + timedelta(days=29)).holder == other
    hand_over(taken, third, practice_manager, now)
    assert finish(taken, third, now).passed


@pytest.mark.clause("AU-4")
def test_a_line_manager_finds_no_second_look_of_their_people(drawn: Audit, line_manager: User, assessor: User, now: datetime) -> None:
    finish(drawn, assessor, now, 1, 1)
    with acting_as(drawn.person):
        dispute(audit=drawn, person=drawn.person, words="Please look again", now=now)
    assert outcome.second_looks(line_manager) == []


# What the services and the database hold themselves


@pytest.mark.clause("AU-10")
def test_a_receptionist_s_call_is_never_a_consultation(drawn: Audit, assessor: User, now: datetime) -> None:
    desk = assessing.desk(assessor, drawn.reference)
    with acting_as(assessor), pytest.raises(Refused, match="Only a clinician's call"):
        assessment_services.save_review(
            assessment=desk.assessment,
            recording_id=desk.calls[0].recording_id,
            judged=judged(consultation=True),
            assessor=assessor,
            now=now,
        )


@pytest.mark.clause("AU-6")
def test_nobody_hears_their_calls_before_there_is_a_result(drawn: Audit, receptionist: User, now: datetime) -> None:
    with acting_as(receptionist), pytest.raises(NotYours):
        hear_own_calls(audit=drawn, person=receptionist, now=now)


@pytest.mark.clause("AU-4")
def test_the_database_refuses_a_fourth_call_without_a_reason(drawn: Audit, assessor: User, now: datetime) -> None:
    with acting_as(assessor):
        added = add(audit=drawn, assessor=assessor, reason="Two were very short", now=now)
        with pytest.raises(IntegrityError, match="a_fourth_call_has_a_reason"), transaction.atomic():
            SampledCall.objects.filter(pk=added.pk).recorded().update(extra_reason="")
