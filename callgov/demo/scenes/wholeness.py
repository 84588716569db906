"""The store is looked after: a recovery key in the hands of three people, a backup, checks that ran."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from callgov.celery import app
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.wholeness.services import backing_up, custody

CUSTODIANS = ("grace", "priya", "martin")
RAN = (
    "recordings.wholeness.tasks.check", "recordings.wholeness.tasks.reconcile", "callgov.trail.tasks.check", "register.tasks.destroy_due",
)  # fmt: skip


def scene(people: dict[str, User], now: datetime) -> None:
    """Custody with its first drill, a backup and first runs of the nightly jobs, all by the real services."""
    with as_job(Job.SEED):
        made = custody.make_recovery_key(custodians=[people[name] for name in CUSTODIANS], needed=2, now=now)
        custody.hold_custody_drill(written=[part for _, part in made.parts[:2]], now=now)
    if settings.BACKUP_FOLDER:
        backing_up.back_up(data=Path(settings.BACKUP_FOLDER), keys=Path(settings.BACKUP_KEYS_FOLDER), now=now)
    app.loader.import_default_modules()
    for task in RAN:
        app.tasks[task].apply()
