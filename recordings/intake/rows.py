"""From a row of a manifest to a call: what its cells mean, or the sentence that says what is wrong with them.

Pure. Sentences name rows and columns; they never repeat an outside number or a party.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from callgov import clock
from callgov.refusals import Refusal, Refused, insist
from callgov.ui.formats import nhs_date, nhs_time
from recordings.intake.manifest import Row
from recordings.models import Direction

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?")
_BRITISH = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})[, T]+(\d\d?):(\d\d)(?::(\d\d))?")
_SECONDS = re.compile(r"(-?)(\d+)(?:[.,]\d+)?")
_CLOCKED = re.compile(r"(?:(\d+):)?(\d\d?):(\d\d)")
_BY_SPREADSHEET = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_EARLIEST = 2000
_SKEW = timedelta(minutes=5)
_LONGEST_SECONDS = 24 * 3600
_SHORT = 64
_LENGTHS = {"parties": 200, "call_id": 150, "external_number": 64, "line": 80, "file": 255}
_DIRECTIONS = {
    "": Direction.UNKNOWN, "unknown": Direction.UNKNOWN,
    "incoming": Direction.INCOMING, "inbound": Direction.INCOMING, "in": Direction.INCOMING, "received": Direction.INCOMING,
    "outgoing": Direction.OUTGOING, "outbound": Direction.OUTGOING, "out": Direction.OUTGOING, "dialled": Direction.OUTGOING,
    "internal": Direction.INTERNAL,
}  # fmt: skip


class Call(NamedTuple):
    """One row that makes sense: what the telephone system says of a call. `notes` are sentences kept with the record."""

    label: str
    started_at: datetime
    stated_seconds: int | None
    direction: Direction
    extension: str
    external_raw: str
    line: str
    parties: str
    call_id: str
    notes: tuple[str, ...] = ()


def read_call(row: Row, now: datetime) -> Call:
    """The call that a row describes. Raises Refused with the first thing that is wrong with it."""
    insist(row.refusal or _refuse_text(row))
    started, twice = _instant(row, "started_at", row.cell("started_at"))
    insist(_refuse_start(row, started, now))
    notes = ("The clocks went back that night and this time occurs twice: the first was taken.",) if twice else ()
    return Call(
        label=row.label, started_at=started, stated_seconds=_seconds(row, started), direction=_direction(row),
        extension=row.cell("extension"), external_raw=row.cell("external_number"), line=row.cell("line"), parties=row.cell("parties"),
        call_id=row.cell("call_id"), notes=notes,
    )  # fmt: skip


def _refuse_text(row: Row) -> Refusal | None:
    for column, cell in row.cells.items():
        if len(cell) > _SHORT and len(cell) > _LENGTHS.get(column, 255):
            return Refusal("row-too-long", f"{row.label}: {column} is longer than {_LENGTHS.get(column, 255)} characters.", "Shorten it.")
        if not cell.isprintable():
            return Refusal("row-not-text", f"{row.label}: {column} holds signs that are not text.", "Write it again by hand.")
    if _BY_SPREADSHEET.fullmatch(row.cell("external_number")):
        sentence = f"{row.label}: a spreadsheet has shortened external_number, and its last digits are lost."
        return Refusal("row-number-lost", sentence, "Export the list again, and set the column to text before saving.")
    return None


def _instant(row: Row, column: str, text: str) -> tuple[datetime, bool]:
    """The instant in a cell, in UTC, and whether its local time occurs twice."""
    if not text:
        raise Refused(Refusal("row-no-time", f"{row.label} has no call time.", f"Fill in {column}."))
    try:
        written = written_time(text)
        if written is None:
            remedy = "Write it as 2026-08-06 17:30:00 or 06/08/2026 17:30."
            raise Refused(Refusal("row-time-unclear", f"{row.label}: {column} is not a date and time.", remedy))
        if written.tzinfo:
            return written.astimezone(UTC), False
    except (ValueError, OverflowError) as error:
        sentence = f"{row.label}: {column} is a date or time that does not exist."
        raise Refused(Refusal("row-time-impossible", sentence, "Check the day, the month and the hour. The day comes first.")) from error
    instant, twice = _local_instant(written)
    if instant is None:
        sentence = f"{row.label}: {column} is {nhs_time(written)} on {nhs_date(written)}, which did not exist: the clocks went forward."
        raise Refused(Refusal("row-time-skipped", sentence, "Write the time with its offset, such as 2026-03-29T00:30:00Z."))
    return instant, twice


def written_time(text: str) -> datetime | None:
    """The date and time as they stand, with an offset only if one was written; None when it is neither form. Raises ValueError."""
    if _ISO.fullmatch(text):
        return datetime.fromisoformat(text).replace(microsecond=0)
    british = _BRITISH.fullmatch(text)
    if not british:
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in british.groups())
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a clock on a wall


def _local_instant(local: datetime) -> tuple[datetime | None, bool]:
    """A local clock time as an instant, None where the clocks jump over it, and whether it occurs twice: then it is the first."""
    hour = local.replace(minute=0, second=0)
    begins, twice = _hour(hour)
    return (begins + (local - hour) if begins else None), twice


@lru_cache(maxsize=4096)
def _hour(hour: datetime) -> tuple[datetime | None, bool]:
    """When a local hour begins, and whether it occurs twice. In London the clocks change on the hour, so its minutes follow."""
    first = hour.replace(tzinfo=clock.LONDON)
    return clock.local_instant(hour.date(), hour.time()), first.utcoffset() != first.replace(fold=1).utcoffset()


def _refuse_start(row: Row, started: datetime, now: datetime) -> Refusal | None:
    if started > now + _SKEW:
        remedy = "Check the day, the month and the year. The day comes first."
        return Refusal("row-future", f"{row.label}: the call time is in the future.", remedy)
    if started.year < _EARLIEST:
        sentence = f"{row.label}: the call time is before the year {_EARLIEST}."
        return Refusal("row-too-old", sentence, "The clock of the telephone system may have been wrong. Correct the time.")
    return None


def _seconds(row: Row, started: datetime) -> int | None:
    """The stated length, or the one between start and end; None when the row tells neither."""
    ended = _ended(row, started)
    text = row.cell("duration_seconds")
    plain, clocked = _SECONDS.fullmatch(text), _CLOCKED.fullmatch(text)
    if plain and plain.group(1):
        raise Refused(Refusal("row-length-negative", f"{row.label}: duration_seconds is negative.", "Correct it, or leave it empty."))
    if text and not plain and not clocked:
        sentence = f"{row.label}: duration_seconds is not a length."
        raise Refused(Refusal("row-length-unclear", sentence, "Write seconds, such as 187, or 3:07. Or leave it empty."))
    if plain:
        seconds = int(plain.group(2))
    elif clocked:
        seconds = sum(int(part or 0) * size for part, size in zip(clocked.groups(), (3600, 60, 1), strict=True))
    else:
        return round((ended - started).total_seconds()) if ended else None
    if seconds > _LONGEST_SECONDS:
        sentence = f"{row.label}: duration_seconds is longer than a day."
        raise Refused(Refusal("row-length-long", sentence, "Write seconds, not milliseconds."))
    return seconds


def _ended(row: Row, started: datetime) -> datetime | None:
    text = row.cell("ended_at")
    if not text:
        return None
    ended, twice = _instant(row, "ended_at", text)
    if twice and ended < started:
        ended += timedelta(hours=1)
    if ended < started:
        raise Refused(Refusal("row-ends-early", f"{row.label}: the call ends before it starts.", "Correct started_at or ended_at."))
    if ended - started > timedelta(seconds=_LONGEST_SECONDS):
        raise Refused(Refusal("row-length-long", f"{row.label}: the call ends more than a day after it starts.", "Correct ended_at."))
    return ended


def _direction(row: Row) -> Direction:
    found = _DIRECTIONS.get(row.cell("direction").casefold())
    if found is None:
        sentence = f"{row.label}: direction is not incoming, outgoing or internal."
        raise Refused(Refusal("row-direction", sentence, "Write one of these words, or leave it empty."))
    return found
