"""The pool of a draw: read from call records in one ordered pass, and kept by the very statement that reads it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from audits.models import Audit
from audits.sample.rules import FEWEST, LeftOut, PoolRules
from callgov.policy import enforces
from recordings.models import Direction

WIDTH = 16  # bytes of a call's id

# One pass over the calls of one person in the window, in their order: those that may be drawn, and how many are left out by each reason.
# The order is made in the inner query, which costs half of what ordering inside the aggregate does.
_POOL = """
SELECT coalesce(string_agg(uuid_send(id), ''::bytea) FILTER (WHERE why = ''), ''::bytea) AS calls,
  count(*) FILTER (WHERE why = 'internal') AS internal, count(*) FILTER (WHERE why = 'unknown') AS unknown,
  count(*) FILTER (WHERE why = 'short') AS short, count(*) FILTER (WHERE why = 'destroyed') AS destroyed,
  count(*) FILTER (WHERE why = 'assessor') AS assessor, count(*) FILTER (WHERE why = 'audited') AS audited
FROM (
  SELECT r.id, CASE
    WHEN r.direction = %(internal)s THEN 'internal'
    WHEN coalesce(r.stated_seconds, r.duration_ms / 1000) IS NULL THEN 'unknown'
    WHEN coalesce(r.stated_seconds, r.duration_ms / 1000) < %(shortest)s THEN 'short'
    WHEN r.audio_state = 'destroyed' THEN 'destroyed'
    WHEN r.parties <> '' AND strpos(lower(r.parties), lower(%(assessor)s)) > 0 THEN 'assessor'
    WHEN EXISTS (SELECT FROM audits_sampledcall s WHERE s.recording_id = r.id) THEN 'audited'
    ELSE '' END AS why
  FROM recordings_recording r
  WHERE r.person_id = %(person)s AND r.started_at >= %(first)s AND r.started_at < %(last)s AND r.imported_at <= %(known_by)s
  ORDER BY r.started_at, r.id OFFSET 0
) of_the_person
"""
# A pool of a million calls is sixteen million bytes: it is kept where it is read, and never travels.
_KEEP = (
    "WITH pool AS MATERIALIZED ("  # nosec B608: own names
    + _POOL
    + """), kept AS (
  INSERT INTO audits_pool (audit_id, calls, size, digest, left_out)
  SELECT %(audit)s, calls, length(calls) / 16, encode(sha256(calls), 'hex'), jsonb_strip_nulls(jsonb_build_object(
    'internal', nullif(internal, 0), 'unknown', nullif(unknown, 0), 'short', nullif(short, 0), 'destroyed', nullif(destroyed, 0),
    'assessor', nullif(assessor, 0), 'audited', nullif(audited, 0)))
  FROM pool WHERE length(calls) >= 16 * %(fewest)s)
SELECT length(calls) / 16, encode(sha256(calls), 'hex'), internal, unknown, short, destroyed, assessor, audited FROM pool"""  # nosec B608: own names
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
    """The pool as its rules and the call records of today make it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_POOL, _values(rules))
        calls, *counts = cursor.fetchone()
    return Pooled(bytes(calls), _by_reason(counts))


@enforces("AU-4")
def keep_pool(audit: Audit, rules: PoolRules) -> Kept:
    """Read the pool and keep it for an audit, never before its seed is fixed and committed (AU-4). One statement.

    The entry sample_drawn tells of it, in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {**_values(rules), "audit": audit.pk, "fewest": FEWEST})
        size, digest, *counts = cursor.fetchone()
    return Kept(size, digest, _by_reason(counts))


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
    return {
        "internal": Direction.INTERNAL, "shortest": rules.shortest, "assessor": rules.assessor.name, "person": rules.person.pk,
        "first": rules.window_from, "last": rules.window_until, "known_by": rules.known_by,
    }  # fmt: skip


def _by_reason(counts: Sequence[int]) -> dict[str, int]:
    return {why: count for why, count in zip(LeftOut.values, counts, strict=True) if count}
