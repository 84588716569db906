"""Search inside a grant against the raw SQL that answers the same, over a million calls; and how it grows."""

import itertools
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import connection

from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People, Telephony, add_recordings
from recordings.access import queries
from recordings.access.rules import Terms
from recordings.models import Grant

MILLION = 1_000_000
TIMES_A_SCAN = 30  # 300 at ten million calls: a scan grows with them, a look-up does not
_RAW = """SELECT r.id, r.started_at, r.direction, e.number, r.external_e164, r.withheld, r.stated_seconds, r.duration_ms, r.audio_state
  FROM recordings_recording r LEFT JOIN recordings_extension e ON e.id = r.extension_id
  WHERE r.started_at >= %s AND r.started_at < %s AND {} ORDER BY r.started_at DESC LIMIT 51"""


def search() -> Iterable[Comparison]:
    """Number and extension look-ups at most 3 times the raw SQL, and at most 3 times slower at a million calls than at ten thousand."""
    people, telephony = People(), Telephony()
    numbers = itertools.cycle(f"+4477009{n:05}" for n in range(1, 25_000, 37))
    add_recordings(telephony, 1, 10_000)
    grant = _grant(people)
    small = _median_of(lambda: _by_number(grant, next(numbers)))
    add_recordings(telephony, 10_001, MILLION)
    large = _median_of(lambda: _by_number(grant, next(numbers)))
    yield Comparison("search: number, 10,000 to 1,000,000 calls", 3.0, large, small)
    raw = against(lambda: _by_number(grant, next(numbers)), lambda: _raw_number(grant, next(numbers)), rounds=200)
    yield Comparison("search: number, against raw SQL", 3.0, *raw)
    extension = telephony.extensions[5]
    day = (clock.now() - timedelta(days=200), clock.now() - timedelta(days=199))
    terms = Terms(*day, extension, "")
    raw = against(lambda: list(queries.calls_within(grant, terms)[:51]), lambda: _raw_extension(day, extension.pk), rounds=200)
    yield Comparison("search: extension and day, against raw SQL", 3.0, *raw)
    scan = against(lambda: _by_number(grant, next(numbers)), lambda: _unindexed(next(numbers)), rounds=7)
    yield Comparison("search: number, against LIKE '%..%'", 1 / TIMES_A_SCAN, *scan)


def _grant(people: People) -> Grant:
    """Only in memory: what is measured is the query behind the service's locks and entries."""
    now = clock.now()
    return Grant(holder=people.requester, window_from=now - timedelta(days=3650), window_until=now, external_e164="", extension=None)


def _by_number(grant: Grant, number: str) -> list[object]:
    return list(queries.calls_within(grant, Terms(grant.window_from, grant.window_until, None, number))[:51])


def _raw_number(grant: Grant, number: str) -> list[object]:
    return _fetch(_RAW.format("r.external_e164 = %s"), [grant.window_from, grant.window_until, number])


def _raw_extension(day: tuple[object, object], extension: int) -> list[object]:
    return _fetch(_RAW.format("r.extension_id = %s"), [*day, extension])


def _unindexed(number: str) -> list[object]:
    return _fetch("SELECT id FROM recordings_recording WHERE external_e164 LIKE %s ORDER BY started_at DESC LIMIT 51", [f"%{number[4:]}%"])


def _fetch(statement: str, values: list[Any]) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _median_of(work: Callable[[], object]) -> float:
    product, _ = against(work, lambda: None, rounds=200)
    return product
