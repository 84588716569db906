"""The jobs and when they run. The schedule is code, so that nobody can switch off on a page what the policy promises."""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callgov.settings")


@dataclass(frozen=True)
class Job:
    """One line of the schedule: its name for people, the task, how often it comes, and at which time when that matters.

    A run that no worker took before the next one is due is dropped, so that a long stop leaves no queue of old runs. What destroys
    keeps to its hours: it cannot be started by hand. A `quiet` job comes so often that only its hours and its failures are written down.
    """

    name: str
    task: str
    every: timedelta
    at: crontab | None = None
    destroys: bool = False

    @property
    def quiet(self) -> bool:
        """Whether it comes every few minutes."""
        return self.every < timedelta(minutes=10)

    def entry(self) -> dict[str, Any]:
        """The line as Celery's beat reads it."""
        return {"task": self.task, "schedule": self.at or self.every, "options": {"expires": self.every.total_seconds() * 0.9}}


AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)

SCHEDULE = (
    Job("Show that the worker lives", "callgov.tasks.heartbeat", timedelta(seconds=30)),
    Job("Seal the trail", "callgov.trail.tasks.seal", timedelta(seconds=60)),
    Job("Take in the watched folder", "recordings.intake.tasks.watch", timedelta(seconds=60)),
    Job("Tell the leads of breaches", "breaches.tasks.watch", timedelta(seconds=60)),
    Job("See that every job ran", "callgov.jobs.tasks.watch", timedelta(minutes=10)),
    Job("Destroy what was authorised", "recordings.keeping.tasks.carry_out", timedelta(minutes=10), destroys=True),
    Job("Lock in the store what is on hold", "recordings.wholeness.tasks.settle_locks", timedelta(minutes=10)),
    Job("Remind and escalate", "callgov.reminders.tasks.remind", timedelta(minutes=15)),
    Job("Destroy copies that are due", "register.tasks.destroy_due", AN_HOUR, crontab(minute=5), destroys=True),
    Job("Check stored audio", "recordings.wholeness.tasks.check", AN_HOUR, crontab(minute=15)),
    Job("Work out dates after a change of the schedule", "recordings.keeping.tasks.set_dates", AN_HOUR, crontab(minute=25)),
    Job("Move keys to the new key of the ring", "recordings.wholeness.tasks.move_keys", AN_HOUR, crontab(minute=45)),
    Job("Take expired clips out of the training library", "audits.training.tasks.expire", A_DAY, crontab(hour=0, minute=20), destroys=True),
    Job("Back up", "recordings.wholeness.tasks.back_up", A_DAY, crontab(hour=1, minute=30)),
    Job("Compare the store with the records", "recordings.wholeness.tasks.reconcile", A_DAY, crontab(hour=2, minute=10)),
    Job("Destroy papers that are due", "recordings.attachments.tasks.destroy_due", A_DAY, crontab(hour=2, minute=50), destroys=True),
    Job("Check the trail", "callgov.trail.tasks.check", A_DAY, crontab(hour=3, minute=20)),
    Job("Look for listening outside grants", "recordings.access.tasks.check_listening", A_DAY, crontab(hour=3, minute=40)),
    Job("Clear what interrupted imports left", "recordings.intake.tasks.clear_left_over", A_DAY, crontab(hour=4, minute=40)),
    Job("Forget what was typed and never sent", "callgov.tasks.forget_drafts", A_DAY, crontab(hour=5, minute=10)),
    Job("End what has lapsed", "access_requests.tasks.lapse", A_DAY, crontab(hour=5, minute=15)),
    Job("Propose what is due for destruction", "recordings.keeping.tasks.propose", A_DAY, crontab(hour=6, minute=10)),
    Job("Ask holders to delete their copies", "register.custody.tasks.ask_holders", A_DAY, crontab(hour=8, minute=30)),
    Job("Forget old runs of jobs", "callgov.jobs.tasks.forget_old", timedelta(days=7), crontab(hour=5, minute=20, day_of_week="sun")),
)

BY_TASK = {job.task: job for job in SCHEDULE}

app = Celery("callgov")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {job.name: job.entry() for job in SCHEDULE}
# the installed apps, and the wings of an app that have tasks of their own
app.autodiscover_tasks(lambda: [*settings.INSTALLED_APPS, *(job.task.rpartition(".tasks.")[0] for job in SCHEDULE)])
