"""The one place through which every run of the schedule goes: Celery says when a task begins and ends, and here it is written down.

Tasks outside the schedule (a mail) leave nothing here. Trouble with writing down never stops a job: Celery logs it and goes on.
"""

from typing import Any

from celery.signals import task_postrun, task_prerun

from callgov import clock
from callgov.celery import BY_TASK
from callgov.jobs import services
from callgov.models import JobRun

_running: dict[str, JobRun | None] = {}


@task_prerun.connect
def begun(task_id: str, task: Any, **_facts: object) -> None:
    """A task is about to run."""
    if task.name in BY_TASK:
        _running[task_id] = services.begin(job=BY_TASK[task.name], now=clock.now())


@task_postrun.connect
def ended(task_id: str, task: Any, retval: object = None, state: str = "", **_facts: object) -> None:
    """A task has run; what it returned, or raised, is `retval`."""
    if task.name not in BY_TASK:
        return
    job, run = BY_TASK[task.name], _running.pop(task_id, None)
    if isinstance(retval, BaseException):
        services.end_badly(job=job, run=run, error=retval, now=clock.now())
    elif state == "SUCCESS":
        services.end_well(job=job, run=run, counts=_counts(retval), now=clock.now())


def _counts(returned: object) -> dict[str, int]:
    """What a task says that it did: words with counts."""
    return {str(words): int(count) for words, count in returned.items()} if isinstance(returned, dict) else {}
