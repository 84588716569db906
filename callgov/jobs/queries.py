"""How the jobs stand: from the runs that were written down, and from the cache for those that come every minute."""

from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db.models import Max, Sum

from callgov.celery import BY_TASK, SCHEDULE
from callgov.jobs.rules import NOT_FOUND, Standing
from callgov.models import JobOutcome, JobRun, JobWatch
from callgov.refusals import NotYours

LOOKED_BACK = timedelta(days=7)
RUNS_SHOWN = 20


def good_key(task: str) -> str:
    """Where the cache keeps when a job last went well."""
    return f"job:good:{task}"


def standings(now: datetime) -> list[Standing]:
    """Every job of the schedule, in its order. Four queries."""
    last = {run.task: run for run in JobRun.objects.filter(task__in=BY_TASK).order_by("task", "-started_at", "-pk").distinct("task")}
    good = dict(JobRun.objects.filter(outcome=JobOutcome.DONE).values_list("task").annotate(Max("finished_at")))
    failed = JobRun.objects.filter(outcome=JobOutcome.FAILED, finished_at__gte=now - LOOKED_BACK)
    failures = dict(failed.values_list("task").annotate(Sum("times")))
    watched = {watch.task: watch for watch in JobWatch.objects.all()}
    recent = cache.get_many([good_key(task) for task in BY_TASK])
    return [
        Standing(
            job,
            last.get(job.task),
            _later(good.get(job.task), recent.get(good_key(job.task))),
            failures.get(job.task, 0),
            watched[job.task].since if job.task in watched else None,
            watched[job.task].alarmed_at if job.task in watched else None,
        )
        for job in SCHEDULE
    ]


def _later(written: datetime | None, cached: float | None) -> datetime | None:
    return max(filter(None, (written, datetime.fromtimestamp(cached, UTC) if cached else None)), default=None)


def standing_of(task: str, now: datetime) -> Standing:
    """One job of the schedule. Raises NotYours for a task that is not in it."""
    for standing in standings(now):
        if standing.job.task == task:
            return standing
    raise NotYours(NOT_FOUND)


def latest_runs(task: str) -> list[JobRun]:
    """The last runs of a job that were written down, newest first."""
    return list(JobRun.objects.filter(task=task).order_by("-started_at", "-pk")[:RUNS_SHOWN])
