"""From a row of a manifest to a call: what its cells mean, or the sentence that says what is wrong with them.

Pure. Sentences name rows and columns; they never repeat an outside number or a party.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callgov import clock
from callgov.refusals import Refusal, Refused, insist
from callgov.ui.formats import nhs_date, nhs_time
from recordings.intake.manifest import Row
from recordings.models import Direction

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE)
_BRITISH = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})[, T]+(\d\d?):(\d\d)(?::(\d\d))?")
_SECONDS = re.compile(r"(-?)(\d+)(?:[.,]\d+)?")
_CLOCKED = re.compile(r"(?:(\d+):)?(\d\d?):(\d\d)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BY_SPREADSHEET = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_EARLIEST = 2000
_SKEW = timedelta(minutes=5)
_LONGEST_SECONDS = 24 * 3600
_LENGTHS = {"parties": 200, "call_id": 150, "external_number": 64, "line": 80, "file": 255}
_DIRECTIONS = {
    "": Direction.UNKNOWN, "unknown": Direction.UNKNOWN,
    "incoming": Direction.INCOMING, "inbound": Direction.INCOMING, "in": Direction.INCOMING, "received": Direction.INCOMING,
    "outgoing": Direction.OUTGOING, "outbound": Direction.OUTGOING, "out": Direction.OUTGOING, "dialled": Direction.OUTGOING,
    "internal": Direction.INTERNAL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One row that makes sense: what the telephone system says of a call. `notes` are sentences kept with the record."""

    row: int
    file: str
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
        row=row.number, file=row.cell("file"), started_at=started, stated_seconds=_seconds(row, started), direction=_direction(row),
        extension=row.cell("extension"), external_raw=row.cell("external_number"), line=row.cell("line"), parties=row.cell("parties"),
        call_id=row.cell("call_id"), notes=notes,
    )  # fmt: skip


def _refuse_text(row: Row) -> Refusal | None:
    for column, cell in row.cells.items():
        if _CONTROL.search(cell):
            return Refusal("row-not-text", f"Row {row.number}: {column} holds signs that are not text.", "Write it again by hand.")
        if len(cell) > _LENGTHS.get(column, 255):
            return Refusal("row-too-long", f"Row {row.number}: {column} is longer than {_LENGTHS.get(column, 255)} characters.", "Shorten it.")
    if _BY_SPREADSHEET.fullmatch(row.cell("external_number")):
        sentence = f"Row {row.number}: a spreadsheet has shortened external_number, and its last digits are lost."
        return Refusal("row-number-lost", sentence, "Export the list again, and set the column to text before saving.")
    return None


def _instant(row: Row, column: str, text: str) -> tuple[datetime, bool]:
    """The instant in a cell, in UTC, and whether its local time occurs twice."""
    if not text:
        raise Refused(Refusal("row-no-time", f"Row {row.number} has no call time.", f"Fill in {column}."))
    iso, british = _ISO.fullmatch(text), _BRITISH.fullmatch(text)
    if iso:
        parts, offset = iso.groups()[:6], iso.group(7)
    elif british:
        day, month, year, *rest = british.groups()
        parts, offset = (year, month, day, *rest), None
    else:
        remedy = "Write it as 2026-08-06 17:30:00 or 06/08/2026 17:30."
        raise Refused(Refusal("row-time-unclear", f"Row {row.number}: {column} is not a date and time.", remedy))
    try:
        local = datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001 - a clock on a wall
        stated = datetime.fromisoformat(f"{local.isoformat()}{_offset(offset)}").astimezone(UTC) if offset else None
    except (ValueError, OverflowError) as error:
        sentence = f"Row {row.number}: {column} is a date or time that does not exist."
        raise Refused(Refusal("row-time-impossible", sentence, "Check the day, the month and the hour. The day comes first.")) from error
    return (stated, False) if stated else _local_instant(row, column, local)


def _offset(text: str) -> str:
    return "+00:00" if text in "Zz" else text if len(text) != 5 else f"{text[:3]}:{text[3:]}"


def _local_instant(row: Row, column: str, local: datetime) -> tuple[datetime, bool]:
    instant = clock.local_instant(local.date(), local.time())
    if instant is None:
        sentence = f"Row {row.number}: {column} is {nhs_time(local)} on {nhs_date(local)}, which did not exist: the clocks went forward."
        raise Refused(Refusal("row-time-skipped", sentence, "Write the time with its offset, such as 2026-03-29T00:30:00Z."))
    return instant, occurs_twice(local)


def occurs_twice(local: datetime) -> bool:
    """Whether a local clock time occurs twice because the clocks go back."""
    first = local.replace(tzinfo=clock.LONDON)
    return first.utcoffset() != first.replace(fold=1).utcoffset()


def _refuse_start(row: Row, started: datetime, now: datetime) -> Refusal | None:
    if started > now + _SKEW:
        return Refusal("row-future", f"Row {row.number}: the call time is in the future.", "Check the day, the month and the year. The day comes first.")
    if started.year < _EARLIEST:
        sentence = f"Row {row.number}: the call time is before the year {_EARLIEST}."
        return Refusal("row-too-old", sentence, "The clock of the telephone system may have been wrong. Correct the time.")
    return None


def _seconds(row: Row, started: datetime) -> int | None:
    """The stated length, or the one between start and end; None when the row tells neither."""
    ended = _ended(row, started)
    text = row.cell("duration_seconds")
    plain, clocked = _SECONDS.fullmatch(text), _CLOCKED.fullmatch(text)
    if plain and plain.group(1):
        raise Refused(Refusal("row-length-negative", f"Row {row.number}: duration_seconds is negative.", "Correct it, or leave it empty."))
    if text and not plain and not clocked:
        sentence = f"Row {row.number}: duration_seconds is not a length."
        raise Refused(Refusal("row-length-unclear", sentence, "Write seconds, such as 187, or 3:07. Or leave it empty."))
    if plain:
        seconds = int(plain.group(2))
    elif clocked:
        seconds = sum(int(part or 0) * size for part, size in zip(clocked.groups(), (3600, 60, 1), strict=True))
    else:
        return round((ended - started).total_seconds()) if ended else None
    if seconds > _LONGEST_SECONDS:
        raise Refused(Refusal("row-length-long", f"Row {row.number}: duration_seconds is longer than a day.", "Write seconds, not milliseconds."))
    return seconds


def _ended(row: Row, started: datetime) -> datetime | None:
    text = row.cell("ended_at")
    if not text:
        return None
    ended, twice = _instant(row, "ended_at", text)
    if twice and ended < started:
        ended += timedelta(hours=1)
    if ended < started:
        raise Refused(Refusal("row-ends-early", f"Row {row.number}: the call ends before it starts.", "Correct started_at or ended_at."))
    if ended - started > timedelta(seconds=_LONGEST_SECONDS):
        raise Refused(Refusal("row-length-long", f"Row {row.number}: the call ends more than a day after it starts.", "Correct ended_at."))
    return ended


def _direction(row: Row) -> Direction:
    found = _DIRECTIONS.get(row.cell("direction").casefold())
    if found is None:
        sentence = f"Row {row.number}: direction is not incoming, outgoing or internal."
        raise Refused(Refusal("row-direction", sentence, "Write one of these words, or leave it empty."))
    return found
