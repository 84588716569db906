"""Destroying recordings against their row, their certificate and the unlink alone; planning a million against one INSERT … SELECT."""

import itertools
import os
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People, Telephony, add_recordings, add_requests
from callgov.trail.context import acting_as
from recordings.keeping import services
from recordings.keeping.queries import disposals as queries
from recordings.models import Certificate, DisposalBatch, DisposalItem, HoldKind, ObjectRole, Recording, StoredObject
from recordings.vault.places import sync_folder
from recordings.vault.store import Vault

SIZE = 500_000  # bytes of sound of a recording
ITEMS = 100  # recordings a round
ROUNDS = 3
MILLION = 1_000_000
REQUESTS = 20_000

_DUE = """
UPDATE recordings_recording SET audio_state = 'held', duration_ms = 1000, sha256 = repeat('0', 64), retain_until = current_date - 1
"""
_LIKE = "CREATE TABLE bench_{0} (LIKE {1} INCLUDING ALL)"
_PLAIN = """
INSERT INTO recordings_disposalitem (batch_id, recording_id, state, why, retention_class_id, version, retain_until)
SELECT %s, r.id, 'planned', '', r.retention_class_id, r.retention_version, r.retain_until FROM recordings_recording r
WHERE r.retain_until < current_date AND r.audio_state = 'held'
"""


def destruction() -> Iterable[Comparison]:
    """Destroying at most 1.5 times the floor a recording; planning a million at most 4 times one statement, in flat memory."""
    people, telephony = People(), Telephony()
    yield Comparison("destruction: a recording of 500 kB", 1.5, *_destroying(people, telephony))
    yield from _planning(people, telephony)


def _destroying(people: People, telephony: Telephony) -> tuple[float, float]:
    floors = itertools.cycle([_floor(_objects([uuid4() for _ in range(ITEMS)])) for _ in range(ROUNDS + 1)])
    batches = iter([_authorised(people, telephony, number) for number in range(ROUNDS + 1)])
    product, floor = against(lambda: _carried_out(next(batches)), lambda: next(floors)(), rounds=ROUNDS)
    return product / ITEMS, floor / ITEMS


def _authorised(people: People, telephony: Telephony, number: int) -> str:
    """A batch of recordings, each with its sealed sound, ready to be carried out."""
    add_recordings(telephony, 1 + number * ITEMS, ITEMS + number * ITEMS)
    _run(_DUE + "WHERE audio_state = 'with_supplier'")
    _objects(list(queries.destroyable(clock.now()).values_list("pk", flat=True)))
    return _authorise(people, _proposed(people))


def _objects(subjects: Iterable[UUID]) -> list[StoredObject]:
    sound = os.urandom(SIZE)
    return [Vault().put(subject=subject, role=ObjectRole.ORIGINAL, chunks=[sound]) for subject in subjects]


def _proposed(people: People) -> DisposalBatch:
    with acting_as(people.manager):
        return services.propose_due(actor=people.manager, now=clock.now())


def _authorise(people: People, batch: DisposalBatch) -> str:
    with acting_as(people.lead):
        count = queries.planned(batch)
        return services.authorise(reference=batch.reference, count=count, actor=people.lead, reason="bench", now=clock.now()).reference


def _carried_out(reference: str) -> None:
    done = services.carry_out(reference=reference, now=clock.now())
    assert done == (ITEMS, 0), done  # nosec B101: a run that leaves something out must not be measured


def _floor(objects: list[StoredObject]) -> Callable[[], None]:
    """For each object, in one transaction: its key's row, a certificate's row, the unlink, and the folder told to the disk."""
    if "bench_certificate" not in connection.introspection.table_names():
        _run(_LIKE.format("certificate", Certificate._meta.db_table))
        _run(_LIKE.format("object", StoredObject._meta.db_table))
    _run("INSERT INTO bench_object SELECT * FROM recordings_storedobject WHERE id = ANY(%s)", [[stored.pk for stored in objects]])
    vault, numbers = Path(settings.STORAGES["vault"]["OPTIONS"]["location"]), itertools.count(uuid4().int >> 100)

    def destroy() -> None:
        for stored in objects:
            with transaction.atomic():
                _run("UPDATE bench_object SET wrapped_key = NULL, key_destroyed_at = now() WHERE id = %s", [stored.pk])
                _run(_CERTIFICATE, [next(numbers) % 2_000_000_000, stored.subject, stored.pk, stored.sha256, stored.plain_size])
                path = vault / stored.name
                path.unlink()
                sync_folder(path.parent)

    return destroy


_CERTIFICATE = """
INSERT INTO bench_certificate (id, year, number, subject, description, object_id, sha256, size, others, rule, authority, executed_by_job,
  method, key_destroyed_at, destroyed_at, backups_expire_on, trail_head, written_at)
VALUES ((SELECT coalesce(max(id), 0) + 1 FROM bench_certificate), 2026, %s, %s, 'a call', %s, %s, %s, '[]', 'rule', 'authority',
  'disposal', 'method', now(), now(), current_date, '', now())
"""


def _planning(people: People, telephony: Telephony) -> Iterator[Comparison]:
    add_requests(people, 1, REQUESTS)
    small = _planned(people, telephony, 10_000)
    large = _planned(people, telephony, MILLION)
    yield Comparison(f"destruction: planning {MILLION:,} due, against one INSERT … SELECT", 4.0, large[0], large[1])
    yield Comparison("destruction: memory of planning, 10,000 to all", 1.5, large[2], small[2], unit="bytes", counted=True)


def _planned(people: People, telephony: Telephony, rows: int) -> tuple[float, float, float]:
    """Seconds of planning so many due recordings, seconds of the plain statement, and the most memory that planning took."""
    known = Recording.objects.count()
    add_recordings(telephony, known + 1, rows)
    _run(_DUE + "WHERE audio_state = 'with_supplier'")
    _hold_some(people, rows // 100)
    for table in ("recordings_recording", "recordings_heldrecording", "access_requests_accessrequest"):
        _run(f"VACUUM ANALYZE {table}")
    peaks: list[int] = []

    def plan() -> None:
        tracemalloc.start()
        batch = _proposed(people)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        _forget(batch)

    product, floor = against(plan, lambda: _plain(people), rounds=1 if rows > 100_000 else 3)
    return product, floor, max(peaks[1:])


def _plain(people: People) -> None:
    batch = DisposalBatch(reference=f"BEN-{uuid4().hex[:8]}", kind="early", ground="reviewed", reason="bench", as_of=clock.today())
    batch.proposed_by, batch.proposed_at = people.manager, clock.now()
    with acting_as(people.manager), transaction.atomic():
        batch.save()
        _run(_PLAIN, [batch.pk])
    _forget(batch)


def _forget(batch: DisposalBatch) -> None:
    """Make room for the next round."""
    DisposalItem.objects.filter(batch=batch)._raw_delete("default")
    DisposalBatch.objects.filter(pk=batch.pk)._raw_delete("default")


def _hold_some(people: People, number: int) -> None:
    calls = list(Recording.objects.filter(held=None, audio_state="held").values_list("pk", flat=True)[:number])
    with acting_as(people.lead):
        services.place_hold_by_hand(
            kind=HoldKind.CLAIM, case_reference="BENCH", reason="bench", recordings=calls, actor=people.lead, now=clock.now(),
            review_on=clock.today() + timedelta(days=90),
        )  # fmt: skip


def _run(statement: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
