"""The verbs of the run record: a run begins, ends, a job is complained of, a job is started by hand. The only writers of runs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

from callgov import clock, mail
from callgov.celery import SCHEDULE, Job, app
from callgov.jobs import queries, rules
from callgov.jobs.trouble import JobFailed
from callgov.models import JobOutcome, JobRun, JobWatch
from callgov.people.models import User
from callgov.people.queries import holders, roles_on
from callgov.policy import enforces
from callgov.refusals import Conflict, Refusal, insist
from callgov.roles import Role
from callgov.trail import events
from callgov.trail.context import as_job
from callgov.trail.services import record

QUIET_ROW_EVERY = timedelta(hours=1)
KEPT = timedelta(days=730)
TOLD = (Role.SYSTEM_ADMINISTRATOR, Role.IG_LEAD)
UNEXPLAINED = "It stopped with an error that it did not expect ({name}). The service's log says more."
NOT_TAKEN = Refusal("broker-gone", "The job could not be handed over: the broker does not answer.", "Try again in a minute.")


def begin(*, job: Job, now: datetime) -> JobRun | None:
    """Write down that a job has begun; None for a quiet job, of which only the end counts. A run before it that never ended is closed."""
    return None if job.quiet else _begin(job, now)


@transaction.atomic
def _begin(job: Job, now: datetime) -> JobRun:
    for left in JobRun.objects.select_for_update().filter(task=job.task, finished_at=None, started_at__lt=now - rules.CUT_OFF_AFTER):
        _close(left, JobOutcome.FAILED, {}, rules.CUT_OFF, now)
    return JobRun.objects.create(task=job.task, started_at=now)


def end_well(*, job: Job, run: JobRun | None, counts: dict[str, int], now: datetime) -> None:
    """Write down that a run went well and what it did; of a quiet job at most once an hour."""
    cache.set(queries.good_key(job.task), now.timestamp(), None)
    if run is not None:
        _close(run, JobOutcome.DONE, counts, "", now)
    elif cache.add(_row_key(job), 1, QUIET_ROW_EVERY.total_seconds()):
        JobRun.objects.create(task=job.task, started_at=now, finished_at=now, outcome=JobOutcome.DONE, counts=counts)


def end_badly(*, job: Job, run: JobRun | None, error: BaseException, now: datetime) -> None:
    """Write down that a run failed and why. A quiet job that fails again and again fills one row."""
    sentence = (str(error) if isinstance(error, JobFailed) else UNEXPLAINED.format(name=type(error).__name__))[:300]
    cache.delete(_row_key(job))  # its next good run is news
    if run is not None:
        _close(run, JobOutcome.FAILED, {}, sentence, now)
    else:
        _fail_quietly(job, sentence, now)


@transaction.atomic
def _fail_quietly(job: Job, sentence: str, now: datetime) -> None:
    last = JobRun.objects.select_for_update().filter(task=job.task).order_by("-started_at", "-pk").first()
    if last is not None and last.outcome == JobOutcome.FAILED and last.error == sentence:
        last.times, last.finished_at = last.times + 1, now
        last.save(update_fields=["times", "finished_at"])
    else:
        JobRun.objects.create(task=job.task, started_at=now, finished_at=now, outcome=JobOutcome.FAILED, error=sentence)


def _close(run: JobRun, outcome: JobOutcome, counts: dict[str, int], error: str, now: datetime) -> None:
    run.outcome, run.finished_at, run.counts, run.error = outcome, now, counts, error
    run.save(update_fields=["outcome", "finished_at", "counts", "error"])


def _row_key(job: Job) -> str:
    return f"job:row:{job.task}"


def expect_all(*, now: datetime) -> None:
    """From now on every job of the schedule is waited for, if it was not before."""
    known = set(JobWatch.objects.values_list("task", flat=True))
    for job in SCHEDULE:
        if job.task not in known:
            JobWatch.objects.get_or_create(task=job.task, defaults={"since": now})


@enforces("AC-1")
def raise_alarms(*, now: datetime) -> int:
    """Complain of every job that is late or failed to those who run the service: one entry a job, one mail; how many (AC-1).

    The mail goes out from here and not through the worker, which may be what stands still. Not twice a day for the same trouble.
    """
    with as_job(events.Job.WATCH):
        raised = _note_alarms(now)
    if raised:
        _tell(raised, now)
    return len(raised)


@transaction.atomic
def _note_alarms(now: datetime) -> list[Job]:
    expect_all(now=now)
    watches = {watch.task: watch for watch in JobWatch.objects.select_for_update()}
    standings = queries.standings(now)
    for standing in standings:
        watch = watches[standing.job.task]
        if standing.alarm_due(now) or (watch.alarmed_at is not None and not standing.alarming(now)):
            watch.alarmed_at = now if standing.alarming(now) else None
            watch.save(update_fields=["alarmed_at"])
    due = [standing for standing in standings if standing.alarm_due(now)]
    for standing in due:
        record(events.Event.JOB_ALARM, facts={"job": standing.job.name, "stands": str(standing.health(now).label)})
    return [standing.job for standing in due]


def _tell(jobs: Iterable[Job], now: datetime) -> None:
    """One mail to each person, by hand: a mail server that does not take it is written down."""
    day = clock.local_day(now)
    people = {person.pk for role in TOLD for person in holders(role, day)}
    lines = ["These jobs of the service did not run as planned:", *(f"- {job.name}" for job in jobs), "Log in to see why."]
    for person in sorted(people):
        try:
            mail.deliver(person, SUBJECT, lines, PAGE)
        except OSError:
            mail.note_failure(person, SUBJECT)


SUBJECT = "A job of the service did not run as planned"
PAGE = "/jobs/"


@transaction.atomic
def start_by_hand(*, task: str, actor: User, reason: str, now: datetime) -> Job:
    """Hand a job to the worker now. Raises NotYours for a task outside the schedule, Refused as the rules say, Conflict without broker."""
    job = queries.standing_of(task, now).job
    insist(rules.refuse_start(job, roles_on(actor, clock.local_day(now))))
    insist(rules.refuse_no_reason(reason))
    record(events.Event.JOB_STARTED, facts={"job": job.name}, reason=reason.strip())
    try:
        app.send_task(job.task, retry=False)
    except OperationalError as gone:
        raise Conflict(NOT_TAKEN) from gone
    return job


def forget_old(*, now: datetime) -> int:
    """Forget runs older than two years; how many."""
    return JobRun.objects.filter(started_at__lt=now - KEPT).delete()[0]
