"""The schedule is data: every line names a task that there is, and no line queues up behind itself."""

import pytest

from callgov.celery import BY_TASK, SCHEDULE, Job, app


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_every_line_names_a_task_that_there_is(job: Job) -> None:
    app.loader.import_default_modules()
    assert job.task in app.tasks


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_a_run_nobody_took_is_dropped_before_the_next(job: Job) -> None:
    assert 0 < job.entry()["options"]["expires"] < job.every.total_seconds()


def test_no_two_lines_have_a_name_in_common() -> None:
    assert len(app.conf.beat_schedule) == len(SCHEDULE)


def test_no_task_comes_twice() -> None:
    assert len(BY_TASK) == len(SCHEDULE)
