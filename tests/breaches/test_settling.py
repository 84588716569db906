"""The record, the decision, the reports and the end of a breach, through the services."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from access_requests.models import Kind
from breaches import queries, rules
from breaches.grid import TOO_LOW, Outcome
from breaches.models import Account, Assessment, Breach, Decision, FollowUp, State, Verdict, Whom
from breaches.services import deciding, following, recording
from callgov import clock
from callgov.people.models import User
from callgov.people.services import end_role, give_role
from callgov.refusals import Conflict, NotYours, Refused
from callgov.roles import Role
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from tests.access_requests.factories import send
from tests.access_requests.kinds import send_kind
from tests.breaches.factories import assess, close, closed, decide, describe, know, report, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BR-3")]


@pytest.fixture
def breach(receptionist: User, ig_lead: User, dpo: User) -> Breach:
    return report(receptionist)


def verdict_of(breach: Breach) -> Verdict | None:
    return rules.standing(queries.versions(breach))


def test_each_version_of_what_is_known_and_of_the_risk_is_kept(breach: Breach, ig_lead: User, dpo: User) -> None:
    describe(breach, ig_lead)
    describe(breach, dpo)
    assess(breach, ig_lead, 3, 2)
    assess(breach, dpo, 1, 2)
    assert list(Account.objects.values_list("version", flat=True)) == [1, 2]
    assert list(Assessment.objects.values_list("version", "outcome")) == [(1, Outcome.ICO), (2, Outcome.NONE)]


def test_a_version_cannot_be_changed_in_the_database(breach: Breach, ig_lead: User) -> None:
    assess(breach, ig_lead, 3, 2)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Assessment.objects.all().recorded().update(likelihood=1)


def test_the_database_knows_the_grid(breach: Breach, ig_lead: User) -> None:
    for likelihood, severity, outcome in ((3, 2, "none"), (2, 5, "ico"), (5, 4, "ico"), (4, 3, "ico_dhsc")):
        with pytest.raises(IntegrityError, match="outcome_is_what_the_grid_says"), transaction.atomic(), acting_as(ig_lead):
            Assessment.objects.create(
                breach=breach, version=9, likelihood=likelihood, severity=severity, outcome=outcome, reasons="x", assessed_by=ig_lead,
                assessed_at=clock.now(),
            )  # fmt: skip


def test_a_vulnerable_group_is_never_scored_below_two(breach: Breach, ig_lead: User) -> None:
    with pytest.raises(Refused) as refused:
        assess(breach, ig_lead, 1, 3, vulnerable=True)
    assert refused.value.refusal is TOO_LOW


def test_nobody_but_the_leads_settles_a_breach(breach: Breach, receptionist: User, line_manager: User, nurse: User) -> None:
    for person, expected in ((receptionist, Refused), (line_manager, Refused), (nurse, NotYours)):
        for act in (describe, lambda b, p: assess(b, p, 1, 1), lambda b, p: decide(b, p, Verdict.NOTIFY), close):
            with pytest.raises(expected):
                act(breach, person)


@pytest.mark.clause("BR-2")
def test_what_the_grid_asks_for_is_lowered_by_both_leads_alone(breach: Breach, ig_lead: User, dpo: User) -> None:
    assess(breach, ig_lead, 4, 3)
    decide(breach, ig_lead, Verdict.NOT_NOTIFY)
    assert verdict_of(breach) is None
    assert rules.waits_for(queries.versions(breach)) is Whom.DPO
    decide(breach, dpo, Verdict.NOT_NOTIFY)
    assert verdict_of(breach) is Verdict.NOT_NOTIFY
    assert Entry.objects.filter(event=Event.BREACH_DECIDED).latest("id").facts["stands"] == "not_notify"


@pytest.mark.clause("BR-2")
def test_one_person_never_counts_for_both_leads(breach: Breach, ig_lead: User, dpo: User) -> None:
    assess(breach, dpo, 4, 3)
    decide(breach, ig_lead, Verdict.NOT_NOTIFY)
    other = dpo  # the role of the officer goes to whoever was Information Governance Lead a moment ago
    with as_job(Job.COMMAND):
        give_role(person=other, role=Role.PARTNER, actor=None, now=clock.now())
        end_role(person=dpo, role=Role.DPO, actor=None, now=clock.now())
        give_role(person=receptionist_of(breach), role=Role.IG_LEAD, actor=None, now=clock.now())
        end_role(person=ig_lead, role=Role.IG_LEAD, actor=None, now=clock.now())
        give_role(person=ig_lead, role=Role.DPO, actor=None, now=clock.now())
    with pytest.raises(Refused) as refused:
        decide(breach, User.objects.get(pk=ig_lead.pk), Verdict.NOT_NOTIFY)
    assert refused.value.refusal is rules.BOTH_ROLES


def receptionist_of(breach: Breach) -> User:
    assert breach.reporter is not None
    return breach.reporter


@pytest.mark.clause("BR-2")
def test_the_database_does_not_take_one_person_for_both(breach: Breach, ig_lead: User) -> None:
    assess(breach, ig_lead, 4, 3)
    first = decide(breach, ig_lead, Verdict.NOT_NOTIFY)
    with pytest.raises(IntegrityError, match="one_person_is_not_both_leads"), transaction.atomic(), acting_as(ig_lead):
        Decision.objects.create(
            breach=breach, assessment=first.assessment, verdict=Verdict.NOT_NOTIFY, role=Whom.DPO, reasons="x", decided_by=ig_lead,
            decided_at=clock.now(),
        )  # fmt: skip


def test_a_lead_who_reported_it_may_raise_but_not_lower(ig_lead: User, dpo: User) -> None:
    own = report(ig_lead)
    assess(own, dpo, 1, 1)
    with pytest.raises(Refused) as refused:
        decide(own, ig_lead, Verdict.NOT_NOTIFY)
    assert refused.value.refusal is rules.REPORTED_BY_YOU
    decide(own, ig_lead, Verdict.NOTIFY)
    assert verdict_of(own) is Verdict.NOTIFY


def test_a_lead_whose_own_act_it_is_settles_nothing(breach: Breach, ig_lead: User, dpo: User) -> None:
    with acting_as(dpo):
        recording.note_person(reference=breach.reference, lead=dpo, person=ig_lead, now=clock.now())
        recording.note_person(reference=breach.reference, lead=dpo, person=ig_lead, now=clock.now())
    for act in (lambda: assess(breach, ig_lead, 1, 1), lambda: close(breach, ig_lead)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.refusal is rules.INVOLVED
    assert breach.involvements.count() == 1


def test_not_a_breach_ends_it_when_both_say_so(breach: Breach, ig_lead: User, dpo: User) -> None:
    assess(breach, ig_lead, 1, 1)
    decide(breach, dpo, Verdict.NOT_A_BREACH)
    breach.refresh_from_db()
    assert breach.state == State.OPEN
    decide(breach, ig_lead, Verdict.NOT_A_BREACH)
    breach.refresh_from_db()
    assert breach.state == State.DISMISSED
    with pytest.raises(Conflict):
        assess(breach, ig_lead, 1, 1)


def test_the_72_hours_were_answered_by_the_first_decision_not_by_its_repetition(breach: Breach, ig_lead: User, dpo: User) -> None:
    first, later = breach.aware_at + timedelta(hours=5), breach.aware_at + timedelta(hours=90)
    assess(breach, ig_lead, 1, 2, now=first)
    decide(breach, ig_lead, Verdict.NOT_NOTIFY, now=first)
    assess(breach, ig_lead, 2, 2, now=later)
    assert queries.case(ig_lead, breach.reference, later).countdown.late
    decide(breach, dpo, Verdict.NOT_NOTIFY, now=later)
    assert queries.case(ig_lead, breach.reference, later).countdown.stopped_at == first


def test_a_verdict_that_there_is_not_is_refused(breach: Breach, ig_lead: User) -> None:
    with pytest.raises(Refused):
        decide(breach, ig_lead, "perhaps")


def test_the_start_of_the_72_hours_is_moved_with_its_history(breach: Breach, ig_lead: User, dpo: User) -> None:
    earlier = breach.aware_at - timedelta(hours=6)
    with acting_as(dpo):
        recording.move_awareness(reference=breach.reference, lead=dpo, aware_at=earlier, reason="She knew then.", now=clock.now())
        with pytest.raises(Refused):
            recording.move_awareness(
                reference=breach.reference, lead=dpo, aware_at=earlier + timedelta(hours=1), reason="Later", now=clock.now()
            )
    breach.refresh_from_db()
    assert breach.aware_at == earlier
    assert [one.aware_at for one in breach.awareness.all()] == [breach.reported_at, earlier]


def test_a_late_report_says_why(breach: Breach, ig_lead: User) -> None:
    late = breach.aware_at + timedelta(hours=80)
    with pytest.raises(Refused) as undescribed:
        submit(breach, ig_lead, at=breach.aware_at)
    describe(breach, ig_lead)
    with pytest.raises(Refused) as unexplained:
        submit(breach, ig_lead, at=late, now=late)
    submit(breach, ig_lead, at=late, now=late, late_reason="The officer was ill and had no deputy.")
    assert (undescribed.value.refusal, unexplained.value.refusal) == (rules.DESCRIBE_FIRST, rules.LATE_SAYS_WHY)
    assert breach.submissions.get().late
    row = breach.submissions.get()
    row.pk, row.late_reason = None, ""
    with pytest.raises(IntegrityError, match="late_says_why"), transaction.atomic(), acting_as(ig_lead):
        row.save(force_insert=True)


def test_it_is_reported_in_phases(breach: Breach, ig_lead: User) -> None:
    describe(breach, ig_lead)
    submit(breach, ig_lead, at=breach.aware_at)
    describe(breach, ig_lead)
    submit(breach, ig_lead, at=clock.now())
    assert [one.account.version for one in breach.submissions.all()] == [1, 2]


def tell_people(breach: Breach, lead: User, way: str, **said: Any) -> None:
    given = {"how_many": 1, "words": "We told her what happened.", "told_on": clock.today()} | said
    with acting_as(lead):
        deciding.record_people_told(reference=breach.reference, lead=lead, way=way, now=clock.now(), **given)


def test_telling_people_says_what_and_not_in_the_future(breach: Breach, ig_lead: User) -> None:
    for wrong in ({"words": " "}, {"told_on": clock.today() + timedelta(days=1)}):
        with pytest.raises(Refused):
            tell_people(breach, ig_lead, "letter", **wrong)


def test_where_the_risk_is_high_the_people_are_told_before_it_is_closed(breach: Breach, ig_lead: User, dpo: User) -> None:
    know(breach, ig_lead, "ig_lead")
    know(breach, dpo, "dpo")
    describe(breach, ig_lead)
    assess(breach, ig_lead, 3, 4)
    decide(breach, ig_lead, Verdict.NOTIFY)
    submit(breach, ig_lead, at=clock.now())
    with pytest.raises(Refused) as refused:
        close(breach, ig_lead)
    assert refused.value.refusal.code == "people-not-told"
    assess(breach, ig_lead, 1, 1)  # what was once said to be a high risk is not closed in silence
    with pytest.raises(Refused) as refused:
        close(breach, ig_lead)
    assert refused.value.refusal.code == "people-not-told"
    tell_people(breach, ig_lead, "letter")
    assert close(breach, ig_lead).state == State.CLOSED


def test_a_closed_breach_keeps_what_was_learnt_and_may_be_opened_again(receptionist: User, ig_lead: User, dpo: User) -> None:
    done = closed(receptionist, ig_lead, dpo)
    assert (done.state, done.learning, done.closed_by) == (State.CLOSED, "We read the address aloud before we send.", ig_lead)
    with acting_as(dpo), pytest.raises(Refused):
        following.reopen(reference=done.reference, lead=dpo, reason=" ", now=clock.now())
    with acting_as(dpo):
        following.reopen(reference=done.reference, lead=dpo, reason="A second copy turned up.", now=clock.now())
    done.refresh_from_db()
    assert (done.state, done.closed_at) == (State.OPEN, None)


def set_action(breach: Breach, lead: User, owner: User, **said: Any) -> FollowUp:
    given = {"words": "Read the address aloud.", "due_on": clock.today() + timedelta(days=7)} | said
    with acting_as(lead):
        return following.set_action(reference=breach.reference, lead=lead, owner=owner, now=clock.now(), **given)


def test_an_action_is_its_owner_s_until_it_is_done(breach: Breach, ig_lead: User, nurse: User, line_manager: User) -> None:
    action = set_action(breach, ig_lead, nurse)
    assert [one.pk for one in queries.actions_of(nurse)] == [action.pk]
    done = {"reference": breach.reference, "action_id": action.pk, "now": clock.now()}
    with acting_as(line_manager), pytest.raises(Refused):
        following.finish_action(person=line_manager, words="Done", **done)
    with acting_as(nurse), pytest.raises(Refused):
        following.finish_action(person=nurse, words=" ", **done)
    with acting_as(nurse):
        following.finish_action(person=nurse, words="We do now.", **done)
        with pytest.raises(Conflict):
            following.finish_action(person=nurse, words="Again", **done)
    assert queries.actions_of(nurse) == []


@pytest.mark.parametrize("wrong", [{"words": " "}, {"due_on": clock.today() - timedelta(days=1)}])
def test_an_action_without_words_or_in_the_past_is_refused(breach: Breach, ig_lead: User, nurse: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        set_action(breach, ig_lead, nurse, **wrong)


@pytest.mark.clause("BR-4")
def test_a_disciplinary_request_is_linked_and_nothing_else_is(breach: Breach, ig_lead: User, line_manager: User, nurse: User) -> None:
    ordinary, investigation = send(nurse), send_kind(Kind.DISCIPLINARY, line_manager, about=nurse)
    link = {"reference": breach.reference, "lead": ig_lead, "now": clock.now()}
    with acting_as(ig_lead), pytest.raises(Refused) as refused:
        following.link_disciplinary(request_reference=ordinary.reference, **link)
    assert refused.value.refusal is following.NOT_DISCIPLINARY
    with acting_as(ig_lead):
        following.link_disciplinary(request_reference=investigation.reference.lower(), **link)
    breach.refresh_from_db()
    assert breach.disciplinary_request == investigation.reference
    assert investigation.state == "sent"  # the request keeps its own gates
