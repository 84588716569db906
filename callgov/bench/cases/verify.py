"""Checking the whole trail against the barest loop over it: COPY, SHA-256 of each line, and a Merkle root."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import connection

from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People
from callgov.trail.events import Event
from callgov.trail.sealing import seal
from callgov.trail.verification import verify as check

ENTRIES, SEALS = 200_000, 20
_ENTRIES = """
INSERT INTO trail_entry
  (object_type, object_pk, object_repr, action, actor_id, changes, event, job, "grant", recording, request, reason, facts)
SELECT 'recordings.access', gen_random_uuid()::text, 'access ' || n, 3, %(actor)s, NULL, %(event)s, '', gen_random_uuid(),
  gen_random_uuid(), 'REQ-2026-' || n, 'To settle a dispute about a call', jsonb_build_object('bytes', jsonb_build_array(n, n + 65536))
FROM generate_series(1, %(count)s) n
"""
_COPY = "COPY (SELECT row_to_json(entry) FROM trail_entry entry ORDER BY transaction, id) TO STDOUT"


def verify() -> Iterable[Comparison]:
    """The check of a sealed trail at most 1.5 times the floor."""
    actor = People().lead.pk
    for _ in range(SEALS):
        with connection.cursor() as cursor:
            cursor.execute(_ENTRIES, {"actor": actor, "event": Event.AUDIO_SENT.value, "count": ENTRIES // SEALS})
        seal(now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE trail_entry")
    yield Comparison(f"verify: {ENTRIES:,} entries", 1.5, *against(_product, _floor, rounds=3))


def _product() -> None:
    verdict = check(now=clock.now())
    assert verdict.good, verdict.findings  # nosec B101: a trail that was changed must not be measured
    assert verdict.entries >= ENTRIES, verdict.entries  # nosec B101


def _floor() -> bytes:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        hashes = [sha256(row).digest() for row in copy]
    while len(hashes) > 1:
        joined = [sha256(hashes[at] + hashes[at + 1]).digest() for at in range(0, len(hashes) - 1, 2)]
        hashes = joined + hashes[len(joined) * 2 :]
    return hashes[0]
