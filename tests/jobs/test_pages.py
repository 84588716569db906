"""The pages of jobs (S27), what they add to home, and what a monitor reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from callgov import clock
from callgov.celery import SCHEDULE, app
from callgov.jobs import services
from callgov.jobs.trouble import JobFailed
from callgov.models import JobRun, JobWatch
from callgov.people.models import User
from callgov.trail.models import Entry
from tests.cast import SignIn

pytestmark = pytest.mark.django_db

JOB = next(job for job in SCHEDULE if job.task == "callgov.tasks.forget_drafts")
DESTROYING = next(job for job in SCHEDULE if job.destroys)
PAGE = f"/jobs/{JOB.task}/"
WHY = {"reason": "The disk was full last night"}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is handed to the worker."""
    tasks: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda task, **_: tasks.append(task))
    return tasks


def fail(sentence: str = "The disk is full.") -> None:
    now = clock.now()
    services.end_badly(job=JOB, run=services.begin(job=JOB, now=now), error=JobFailed(sentence), now=now)


def test_every_job_of_the_schedule_is_on_the_page_the_failed_one_first(client: Client, administrator: User, sign_in: SignIn) -> None:
    fail()
    sign_in(client, administrator)
    page = client.get("/jobs/").content.decode()
    names = [job.name for job in SCHEDULE]
    assert all(name in page for name in names)
    assert min(names, key=page.index) == JOB.name
    assert "The disk is full." in page


@pytest.mark.parametrize(("who", "status"), [("ig_lead", 200), ("dpo", 200), ("administrator", 200), ("nurse", 403), ("partner", 403)])
def test_who_may_see_the_jobs(client: Client, who: str, status: int, sign_in: SignIn, request: pytest.FixtureRequest) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert (client.get("/jobs/").status_code, client.get(PAGE).status_code) == (status, status)


def test_the_page_asks_the_same_however_many_runs_there_are(
    client: Client, administrator: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, administrator)
    for runs in (10, 100):
        for number in range(runs):
            job = SCHEDULE[number % len(SCHEDULE)]
            JobRun.objects.create(task=job.task, started_at=clock.now(), finished_at=clock.now(), outcome="done")
        with django_assert_max_num_queries(10):
            client.get("/jobs/")


def test_the_administrator_starts_a_job_with_a_reason(client: Client, administrator: User, sign_in: SignIn, sent: list[str]) -> None:
    sign_in(client, administrator)
    assert client.post(PAGE, WHY).status_code == 302
    assert sent == [JOB.task]
    entry = Entry.objects.get(event="job_started")
    assert (entry.actor, entry.reason, entry.facts) == (administrator, WHY["reason"], {"job": JOB.name})


def test_without_a_reason_nothing_is_started(client: Client, administrator: User, sign_in: SignIn, sent: list[str]) -> None:
    sign_in(client, administrator)
    assert "Enter why the job must run now" in client.post(PAGE, {"reason": ""}).content.decode()
    assert sent == []


@pytest.mark.clause("AC-10")
def test_a_job_that_destroys_has_no_button_and_is_refused(client: Client, administrator: User, sign_in: SignIn, sent: list[str]) -> None:
    sign_in(client, administrator)
    address = f"/jobs/{DESTROYING.task}/"
    page = client.get(address).content.decode()
    assert "It cannot be started by hand." in page
    assert "Run this job now" not in page
    assert client.post(address, WHY).status_code == 403
    assert sent == []


def test_who_only_sees_may_not_start(client: Client, ig_lead: User, sign_in: SignIn, sent: list[str]) -> None:
    sign_in(client, ig_lead)
    assert "Ask the system administrator." in client.get(PAGE).content.decode()
    assert client.post(PAGE, WHY).status_code == 403
    assert sent == []


def test_a_job_that_there_is_not_is_not_found(client: Client, administrator: User, sign_in: SignIn, sent: list[str]) -> None:
    sign_in(client, administrator)
    assert client.get("/jobs/callgov.tasks.send_mail/").status_code == 404
    assert client.post("/jobs/callgov.tasks.send_mail/", WHY).status_code == 404
    assert sent == []


@pytest.mark.parametrize("address", ["/jobs/", PAGE])
def test_other_methods_are_refused(client: Client, administrator: User, sign_in: SignIn, address: str) -> None:
    sign_in(client, administrator)
    assert client.put(address).status_code == 405


def test_when_the_broker_is_gone_it_says_so(client: Client, administrator: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from kombu.exceptions import OperationalError

    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(app, "send_task", gone)
    sign_in(client, administrator)
    answer = client.post(PAGE, WHY)
    assert answer.status_code == 409
    assert "the broker does not answer" in answer.content.decode()
    assert not Entry.objects.filter(event="job_started").exists()


def test_a_failed_job_is_on_the_administrator_s_home_and_told_to_those_who_answer_for_it(
    client: Client, administrator: User, ig_lead: User, nurse: User, sign_in: SignIn
) -> None:
    fail()
    words = {}
    for person in (administrator, ig_lead, nurse):
        sign_in(client, person)
        words[person.username] = client.get("/").content.decode()
    assert PAGE in words["administrator"]
    assert "1 job did not run as planned. Ask the system administrator." in words["ig_lead"]
    assert "did not run" not in words["nurse"]


def test_a_monitor_reads_every_job_with_its_last_and_next_run(client: Client) -> None:
    fail()
    jobs = client.get("/readyz").json()["jobs"]
    assert set(jobs) == {job.name for job in SCHEDULE}
    assert jobs[JOB.name]["stands"] == "failed"
    assert jobs[JOB.name]["failures_in_7_days"] == 1
    assert jobs[JOB.name]["next_run"]


def test_every_job_is_waited_for_from_the_first_set_up() -> None:
    assert set(JobWatch.objects.values_list("task", flat=True)) == {job.task for job in SCHEDULE}


def test_one_page_tells_the_runs_of_a_job(client: Client, administrator: User, sign_in: SignIn) -> None:
    now = clock.now()
    services.end_well(job=JOB, run=services.begin(job=JOB, now=now - timedelta(seconds=42)), counts={"drafts forgotten": 2}, now=now)
    services.begin(job=JOB, now=now - timedelta(hours=9))
    sign_in(client, administrator)
    page = client.get(PAGE).content.decode()
    assert "Drafts forgotten: 2" in page
    assert "42 seconds" in page
    assert "It was cut off before its end." in page
