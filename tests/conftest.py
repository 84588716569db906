"""What every test stands on: the services, the browser and the worker; fresh caches; triggers that step aside for cleaning up."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as how

from callgov.celery import app
from callgov.jobs.registration import expect_jobs
from recordings.vault.keyring import create_ring

DJANGOS_OWN = {"django_content_type", "auth_permission"}

pytest_plugins = ["tests.browser", "tests.cast", "tests.servers"]

# A busy machine is slow to draw examples; that says nothing of what is tested.
how.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
how.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest and goes to one process comes first, so that no other waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture(autouse=True, scope="session")
def _cleaning_up_lifts_triggers() -> Iterator[None]:
    """Append-only tables refuse to be emptied, which is how a transactional test is cleaned up after: there alone they may not.

    Rows are deleted table by table: to truncate a hundred tables of which three hold something, and to make Django's own rows
    anew, takes half a minute over the whole suite. Done on the class, because a thread has another connection while the
    browser's loop runs in it.
    """

    def emptied(_operations: DatabaseOperations, _style: Any, tables: list[str], **_options: Any) -> list[str]:
        return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in sorted({*tables} - DJANGOS_OWN))]

    def begun_again(*_args: Any, **_options: Any) -> None:
        expect_jobs()

    with mock.patch.object(DatabaseOperations, "sql_flush", emptied), mock.patch.object(flush, "emit_post_migrate_signal", begun_again):
        yield


@pytest.fixture(autouse=True, scope="session")
def _key_ring() -> None:
    """The vault of the tests has its ring."""
    create_ring(settings.VAULT_KEY_RING)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and heartbeats of one test are not another's."""
    cache.clear()


@pytest.fixture
def eager() -> Iterator[None]:
    """Tasks run where they are sent, once the transaction has committed."""
    app.conf.task_always_eager, before = True, app.conf.task_always_eager
    yield
    app.conf.task_always_eager = before
