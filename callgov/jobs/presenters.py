"""What the pages of jobs show: no query, no write."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from callgov.celery import Job
from callgov.jobs import rules
from callgov.jobs.forms import StartForm
from callgov.jobs.rules import Health, Standing
from callgov.models import JobOutcome, JobRun
from callgov.refusals import Refusal
from callgov.ui.formats import counted
from callgov.ui.parts import Act, Col, Link, Row, Tag, Value

COLUMNS = [
    Col("Job", row_header=True),
    Col("Stands"),
    Col("Last run"),
    Col("Did what"),
    Col("Failed in 7 days", numeric=True),
    Col("Next run"),
]
RUN_COLUMNS = [Col("Began", row_header=True), Col("Came of it"), Col("Did what"), Col("Took", numeric=True)]
NOTHING = "Nothing to do"


def table(standings: Iterable[Standing], now: datetime) -> dict[str, Any]:
    """Every job, late and failed first."""
    order = list(Health)
    ranked = sorted(standings, key=lambda standing: order.index(standing.health(now)))
    bad = sum(standing.alarming(now) for standing in ranked)
    return {"columns": COLUMNS, "rows": [_row(standing, now) for standing in ranked], "bad": counted(bad, "job") if bad else ""}


def _row(standing: Standing, now: datetime) -> Sequence[Value]:
    job = standing.job
    return (
        Link(job.name, reverse("job", args=[job.task])),
        Tag(standing.health(now)),
        standing.last_at or "Not yet",
        standing.error(now) or _last_did(standing),
        str(standing.failures),
        rules.next_run(job, standing.last_at, now),
    )


def _last_did(standing: Standing) -> Value:
    if standing.last is None:
        return NOTHING if standing.good_at else "Nothing yet"
    return _did(standing.last)


def _did(run: JobRun) -> Value:
    """What a run did: only what it did something of."""
    if run.outcome == JobOutcome.FAILED:
        return run.error
    return [f"{words.capitalize()}: {count:,}" for words, count in run.counts.items() if count] or NOTHING


def page(standing: Standing, runs: Iterable[JobRun], form: StartForm, refusal: Refusal | None, now: datetime) -> dict[str, Any]:
    """One job: how it stands, its last runs, and how to start it."""
    return {
        "job": standing.job, "facts": _facts(standing, now), "columns": RUN_COLUMNS, "rows": [_run(run, now) for run in runs],
        "health": standing.health(now), "start": _start(standing.job, form, refusal), "form": form,
    }  # fmt: skip


def _facts(standing: Standing, now: datetime) -> list[Row]:
    rows = [
        Row("Last went well", standing.good_at or "Not yet"),
        Row("Next run", rules.next_run(standing.job, standing.last_at, now)),
        Row("Failed in 7 days", counted(standing.failures, "time") if standing.failures else "Never"),
    ]
    return [*rows, Row("Trouble", error)] if (error := standing.error(now)) else rows


def _run(run: JobRun, now: datetime) -> Sequence[Value]:
    cut_off = rules.is_cut_off(run, now)
    stands = JobOutcome.FAILED if cut_off else JobOutcome(run.outcome)
    said = rules.CUT_OFF if cut_off else _did(run)
    times = f"{run.times:,} times" if run.times > 1 else None
    return (run.started_at, [item for item in (Tag(stands), times) if item], said, _took(run))


def _took(run: JobRun) -> str:
    if run.finished_at is None or run.times > 1:
        return ""
    seconds = (run.finished_at - run.started_at).total_seconds()
    return "Under a second" if seconds < 1 else counted(round(seconds), "second")


def _start(job: Job, form: StartForm, refusal: Refusal | None) -> Act:
    effect = "The worker takes it as soon as it can. It does no more than at its hour."
    return Act("Run this job now", reverse("job", args=[job.task]), refusal=refusal, effect=effect, fields=form)
