"""Call records without sound, by the hundred thousand: copied into a staging table, then put in by one statement."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from callgov.policy import enforces
from recordings.intake.plan import Planned
from recordings.models import AudioState, ImportRun, Recording

COLUMNS = (
    "source_key", "started_at", "stated_seconds", "direction", "line_id", "extension_id", "person_id", "external_raw", "external_e164",
    "withheld", "parties", "purpose_id", "retention_class_id", "retain_until", "note", "retention_version", "notice_id",
)  # fmt: skip
_TABLE = Recording._meta.db_table
_LIST = ", ".join(COLUMNS)
_STAGE = f"CREATE TEMPORARY TABLE intake_staging ON COMMIT DROP AS SELECT {_LIST}, 0 AS row FROM {_TABLE} WITH NO DATA"  # nosec B608: own names
_COPY = f"COPY intake_staging ({_LIST}, row) FROM STDIN"
_INSERT = f"""
    INSERT INTO {_TABLE} (id, source, audio_state, codec, sha256, imported_at, {_LIST})
    SELECT gen_random_uuid(), %s, %s, '', '', %s, {_LIST} FROM intake_staging ON CONFLICT (source, source_key) DO NOTHING
"""  # nosec B608: own names
_OTHERS = f"""
    SELECT staged.row FROM intake_staging staged JOIN {_TABLE} known ON known.source = %s AND known.source_key = staged.source_key
    WHERE abs(extract(epoch FROM known.started_at - staged.started_at)) > 60 ORDER BY staged.row
"""  # nosec B608: own names


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
                copy.write_row(told(item))
        cursor.execute(_INSERT, [source, AudioState.WITH_SUPPLIER, now])
        new = cursor.rowcount
        ImportRun.objects.recorded().filter(pk=run.pk).update(records_only=F("records_only") + new)
        cursor.execute(_OTHERS, [source])
        others = [row for (row,) in cursor.fetchall()]
        cursor.execute("DROP TABLE intake_staging")
        return new, others


def told(item: Planned) -> tuple[Any, ...]:
    """What is said of a call, by COLUMNS, and the number of its row."""
    call, found = item.told()
    return (
        item.key, call.started_at, call.stated_seconds, call.direction.value, found.line, found.extension, found.person, call.external_raw,
        found.external_e164, found.withheld, call.parties, found.purpose, found.retention_class, found.retain_until, " ".join(call.notes),
        found.retention_version, found.notice, item.row.number,
    )  # fmt: skip
