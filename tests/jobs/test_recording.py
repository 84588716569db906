"""Every run goes through one place: what a task returned or raised is written down, and quiet jobs do not fill the table."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery import shared_task
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError

from callgov import clock
from callgov.celery import BY_TASK, Job, app
from callgov.jobs import queries, rules, services
from callgov.jobs.rules import Health
from callgov.jobs.tasks import forget_old, watch
from callgov.jobs.trouble import JobFailed
from callgov.models import JobOutcome, JobRun, JobWatch
from callgov.people.models import User
from callgov.processes import Child
from callgov.tasks import heartbeat
from callgov.trail.models import Entry

pytestmark = pytest.mark.django_db

NOW = clock.now()
DAILY = Job("A test's job", "tests.jobs.daily", timedelta(days=1))
QUIET = Job("A test's quiet job", "tests.jobs.quiet", timedelta(seconds=30))
TROUBLE: list[BaseException] = []


@shared_task(name=DAILY.task)
def daily() -> dict[str, int]:
    if TROUBLE:
        raise TROUBLE.pop()
    return {"things done": 3, "things left": 0}


@shared_task(name=QUIET.task)
def quiet() -> None:
    if TROUBLE:
        raise TROUBLE.pop()


@pytest.fixture(autouse=True)
def _scheduled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both jobs are part of the schedule, which is only them."""
    for job in (DAILY, QUIET):
        monkeypatch.setitem(BY_TASK, job.task, job)
    for module in (queries, services):
        monkeypatch.setattr(module, "SCHEDULE", (DAILY, QUIET))
    JobWatch.objects.all().delete()
    yield
    TROUBLE.clear()


def runs(job: Job) -> list[tuple[str, int]]:
    return list(JobRun.objects.filter(task=job.task).order_by("pk").values_list("outcome", "times"))


def test_a_run_is_written_down_with_what_it_did() -> None:
    daily.apply()
    run = JobRun.objects.get(task=DAILY.task)
    assert (run.outcome, run.counts) == ("done", {"things done": 3, "things left": 0})
    assert run.finished_at
    assert queries.standing_of(DAILY.task, clock.now()).good_at


def test_a_run_that_fails_says_why_in_its_sentence() -> None:
    TROUBLE.append(JobFailed("The disk is full. Make room."))
    daily.apply()
    run = JobRun.objects.get(task=DAILY.task)
    assert (run.outcome, run.error) == ("failed", "The disk is full. Make room.")


def test_an_error_that_nobody_expected_is_named_and_not_quoted() -> None:
    TROUBLE.append(ValueError("07700 900461 is no extension"))
    daily.apply()
    run = JobRun.objects.get(task=DAILY.task)
    assert "ValueError" in run.error
    assert "900461" not in run.error


def test_while_it_runs_it_says_so_and_one_that_was_cut_off_is_closed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    services.begin(job=DAILY, now=NOW - timedelta(hours=5))
    assert (
        queries.standing_of(DAILY.task, NOW - timedelta(hours=4, minutes=30)).health(NOW - timedelta(hours=4, minutes=30)) == Health.RUNNING
    )
    daily.apply()
    assert runs(DAILY) == [("failed", 1), ("done", 1)]
    assert JobRun.objects.filter(task=DAILY.task).earliest("pk").error == rules.CUT_OFF


def test_a_quiet_job_writes_one_row_an_hour_and_is_known_to_have_run_all_the_same(django_assert_num_queries: Any) -> None:
    quiet.apply()
    with django_assert_num_queries(0):
        for _ in range(20):
            quiet.apply()
    assert runs(QUIET) == [("done", 1)]
    JobRun.objects.update(started_at=NOW - timedelta(hours=3), finished_at=NOW - timedelta(hours=3))
    assert queries.standing_of(QUIET.task, clock.now()).health(clock.now()) == Health.DONE


def test_failures_of_a_quiet_job_fill_one_row_until_something_changes() -> None:
    quiet.apply()
    for sentence in ("No room.", "No room.", "No room.", "No key ring."):
        TROUBLE.append(JobFailed(sentence))
        quiet.apply()
    quiet.apply()
    assert runs(QUIET) == [("done", 1), ("failed", 3), ("failed", 1), ("done", 1)]
    assert queries.standing_of(QUIET.task, clock.now()).failures == 4


