"""The pool of a draw: read from call records in their order, and kept where it is read."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min

from audits.models import Audit
from audits.sample.rules import FEWEST, LeftOut, PoolRules
from callgov.policy import enforces
from recordings.models import Direction, Recording

WIDTH = 16  # bytes of a call's id
SLICES = 4

# The calls of one person in a slice of the window, in their order: those that may be drawn, and how many are left out by each reason.
# The reasons have the numbers of their places in `LeftOut`. The order is made in the inner query, at half of what it costs inside the
# aggregate.
_SLICE = """
SELECT {slice} AS slice, coalesce(string_agg(uuid_send(id), ''::bytea) FILTER (WHERE why = 0), ''::bytea) AS calls, {counts}
FROM (
  SELECT r.id, CASE
    WHEN r.direction = %(internal)s THEN 1
    WHEN coalesce(r.stated_seconds, r.duration_ms / 1000) IS NULL THEN 2
    WHEN coalesce(r.stated_seconds, r.duration_ms / 1000) < %(shortest)s THEN 3
    WHEN r.audio_state = 'destroyed' THEN 4
    WHEN r.parties <> '' AND strpos(lower(r.parties), lower(%(assessor)s)) > 0 THEN 5
    WHEN r.id IN (SELECT recording_id FROM audits_sampledcall) THEN 6
    ELSE 0 END AS why
  FROM recordings_recording r
  WHERE r.person_id = %(person)s AND r.started_at >= %(edge_{slice})s AND r.started_at < %(edge_{next})s AND r.imported_at <= %(known_by)s
  ORDER BY r.started_at, r.id
) of_the_person
"""
_COUNTS = ", ".join(f"count(*) FILTER (WHERE why = {number}) AS {why}" for number, why in enumerate(LeftOut.values, 1))
# The server reads the slices side by side, which a window in one piece does not allow: its calls must come in their order.
_SLICES = " UNION ALL ".join(_SLICE.format(slice=number, next=number + 1, counts=_COUNTS) for number in range(SLICES))
_WHOLE = "string_agg(calls, ''::bytea ORDER BY slice)"
_SUMS = ", ".join(f"sum({why})::int" for why in LeftOut.values)
_KEEP = (
    "INSERT INTO audits_pool (audit_id, calls, size, digest, left_out)"  # nosec B608: own names
    " SELECT %(audit)s, calls, %(size)s, encode(sha256(calls), 'hex'), %(left_out)s"
    f" FROM (SELECT {_WHOLE} AS calls FROM pg_temp.slices) whole RETURNING digest"
)


@dataclass(frozen=True)
class Pooled:
    """The calls of a pool in the order of their beginning, and how many were left out, by why."""

    calls: bytes
    left_out: dict[str, int]

    @property
    def size(self) -> int:
        """How many calls may be drawn."""
        return len(self.calls) // WIDTH

    @property
    def digest(self) -> str:
        """SHA-256 of the calls, as the trail keeps it."""
        return hashlib.sha256(self.calls).hexdigest()


@dataclass(frozen=True)
class Kept:
    """What was kept of a pool: its size, its digest, and how many calls were left out, by why. Fewer than three are not kept."""

    size: int
    digest: str
    left_out: dict[str, int]


@enforces("AU-4")
def look_at(rules: PoolRules) -> Pooled:
    """The pool as its rules and the call records of today make it. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_WHOLE}, {_SUMS} FROM ({_SLICES}) AS slices", _values(rules))  # nosec B608: own names
        calls, *counts = cursor.fetchone()
    return Pooled(bytes(calls), _by_reason(counts))


@enforces("AU-4")
def keep_pool(audit: Audit, rules: PoolRules) -> Kept:
    """Read the pool and keep it for an audit, never before its seed is fixed and committed (AU-4). In the caller's transaction.

    A pool of a million calls is sixteen million bytes, which never travel. The server reads side by side only where nothing is written
    but a new table: the slices are put down in one first. The entry sample_drawn tells of the pool, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE slices AS {_SLICES}", _values(rules))
        cursor.execute(f"SELECT sum(length(calls))::int / {WIDTH}, {_SUMS} FROM pg_temp.slices")  # nosec B608: own names
        size, *counts = cursor.fetchone()
        digest, left_out = "", _by_reason(counts)
        if size >= FEWEST:
            cursor.execute(_KEEP, {"audit": audit.pk, "size": size, "left_out": json.dumps(left_out)})
            (digest,) = cursor.fetchone()
        cursor.execute("DROP TABLE pg_temp.slices")
    return Kept(size, digest, left_out)


def calls_at(audit: Audit, places: Sequence[int]) -> list[UUID]:
    """The calls at these places of the pool that was kept, without reading the rest of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substring(calls FROM place * 16 + 1 FOR 16) FROM audits_pool, unnest(%s::int[]) WITH ORDINALITY AS wanted(place, n)"
            " WHERE audit_id = %s ORDER BY n",
            [list(places), audit.pk],
        )
        return [UUID(bytes=bytes(call)) for (call,) in cursor.fetchall()]


def call_at(calls: bytes, place: int) -> UUID:
    """The call at a place of a pool's bytes."""
    return UUID(bytes=calls[place * WIDTH : (place + 1) * WIDTH])


def _values(rules: PoolRules) -> dict[str, Any]:
    return _edges(rules) | {
        "internal": Direction.INTERNAL, "shortest": rules.shortest, "assessor": rules.assessor.name, "person": rules.person.pk,
        "known_by": rules.known_by,
    }  # fmt: skip


def _edges(rules: PoolRules) -> dict[str, datetime]:
    """The window, cut into parts of equal time between the first call in it and the last. One query."""
    found = Recording.objects.filter(person=rules.person, started_at__gte=rules.window_from, started_at__lt=rules.window_until)
    first, last = found.aggregate(first=Min("started_at"), last=Max("started_at")).values()
    if first is None:
        first = last = rules.window_from
    cuts = [first + (last - first) * number / SLICES for number in range(1, SLICES)]
    return {f"edge_{number}": edge for number, edge in enumerate([rules.window_from, *cuts, rules.window_until])}


def _by_reason(counts: Sequence[int]) -> dict[str, int]:
    return {why: count for why, count in zip(LeftOut.values, counts, strict=True) if count}
