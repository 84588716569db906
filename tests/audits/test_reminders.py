"""Reminders of audits: each once for each deadline, through restarts, two workers and the clock change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audits.models import Audit, AuditKind, Authority
from audits.outcome.services import dispute
from audits.programme.services import authorise
from audits.reminding import reminders
from callgov import clock
from callgov.models import Reminder
from callgov.people.models import User
from callgov.registry import Reminding, registry
from callgov.reminders import remind_all
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from tests.audits.factories import draw_for, finish, make_calls

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AU-3")]


@pytest.fixture(autouse=True)
def only_audits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "reminders", [reminders])


def beat(now: datetime) -> int:
    """The job as a worker that was just started runs it: nothing is remembered but what the database holds."""
    with as_job(Job.REMINDERS):
        return remind_all(now=now)


def of(person: User, now: datetime) -> list[Reminding]:
    return [one for one in reminders(now) if str(person.pk) in one.about]


@pytest.fixture
def re_audit(drawn: Audit, assessor: User, now: datetime) -> Audit:
    finish(drawn, assessor, now, 1, 1)
    return Audit.objects.get(kind=AuditKind.REAUDIT)


@pytest.mark.clause("AU-5")
def test_a_re_audit_is_chased_until_it_is_finished(
    re_audit: Audit, receptionist: User, assessor: User, ig_lead: User, practice_manager: User, now: datetime
) -> None:
    kinds = {}
    for day in range(0, 100, 7):
        at = now + timedelta(days=day)
        kinds |= {one.kind: {person.username for person in one.people} for one in of(receptionist, at)}
    assert kinds == {"audit-due": {"assessor", "practice_manager"}, "audit-late": {"practice_manager", "ig_lead"}}


def test_nobody_is_reminded_of_their_own_audit_as_if_they_planned_it(authority: Authority, assessor: User, now: datetime) -> None:
    later = now + timedelta(days=360)
    assert all(assessor not in one.people for one in of(assessor, later))


@pytest.mark.clause("AU-5")
def test_however_often_the_beat_comes_each_is_reminded_once(re_audit: Audit, receptionist: User, now: datetime) -> None:
    soon = clock.start_of_day(re_audit.due_on - timedelta(days=10))
    first = beat(soon)
    assert first > 0
    assert [beat(soon + timedelta(minutes=15 * number)) for number in range(4)] == [0] * 4
    assert Entry.objects.filter(event=Event.REMINDED).count() == first


@pytest.fixture
def over_the_clock_change(receptionist: User, assessor: User, ig_lead: User) -> date:
    """A re-audit that is due on the day on which the clocks go forward: Sunday 28 March 2027."""
    began = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
    with acting_as(ig_lead):
        authorise(ends_on=date(2027, 12, 1), reasons="Yearly", actor=ig_lead, now=began)
    make_calls(receptionist, 4, began)
    finish(draw_for(receptionist, assessor, began), assessor, began, 1, 1)
    return date(2027, 3, 28)


@pytest.mark.clause("AU-5")
def test_the_clock_change_neither_doubles_nor_swallows_a_reminder(
    over_the_clock_change: date, receptionist: User, practice_manager: User
) -> None:
    assert Audit.objects.get(kind=AuditKind.REAUDIT).due_on == over_the_clock_change
    for hour in (22, 24, 25, 26, 27, 36, 45, 46, 47, 48, 52):  # of 27 March in UTC: around both midnights and the hour that is skipped
        beat(datetime(2027, 3, 27, tzinfo=UTC) + timedelta(hours=hour))
    mine = Reminder.objects.filter(about__contains=f"person {receptionist.pk}", due=over_the_clock_change)
    assert sorted(mine.values_list("kind", flat=True)) == ["audit-due", "audit-late"]
    late = mine.get(kind="audit-late").sent_at
    assert late == datetime(2027, 3, 28, 23, 0, tzinfo=UTC), "the day after begins at 11pm UTC, for the clocks went forward"


def test_in_autumn_the_hour_that_comes_twice_reminds_once(
    receptionist: User, assessor: User, ig_lead: User, practice_manager: User
) -> None:
    began = datetime(2027, 7, 31, 9, 0, tzinfo=UTC)
    with acting_as(ig_lead):
        authorise(ends_on=date(2028, 5, 1), reasons="Yearly", actor=ig_lead, now=began)
    make_calls(receptionist, 4, began)
    finish(draw_for(receptionist, assessor, began), assessor, began, 1, 1)
    for hour in (22, 23, 24, 25, 26, 36, 46, 47, 48, 49, 52):  # of 30 October in UTC: around both midnights and the hour that comes twice
        beat(datetime(2027, 10, 30, tzinfo=UTC) + timedelta(hours=hour))
    mine = Reminder.objects.filter(about__contains=f"person {receptionist.pk}", due=date(2027, 10, 31), kind="audit-late")
    assert [one.sent_at for one in mine] == [datetime(2027, 11, 1, 0, 0, tzinfo=UTC)]


@pytest.mark.clause("AU-6")
def test_who_has_not_answered_is_asked_once_after_two_weeks(re_audit: Audit, receptionist: User, now: datetime) -> None:
    before, after = now + timedelta(days=13), now + timedelta(days=15)
    assert [one.kind for one in reminders(before) if one.people == [receptionist]] == []
    assert [one.kind for one in reminders(after) if one.people == [receptionist]] == ["audit-answer"]


@pytest.mark.clause("AU-6")
def test_a_second_look_that_nobody_finishes_is_told_to_who_plans_once(
    drawn: Audit, receptionist: User, assessor: User, practice_manager: User, now: datetime
) -> None:
    finish(drawn, assessor, now, 1, 1)
    with acting_as(receptionist):
        dispute(audit=drawn, person=receptionist, words="Please look again", now=now)
    before, after = now + timedelta(days=13), now + timedelta(days=15)
    assert "audit-second-look" not in [one.kind for one in reminders(before)]
    assert [one.people for one in reminders(after) if one.kind == "audit-second-look"] == [[practice_manager]]
    beat(after)
    assert (Reminder.objects.filter(kind="audit-second-look").count(), beat(after + timedelta(days=1))) == (1, 0)


@pytest.mark.clause("AU-11")
def test_a_reminder_says_neither_who_nor_what_came_of_it(re_audit: Audit, receptionist: User, now: datetime) -> None:
    said = " ".join(f"{one.subject} {' '.join(one.lines)}" for one in reminders(now + timedelta(days=95)))
    assert receptionist.name not in said
    assert "aim" not in said
