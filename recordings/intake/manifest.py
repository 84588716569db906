"""Reading a manifest: CSV or JSON as bytes, to rows of named cells. Knows how it is written, nothing of what it means.

Accepted: UTF-8 with or without a byte order mark, UTF-16, Windows-1252; cells separated by comma, semicolon or tab; JSON as a list of
objects, or an object whose one list is the calls. The columns and their other names are in `docs/intake.md`.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from callgov.refusals import Refusal, Refused

COLUMNS: dict[str, tuple[str, ...]] = {
    "file": ("filename", "recording", "recording_file", "recordingfile", "audio", "path"),
    "started_at": ("start", "start_time", "started", "call_time", "calldate", "call_date", "date_time", "datetime", "date_and_time"),
    "ended_at": ("end", "end_time", "ended"),
    "direction": ("call_direction", "call_type"),
    "extension": ("ext", "extension_number", "internal_number"),
    "external_number": ("external", "number", "telephone_number", "phone_number", "remote_number", "cli"),
    "duration_seconds": ("duration", "length", "seconds", "billsec", "talk_time"),
    "line": ("queue", "ddi", "line_name"),
    "parties": ("party", "names", "participants"),
    "call_id": ("callid", "id", "unique_id", "uniqueid", "guid", "call_reference"),
}
REQUIRED = ("started_at", "extension", "external_number")
_MEANING = {other: name for name, others in COLUMNS.items() for other in (name, *others)}
_SAVE_AGAIN = "Save it again as “CSV UTF-8” and import that file."


class Row(NamedTuple):
    """One row as written: its number as a spreadsheet counts it, its cells by column, and what is wrong with its shape."""

    number: int
    cells: Mapping[str, str]
    refusal: Refusal | None = None

    @property
    def label(self) -> str:
        """How sentences begin that speak of it; a record corrected by hand has the number 0."""
        return f"Row {self.number}" if self.number else "The record"

    def cell(self, column: str) -> str:
        """The cell without the space around it; empty when the manifest has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Manifest:
    """The rows of a manifest, and sentences about columns that were left out."""

    rows: list[Row]
    notes: tuple[str, ...] = ()


def read(content: bytes, name: str) -> Manifest:
    """The rows of a manifest. `name` is its file name: .json is JSON, all else CSV.

    Raises Refused with a sentence when nothing in it can be relied on: not text, no header, a column missing or doubled.
    """
    text = _decoded(content, name)
    if not text.strip():
        raise _unusable("manifest-empty", f"{name} is empty.", "Export the list of calls again.")
    return _from_json(text, name) if name.casefold().endswith(".json") else _from_csv(text, name)


def _unusable(code: str, sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(code, sentence, remedy))


def _decoded(content: bytes, name: str) -> str:
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unusable("manifest-not-text", f"{name} is not a text file that can be read.", _SAVE_AGAIN)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if content[1:2] == b"\0":
        return ("utf-16-le",)
    if content[:1] == b"\0":
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _columns(headings: Iterable[str], name: str) -> tuple[list[str], tuple[str, ...]]:
    """The column that each heading means (empty for one that means nothing here), and a note of those left out."""
    written = [heading.strip() for heading in headings]
    meant = [_MEANING.get(re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_"), "") for heading in written]
    doubled = [column for column in COLUMNS if meant.count(column) > 1]
    if doubled:
        raise _unusable("manifest-column-twice", f"{name} has two columns that mean {doubled[0]}.", "Keep one of them.")
    missing = [column for column in REQUIRED if column not in meant]
    if missing:
        remedy = "Add it in the first row. Its cells may be empty." if missing[0] != "started_at" else "Add it in the first row."
        raise _unusable("manifest-column-missing", f"{name} has no column {missing[0]}.", remedy)
    unknown = [heading for heading, column in zip(written, meant, strict=True) if heading and not column]
    return meant, tuple(f"The column “{heading}” of {name} is not known and was left out." for heading in unknown)


def _from_csv(text: str, name: str) -> Manifest:
    first, _, rest = text.partition("\n")
    if first.casefold().startswith("sep="):
        text, (first, *_) = rest, rest.split("\n", 1)
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = _records(reader, name)
    _, headings = next(records, (0, []))
    columns, notes = _columns(headings, name)
    return Manifest([_row(number, columns, cells) for number, cells in records if any(cells)], notes)


def _records(reader: Iterator[list[str]], name: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number; the header is 1."""
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        sentence = f"{name} cannot be read from row {number + 1} on: a quotation mark may be opened and never closed."
        raise _unusable("manifest-broken", sentence, _SAVE_AGAIN) from error


def _row(number: int, columns: list[str], cells: list[str]) -> Row:
    named = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
    if len(cells) == len(columns) or (not any(cells[len(columns) :]) and len(cells) > len(columns)):
        return Row(number, named)
    sentence = f"Row {number} has {len(cells)} cells where the first row has {len(columns)}."
    return Row(number, named, Refusal("row-cells", sentence, "Put cells that hold the separator in quotation marks."))


def _from_json(text: str, name: str) -> Manifest:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unusable("manifest-broken", f"{name} is not valid JSON.", "Export the list of calls again.") from error
    calls = _calls(found)
    if calls is None:
        raise _unusable("manifest-no-list", f"{name} holds no list of calls.", "It must be a list of objects, one for each call.")
    headings = list(dict.fromkeys(key for call in calls if isinstance(call, dict) for key in call))
    columns, notes = _columns(headings, name)
    meaning = dict(zip(headings, columns, strict=True))
    return Manifest([_object(number, meaning, call) for number, call in enumerate(calls, start=1)], notes)


def _calls(found: Any) -> list[Any] | None:
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else None
    return found if isinstance(found, list) else None


def _object(number: int, meaning: Mapping[str, str], call: Any) -> Row:
    if not isinstance(call, dict):
        return Row(number, {}, Refusal("row-shape", f"Row {number} is not an object with named values."))
    cells = {meaning[key]: _plain(value) for key, value in call.items() if meaning[key]}
    nested = [column for column, cell in cells.items() if cell is None]
    if nested:
        refusal = Refusal("row-shape", f"Row {number}: {nested[0]} is not a single value.")
        return Row(number, {column: cell for column, cell in cells.items() if cell is not None}, refusal)
    return Row(number, {column: cell or "" for column, cell in cells.items()})


def _plain(value: Any) -> str | None:
    """A JSON value as a cell; None for what is not one value. A list of words, as for parties, is joined."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    return None
