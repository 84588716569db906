"""What every test stands on: the services, the browser and the worker; fresh caches; triggers that step aside for cleaning up."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

pytest_plugins = ["tests.browser", "tests.cast", "tests.servers"]


@pytest.fixture(autouse=True, scope="session")
def _cleaning_up_lifts_triggers() -> Iterator[None]:
    """Append-only tables refuse TRUNCATE, which is how a transactional test is cleaned up after: there alone they may not."""
    operations = type(connection.ops)  # the class: while the browser's loop runs, this thread has a connection of another name
    empty = operations.sql_flush

    def lifted(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        return ["SET LOCAL session_replication_role = replica", *empty(self, *args, **kwargs)]

    operations.sql_flush = lifted
    yield
    operations.sql_flush = empty


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and heartbeats of one test are not another's."""
    cache.clear()
