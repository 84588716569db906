"""Call records by the ten thousand: read, checked, resolved and put in, against COPY of ready rows into the same table."""

import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection

from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import Telephony, write_manifest
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.intake import manifest, queries
from recordings.intake.plan import plan
from recordings.intake.services import import_path
from recordings.intake.services.bulk import COLUMNS, told
from recordings.models import AudioState, Recording

ROWS = 20_000
ROUNDS = 3


def bulk() -> Iterable[Comparison]:
    """An import of call records at least half as fast as COPY alone."""
    Telephony()
    sources = itertools.count(1)
    with tempfile.TemporaryDirectory(prefix="callgov-bench-") as folder:
        listed = write_manifest(Path(folder), [("", number) for number in range(ROWS)])
        ready = _rows(listed)
        product, floor = against(
            lambda: _import(Path(folder), f"bench {next(sources)}"), lambda: _copy(ready, f"floor {next(sources)}"), rounds=ROUNDS
        )
    yield Comparison("bulk: call records against COPY", 0.5, ROWS / product, ROWS / floor, unit="rows/s", at_least=True)


def _import(folder: Path, source: str) -> None:
    with as_job(Job.COMMAND, reason="bench"):
        outcome = import_path(paths=[folder], now=clock.now(), source=source)
    assert outcome.records_only == ROWS, outcome  # nosec B101: an import that refuses rows must not be measured


def _rows(listed: Path) -> list[tuple[Any, ...]]:
    """The rows that the product makes of the list, made beforehand."""
    now = clock.now()
    items = plan(manifest.read(listed.read_bytes(), listed.name).rows, queries.directory(), now)
    return [(AudioState.WITH_SUPPLIER.value, "", "", now, *told(item)[:-1]) for item in items]


def _copy(ready: Iterable[tuple[Any, ...]], source: str) -> None:
    columns = ", ".join(("id", "source", "audio_state", "codec", "sha256", "imported_at", *COLUMNS))
    with connection.cursor() as cursor, cursor.copy(f"COPY {Recording._meta.db_table} ({columns}) FROM STDIN") as copy:
        for row in ready:
            copy.write_row((uuid4(), source, *row))
