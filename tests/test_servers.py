"""The servers that the tests lean on are real, and each test process has its own."""

import time

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from callgov.celery import app
from callgov.home import health
from callgov.processes import Child
from callgov.tasks import heartbeat
from callgov.trail.models import Entry


@pytest.mark.django_db(transaction=True)
def test_a_task_sent_to_the_broker_is_run_by_the_worker_and_its_life_is_seen(worker: Child) -> None:
    assert health.parts()["worker and beat"] is False
    heartbeat.delay()
    deadline = time.monotonic() + 20
    while not health.parts()["worker and beat"] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert health.parts()["worker and beat"] is True, worker.log.read_text()


def test_emptying_the_cache_drops_no_task() -> None:
    assert app.conf.broker_url != settings.REDIS_URL


@pytest.mark.django_db(transaction=True)
def test_cleaning_up_after_a_test_may_do_what_nothing_else_may() -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"truncate {Entry._meta.db_table} cascade")
