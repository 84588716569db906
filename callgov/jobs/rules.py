"""When a job comes next, when it is late, who may start it by hand. Pure: the time comes in."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from callgov.celery import Job, app
from callgov.models import JobRun
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

CUT_OFF_AFTER = timedelta(hours=4)  # longer than the longest that a task may take
AGAIN_AFTER = timedelta(hours=24)  # an alarm that nobody sees to is raised again
CUT_OFF = "It was cut off before its end. It goes on at its next run."

NOT_FOUND = Refusal("not-found", "There is no such job.", "Start from the page of jobs.")
NOT_RUNNER = Refusal("not-runner", "You cannot start a job.", "Ask the system administrator.")
DESTROYS = Refusal("job-destroys", "This job destroys recordings or copies, so it keeps to its hours.", "It cannot be started by hand.")
NO_REASON = Refusal("no-reason", "Enter why the job must run now.")


class Health(TextChoices):
    """How a job stands, in the order in which people look at them."""

    LATE = "late", "Late"
    FAILED = "failed", "Failed"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    NOT_YET = "not_yet", "Not yet"


@dataclass(frozen=True)
class Standing:
    """A job of the schedule as it stands: its last run, when it last went well, how often it failed in seven days.

    `good_at` may be later than the last run that was written down: of jobs that come every minute only some are.
    """

    job: Job
    last: JobRun | None
    good_at: datetime | None
    failures: int
    since: datetime | None
    alarmed_at: datetime | None

    @property
    def last_at(self) -> datetime | None:
        """When it last began, as far as is known."""
        began = self.last.started_at if self.last else None
        return max(filter(None, (began, self.good_at)), default=None)

    def health(self, now: datetime) -> Health:
        """How it stands at this instant. Late comes before all else: a job that runs for ever is late, too."""
        if is_late(self.job, self.good_at or self.since, now):
            return Health.LATE
        if self.last is None:
            return Health.DONE if self.good_at else Health.NOT_YET
        if self.last.finished_at is None:
            return Health.FAILED if is_cut_off(self.last, now) else Health.RUNNING
        if self.last.outcome == "failed" and not (self.good_at and self.good_at > self.last.finished_at):
            return Health.FAILED
        return Health.DONE

    def alarming(self, now: datetime) -> bool:
        """Whether somebody must look at it: late, or failed; a job that comes every minute only when it stays so."""
        health = self.health(now)
        return health is Health.LATE or (health is Health.FAILED and not self.job.quiet)

    def alarm_due(self, now: datetime) -> bool:
        """Whether to complain of it now: not twice a day of the same trouble."""
        return self.alarming(now) and (self.alarmed_at is None or self.alarmed_at <= now - AGAIN_AFTER)

    def error(self, now: datetime) -> str:
        """Why the last run failed, in a sentence; empty when it did not."""
        if self.last is None or self.health(now) not in (Health.FAILED, Health.LATE):
            return ""
        return CUT_OFF if is_cut_off(self.last, now) else self.last.error


def is_cut_off(run: JobRun, now: datetime) -> bool:
    """Whether a run that never said that it ended must have been cut off."""
    return run.finished_at is None and run.started_at < now - CUT_OFF_AFTER


def patience(job: Job) -> timedelta:
    """How long after a good run the next must have gone well: its interval and an eighth, ten minutes at least."""
    return job.every + max(job.every / 8, timedelta(minutes=10))


def is_late(job: Job, good_at: datetime | None, now: datetime) -> bool:
    """Whether a job has not gone well for longer than it may. Of one that nobody waits for yet nothing is known."""
    return good_at is not None and now > good_at + patience(job)


def next_run(job: Job, last: datetime | None, now: datetime) -> datetime:
    """When a job comes next: at its time of day in Europe/London, or its interval after the last run."""
    if job.at is None:
        return max(now, (last or now) + job.every)
    at = copy(job.at)
    at.nowfun, at.app = lambda: now, app  # type: ignore[attr-defined]
    return now + at.remaining_estimate(now)


def refuse_start(job: Job, roles: Collection[Role]) -> Refusal | None:
    """Refuse to start a job by hand: for who does not run the service, and a job that destroys for everyone (AC-10)."""
    if Action.RUN_SERVICE not in actions_of(roles):
        return NOT_RUNNER
    return DESTROYS if job.destroys else None


def refuse_no_reason(reason: str) -> Refusal | None:
    """Refuse a start that nobody explains."""
    return None if reason.strip() else NO_REASON
