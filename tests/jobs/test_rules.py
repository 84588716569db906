"""When a job is late, failed or well, and when it comes next: no database."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab

from callgov.celery import SCHEDULE, Job
from callgov.jobs import rules
from callgov.jobs.rules import Health, Standing
from callgov.models import JobOutcome, JobRun
from callgov.roles import Role

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAILY = Job("Daily", "a.daily", timedelta(days=1), crontab(hour=3, minute=20))
QUIET = Job("Quiet", "a.quiet", timedelta(seconds=60))
DESTROYING = Job("Destroying", "a.destroying", timedelta(hours=1), destroys=True)
HOUR = timedelta(hours=1)


def ran(ago: timedelta, outcome: JobOutcome = JobOutcome.DONE, error: str = "") -> JobRun:
    ended = None if outcome == JobOutcome.RUNNING else NOW - ago + timedelta(minutes=1)
    return JobRun(task="a", started_at=NOW - ago, finished_at=ended, outcome=outcome, error=error)


def standing(
    job: Job, last: JobRun | None, *, good: timedelta | None = None, since: timedelta | None = None, alarmed: timedelta | None = None
) -> Standing:
    ago = [None if one is None else NOW - one for one in (good, since, alarmed)]
    return Standing(job, last, ago[0], 0, ago[1], ago[2])


FAILED, RUNNING = JobOutcome.FAILED, JobOutcome.RUNNING


@pytest.mark.parametrize(
    ("one", "health", "alarming"),
    [
        (standing(DAILY, None), Health.NOT_YET, False),
        (standing(DAILY, None, since=20 * HOUR), Health.NOT_YET, False),
        (standing(DAILY, None, since=28 * HOUR), Health.LATE, True),
        (standing(DAILY, ran(5 * HOUR), good=5 * HOUR), Health.DONE, False),
        (standing(DAILY, ran(28 * HOUR), good=28 * HOUR), Health.LATE, True),
        (standing(DAILY, ran(5 * HOUR, FAILED), good=26 * HOUR), Health.FAILED, True),
        (standing(DAILY, ran(5 * HOUR, FAILED), good=28 * HOUR), Health.LATE, True),
        (standing(DAILY, ran(HOUR, RUNNING), good=25 * HOUR), Health.RUNNING, False),
        (standing(DAILY, ran(5 * HOUR, RUNNING), good=25 * HOUR), Health.FAILED, True),
        (standing(QUIET, None, good=timedelta(minutes=2)), Health.DONE, False),
        (standing(QUIET, ran(timedelta(minutes=2), FAILED), good=timedelta(minutes=5)), Health.FAILED, False),
        (standing(QUIET, ran(timedelta(minutes=12), FAILED), good=timedelta(minutes=12)), Health.LATE, True),
        (standing(QUIET, ran(HOUR, FAILED), good=timedelta(minutes=1)), Health.DONE, False),
    ],
)  # fmt: skip
def test_how_a_job_stands(one: Standing, health: Health, alarming: bool) -> None:
    assert (one.health(NOW), one.alarming(NOW)) == (health, alarming)


@pytest.mark.parametrize(("alarmed", "due"), [(None, True), (timedelta(hours=23), False), (timedelta(hours=24), True)])
def test_the_same_trouble_is_complained_of_once_a_day(alarmed: timedelta | None, due: bool) -> None:
    assert standing(DAILY, None, since=30 * HOUR, alarmed=alarmed).alarm_due(NOW) is due


def test_a_job_that_is_well_is_not_complained_of() -> None:
    assert not standing(DAILY, ran(HOUR), good=HOUR).alarm_due(NOW)


def test_trouble_is_told_in_its_sentence_and_only_while_it_lasts() -> None:
    assert standing(DAILY, ran(HOUR, FAILED, "The disk is full."), good=25 * HOUR).error(NOW) == "The disk is full."
    assert standing(DAILY, ran(5 * HOUR, RUNNING), good=25 * HOUR).error(NOW) == rules.CUT_OFF
    assert standing(DAILY, ran(HOUR), good=HOUR).error(NOW) == ""
    assert standing(DAILY, None).error(NOW) == ""


@pytest.mark.parametrize(
    ("now", "comes"),
    [
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 3, 20, tzinfo=UTC)),
        (datetime(2026, 6, 30, 1, 0, tzinfo=UTC), datetime(2026, 6, 30, 2, 20, tzinfo=UTC)),  # half past two in summer, two in UTC
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, 20, tzinfo=UTC)),  # the clocks go forward that night
    ],
)
def test_a_daily_job_comes_at_its_local_time(now: datetime, comes: datetime) -> None:
    assert rules.next_run(DAILY, now - timedelta(days=9), now) == comes


def test_a_job_of_an_interval_comes_after_it_and_an_overdue_one_now() -> None:
    assert rules.next_run(QUIET, NOW - timedelta(seconds=20), NOW) == NOW + timedelta(seconds=40)
    assert rules.next_run(QUIET, NOW - HOUR, NOW) == NOW
    assert rules.next_run(QUIET, None, NOW) == NOW + timedelta(seconds=60)


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_every_job_of_the_schedule_has_a_next_run(job: Job) -> None:
    assert rules.next_run(job, NOW - HOUR, NOW) >= NOW


@pytest.mark.clause("AC-10")
def test_who_runs_the_service_starts_a_job_but_nobody_one_that_destroys() -> None:
    assert rules.refuse_start(DAILY, [Role.SYSTEM_ADMINISTRATOR]) is None
    assert rules.refuse_start(DAILY, [Role.IG_LEAD]) == rules.NOT_RUNNER
    assert rules.refuse_start(DESTROYING, [Role.SYSTEM_ADMINISTRATOR]) == rules.DESTROYS
    assert rules.refuse_no_reason(" ") == rules.NO_REASON
    assert rules.refuse_no_reason("The disk was full last night") is None
