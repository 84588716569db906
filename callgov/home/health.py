"""Whether database, broker, worker and beat answer; higher floors add theirs (the vault's storage) through the registry."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from redis.exceptions import RedisError

from callgov import clock
from callgov.registry import registry

HEARTBEAT_GOOD_FOR = 120  # seconds; beat asks every 30


def parts() -> dict[str, bool]:
    """Each part by name, and whether it answers."""
    return {name: _answers(check) for name, check in {**_CHECKS, **registry.health}.items()}


def _answers(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, RedisError, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    cache.set("readyz", "1", 10)
    return bool(cache.get("readyz") == "1")


def _heartbeat(name: str) -> bool:
    beat = cache.get(f"heartbeat:{name}")
    return beat is not None and clock.now().timestamp() - float(beat) < HEARTBEAT_GOOD_FOR


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "worker and beat": lambda: _heartbeat("worker"),
}
