"""What an import is going to do with each row of a manifest, worked out before anything is opened or written. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from callgov.refusals import Refusal, Refused
from recordings.intake.manifest import Row
from recordings.intake.resolve import Directory, Resolved, resolve
from recordings.intake.rows import Call, read_call

REPEATED = "row-repeated"
_TIME = "%Y%m%dT%H%M%SZ"


class Planned(NamedTuple):
    """One row: the call and what follows from it, or the refusal that it meets.

    `file` is the name of its sound file, empty for a call record alone; `key` makes it the same call when it comes again.
    """

    row: Row
    file: str
    key: str = ""
    call: Call | None = None
    resolved: Resolved | None = None
    refusal: Refusal | None = None

    def told(self) -> tuple[Call, Resolved]:
        """The call and what follows from it. Raises Refused for a row that was refused."""
        if self.refusal or self.call is None or self.resolved is None:
            raise Refused(self.refusal or Refusal("row-empty", f"{self.row.label} tells of no call."))
        return self.call, self.resolved


def record_key(call: Call, resolved: Resolved) -> str:
    """A key for a call without an id, made of its record. Nobody reads a number out of it."""
    said = (call.extension, call.direction, resolved.external_e164 or call.external_raw, call.stated_seconds, resolved.line, call.parties)
    return f"{call.started_at:{_TIME}}-record-{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"


def audio_key(call: Call, sha256: str) -> str:
    """A key for a call without an id, made of its sound."""
    return f"{call.started_at:{_TIME}}-sound-{sha256}"


def plan(rows: Iterable[Row], directory: Directory, now: datetime) -> list[Planned]:
    """Each row with what is to become of it; rows that repeat or contradict another are refused."""
    return _without_repeats([_planned(row, directory, now) for row in rows])


def _planned(row: Row, directory: Directory, now: datetime) -> Planned:
    written = row.cell("file")
    file = PurePosixPath(written.replace("\\", "/")).as_posix() if written else ""
    try:
        call = read_call(row, now)
        resolved = resolve(call, directory)
    except Refused as refused:
        return Planned(row, file, refusal=refused.refusal)
    return Planned(row, file, call.call_id or record_key(call, resolved), call, resolved)


def _without_repeats(planned: list[Planned]) -> list[Planned]:
    by_file: dict[str, list[Planned]] = defaultdict(list)
    by_key: dict[str, Planned] = {}
    for item in planned:
        if item.file:
            by_file[item.file].append(item)
    kept = []
    for item in planned:
        refusal = _refuse_file_twice(item, by_file[item.file]) if item.file else None
        refusal = refusal or _refuse_repeat(item, by_key.setdefault(item.key, item) if item.key and not refusal else item)
        kept.append(item._replace(refusal=item.refusal or refusal) if refusal else item)
    return kept


def _refuse_file_twice(item: Planned, listed: list[Planned]) -> Refusal | None:
    """Refuse a row whose file stands in another row as well: a repeat of the first, or both when they differ, for either may be wrong."""
    others = [other for other in listed if other is not item]
    if not others:
        return None
    if any(other.row.cells != item.row.cells for other in others):
        rows = " and ".join(str(other.row.number) for other in listed)
        return Refusal("file-twice", f"Rows {rows} list the same file and differ.", "Keep the row that is right.")
    first = listed[0]
    return None if first is item else _repeats(item, first)


def _refuse_repeat(item: Planned, first: Planned) -> Refusal | None:
    if first is item:
        return None
    if item.call and item.call.call_id and first.row.cells != item.row.cells:
        sentence = f"Row {item.row.number}: its call_id stands in row {first.row.number} already."
        return Refusal("row-id-twice", sentence, "Correct one of the two, or leave call_id empty.")
    if item.file != first.file:
        return None
    return _repeats(item, first)


def _repeats(item: Planned, first: Planned) -> Refusal:
    sentence = f"Row {item.row.number} says the same as row {first.row.number}."
    return Refusal(REPEATED, sentence, "Nothing is missing; remove one of the two.")