def test_the_heartbeat_writes_no_row_every_half_minute(django_assert_num_queries: Any) -> None:
    heartbeat.apply()
    with django_assert_num_queries(0):
        heartbeat.apply()


def test_a_task_outside_the_schedule_leaves_nothing() -> None:
    app.tasks["callgov.tasks.send_mail"].apply((0, "x", [], "/"))
    assert not JobRun.objects.exists()


# Alarms


def told() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


@pytest.fixture
def waited_for(administrator: User, ig_lead: User) -> datetime:
    """The jobs have been waited for since now; the instant when the daily one is late."""
    services.expect_all(now=NOW)
    return NOW + timedelta(hours=28)


def test_a_job_that_never_ran_is_complained_of_once_to_those_who_run_the_service(waited_for: datetime, nurse: User) -> None:
    services.raise_alarms(now=NOW + timedelta(hours=1))  # the quiet one is late by then
    mail.outbox.clear()
    assert services.raise_alarms(now=waited_for) == 2
    assert told() == ["administrator@practice.example", "ig_lead@practice.example"]
    assert services.raise_alarms(now=waited_for + timedelta(minutes=10)) == 0
    assert len(mail.outbox) == 2
    assert "A test's job" in mail.outbox[0].body


def test_each_alarm_is_in_the_trail_under_the_name_of_the_watch(waited_for: datetime) -> None:
    services.raise_alarms(now=waited_for)
    entries = Entry.objects.filter(event="job_alarm", job="watch")
    assert {entry.facts["job"] for entry in entries} == {DAILY.name, QUIET.name}


def test_after_it_went_well_the_next_trouble_is_complained_of_at_once(waited_for: datetime) -> None:
    services.raise_alarms(now=waited_for)
    JobRun.objects.create(task=DAILY.task, started_at=waited_for, finished_at=waited_for, outcome=JobOutcome.DONE)
    services.raise_alarms(now=waited_for + timedelta(hours=1))
    assert JobWatch.objects.get(task=DAILY.task).alarmed_at is None
    JobRun.objects.create(task=DAILY.task, started_at=waited_for, finished_at=waited_for + timedelta(hours=2), outcome=JobOutcome.FAILED)
    mail.outbox.clear()
    assert services.raise_alarms(now=waited_for + timedelta(hours=3)) == 1
    assert told()


def test_a_mail_server_that_does_not_answer_is_written_down(waited_for: datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    services.raise_alarms(now=waited_for)
    assert Entry.objects.filter(event="mail_failed").count() == 2


def test_the_watch_is_a_job_itself_and_a_command_that_needs_no_worker(waited_for: datetime, capsys: Any) -> None:
    assert watch() == {"alarms raised": 0}
    call_command("watch_jobs")
    assert "0 alarms raised." in capsys.readouterr().out


def test_the_command_looks_again_after_trouble(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    looks: list[float] = []

    def gone(**_: Any) -> int:
        if len(looks) == 2:
            raise KeyboardInterrupt
        raise DatabaseError

    monkeypatch.setattr(services, "raise_alarms", gone)
    monkeypatch.setattr(time, "sleep", looks.append)
    monkeypatch.setattr("callgov.management.commands.watch_jobs.connections.close_all", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("watch_jobs", every=60)
    assert looks == [60, 60]
    assert "DatabaseError" in capsys.readouterr().err


def test_runs_of_long_ago_are_forgotten() -> None:
    JobRun.objects.create(task="x", started_at=NOW - timedelta(days=800), finished_at=NOW, outcome=JobOutcome.DONE)
    JobRun.objects.create(task="x", started_at=NOW, finished_at=NOW, outcome=JobOutcome.DONE)
    assert forget_old() == {"runs forgotten": 1}
    assert JobRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_writes_down_what_it_ran(worker: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    app.send_task("callgov.jobs.tasks.forget_old")
    deadline = time.monotonic() + 20
    while not JobRun.objects.filter(task="callgov.jobs.tasks.forget_old", outcome="done").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
