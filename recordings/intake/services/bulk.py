"""Call records without sound, by the hundred thousand: copied into a staging table, then put in by one statement."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F

from callgov.policy import enforces
from recordings.intake.plan import Planned
from recordings.models import AudioState, ImportRun, Recording

_COLUMNS = (
    "id", "source", "source_key", "started_at", "stated_seconds", "direction", "line_id", "extension_id", "person_id", "external_raw",
    "external_e164", "withheld", "parties", "purpose_id", "retention_class_id", "retain_until", "audio_state", "codec", "sha256", "note",
    "imported_at",
)  # fmt: skip
_TABLE = Recording._meta.db_table
_LIST = ", ".join(_COLUMNS)
_STAGE = f"CREATE TEMPORARY TABLE intake_staging ON COMMIT DROP AS SELECT {_LIST}, 0 AS row FROM {_TABLE} WITH NO DATA"  # nosec B608: names of ours
_COPY = f"COPY intake_staging ({_LIST}, row) FROM STDIN"
_INSERT = f"INSERT INTO {_TABLE} ({_LIST}) SELECT {_LIST} FROM intake_staging ON CONFLICT (source, source_key) DO NOTHING"  # nosec B608
_OTHERS = f"""
    SELECT staged.row FROM intake_staging staged JOIN {_TABLE} known USING (source, source_key)
    WHERE abs(extract(epoch FROM known.started_at - staged.started_at)) > 60 ORDER BY staged.row
"""  # nosec B608


@enforces("AC-5")
@transaction.atomic
def put_records(*, run: ImportRun, source: str, records: Iterable[Planned], now: datetime) -> tuple[int, list[int]]:
    """Put in the records of calls whose audio is with the supplier: how many were new, and the rows whose call id another call has.

    Calls that are known already are left as they are. One entry for the whole run is written when it finishes (AC-5).
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            for item in records:
                copy.write_row((*values(source, item, now), item.row.number))
        cursor.execute(_INSERT)
        new = cursor.rowcount
        ImportRun.objects.recorded().filter(pk=run.pk).update(records_only=F("records_only") + new)
        cursor.execute(_OTHERS)
        others = [row for (row,) in cursor.fetchall()]
        cursor.execute("DROP TABLE intake_staging")
        return new, others


def values(source: str, item: Planned, now: datetime) -> tuple[Any, ...]:
    """A call as a row of the table, its audio with the supplier."""
    call, found = item.told()
    return (
        uuid4(), source, item.key, call.started_at, call.stated_seconds, call.direction.value, found.line, found.extension, found.person,
        call.external_raw, found.external_e164, found.withheld, call.parties, found.purpose, found.retention_class, found.retain_until,
        AudioState.WITH_SUPPLIER.value, "", "", " ".join(call.notes), now,
    )  # fmt: skip
