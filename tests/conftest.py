"""What every test stands on: the services, the browser and the worker; fresh caches; triggers that step aside for cleaning up."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.postgresql.operations import DatabaseOperations

from callgov.celery import app
from recordings.vault.keyring import create_ring

pytest_plugins = ["tests.browser", "tests.cast", "tests.servers"]


@pytest.fixture(autouse=True, scope="session")
def _cleaning_up_lifts_triggers() -> Iterator[None]:
    """Append-only tables refuse TRUNCATE, which is how a transactional test is cleaned up after: there alone they may not.

    Done on the class, because a thread has another connection while the browser's loop runs in it.
    """
    empty = DatabaseOperations.sql_flush

    def lifted(operations: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        return ["SET LOCAL session_replication_role = replica", *empty(operations, *args, **kwargs)]

    with mock.patch.object(DatabaseOperations, "sql_flush", lifted):
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
