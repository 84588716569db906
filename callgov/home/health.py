"""How the jobs stand, and whether database, broker, worker and beat answer. Higher floors add theirs through the registry."""

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.db import DatabaseError, connection
from redis.exceptions import RedisError

from callgov import clock
from callgov.jobs.queries import standings
from callgov.jobs.rules import Standing, next_run
from callgov.registry import registry

HEARTBEAT_GOOD_FOR = 120  # seconds; beat asks every 30


def parts() -> dict[str, bool]:
    """Each part by name, and whether it answers."""
    return {name: _answers(check) for name, check in {**_CHECKS, **registry.health}.items()}


def jobs() -> dict[str, dict[str, object]]:
    """Each job of the schedule by name: how it stands, when it last ran and went well, what it did, when it comes next."""
    now = clock.now()
    try:
        return {one.job.name: _told(one, now) for one in standings(now)}
    except (DatabaseError, RedisError):
        return {}


def _told(one: Standing, now: datetime) -> dict[str, object]:
    return {
        "stands": str(one.health(now)),
        "last_run": one.last_at,
        "last_good_run": one.good_at,
        "did": one.last.counts if one.last else {},
        "failures_in_7_days": one.failures,
        "next_run": next_run(one.job, one.last_at, now),
    }


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
