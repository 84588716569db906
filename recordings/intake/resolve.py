"""What follows from a call's record: its line, and from the line its purpose, lawful basis and retention class; from its extension and
local day, who sat there; from its number, the E.164 form. Pure: works on a directory of the practice that was read beforehand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from callgov import clock
from callgov.refusals import Refusal, Refused
from recordings.channels import NoticeChannel, channel_of
from recordings.intake.rows import Call
from recordings.numbers import Kind, Number, normalise

NO_NOTICE = "no-notice-"  # begins the code of a refusal; the channel follows

# A number as it is dialled at home, spaces left out, and nothing else in the cell: most are, and the parser takes fifty times as long
# to say the same.
_DIALLED = re.compile(r"0[127][0-9]{9}")


@dataclass(frozen=True)
class LineOf:
    """A line as intake needs it. `months` is how long its retention class keeps a call; None where something was never chosen.

    `purposes` are those of outgoing calls and of calls between colleagues, where they have their own.
    """

    id: int
    name: str
    number: str
    purpose: int | None
    retention_class: int | None
    months: int | None
    version: int = 1
    channel: str = NoticeChannel.TELEPHONE
    purposes: Mapping[str, int] = field(default_factory=dict)


class NoticeOf(NamedTuple):
    """A notice as intake needs it: from which instant until which it was in force; until is None while it is."""

    id: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Seat:
    """An extension, the line it belongs to, and who had it from which day to which."""

    id: int
    line: int | None
    people: tuple[tuple[date, date | None, int], ...]

    def person_on(self, day: date) -> int | None:
        """Who had the extension on a local day."""
        return next((person for start, end, person in self.people if start <= day and (end is None or day <= end)), None)


@dataclass(frozen=True)
class Directory:
    """The practice's lines and extensions as they stand."""

    lines: dict[int, LineOf]
    extensions: dict[str, Seat]
    default_line: int | None
    notices: Mapping[str, Sequence[NoticeOf]] = field(default_factory=dict)
    _numbers: dict[str, Number] = field(default_factory=dict)
    _called: dict[str, LineOf | None] = field(default_factory=dict)

    def number(self, raw: str) -> Number:
        """What an outside number is; worked out once for each."""
        if raw not in self._numbers:
            digits = raw.replace(" ", "")
            dialled = _DIALLED.fullmatch(digits) and digits not in self.extensions
            self._numbers[raw] = Number(raw, Kind.EXTERNAL, f"+44{digits[1:]}") if dialled else normalise(raw, self.extensions)
        return self._numbers[raw]

    def notice_at(self, channel: str, instant: datetime) -> int | None:
        """The notice that was in force on a channel at an instant."""
        for notice in self.notices.get(channel, ()):
            if notice.since <= instant and (notice.until is None or instant < notice.until):
                return notice.id
        return None

    def line_called(self, words: str) -> LineOf | None:
        """The line of this name, or with this number however it is written; looked up once for each."""
        if words not in self._called:
            self._called[words] = self._line_called(words)
        return self._called[words]

    def _line_called(self, words: str) -> LineOf | None:
        e164 = self.number(words).e164
        name = words.casefold()
        lines = self.lines.values()
        return next((line for line in lines if name == line.name.casefold() or (e164 and e164 == self.number(line.number).e164)), None)


class Resolved(NamedTuple):
    """What is stored of a call beyond its own words, as ids."""

    notice: int
    line: int
    extension: int | None
    person: int | None
    purpose: int
    retention_class: int
    retain_until: date
    external_e164: str
    withheld: bool
    retention_version: int = 1


def resolve(call: Call, directory: Directory) -> Resolved:
    """What follows from a call. Raises Refused when the extension or the line is unknown, or the line has no lawful basis (LB-1)."""
    seat = _seat(call, directory)
    line = _line(call, seat, directory)
    purpose = line.purposes.get(call.direction, line.purpose)
    if purpose is None:
        sentence = f"{call.label}: calls on the line {line.name} have no purpose and so no lawful basis."
        raise Refused(Refusal("no-lawful-basis", sentence, "The Information Governance Lead must give the line a purpose first."))
    if line.retention_class is None or line.months is None:
        sentence = f"{call.label}: nobody has said how long calls on the line {line.name} are kept."
        raise Refused(Refusal("no-retention", sentence, "The Information Governance Lead must give the line a retention class first."))
    number = directory.number(call.external_raw) if call.external_raw else None
    return Resolved(
        notice=_notice(call, line, directory), line=line.id,
        extension=seat.id if seat else None, person=seat.person_on(clock.local_day(call.started_at)) if seat else None,
        purpose=purpose, retention_class=line.retention_class, retain_until=clock.retain_until(call.started_at, line.months),
        external_e164=number.e164 if number else "", withheld=bool(number and number.kind is Kind.WITHHELD),
        retention_version=line.version,
    )  # fmt: skip


def _notice(call: Call, line: LineOf, directory: Directory) -> int:
    """The notice that the people in a call fell under. Without one it may be a secret recording (NO-6)."""
    channel = channel_of(call.direction, line.channel)
    found = directory.notice_at(channel, call.started_at)
    if found is None:
        sentence = f"{call.label}: no notice was in force then for “{channel.label}”, so this may be a secret recording."
        raise Refused(Refusal(NO_NOTICE + channel, sentence, "The Information Governance Lead must settle it."))
    return found


def _seat(call: Call, directory: Directory) -> Seat | None:
    if not call.extension:
        return None
    seat = directory.extensions.get(call.extension)
    if seat is None:
        named = f"extension {call.extension}" if call.extension.isdigit() and len(call.extension) <= 6 else "the extension"
        sentence = f"{call.label}: {named} is not known, so the call could not be found later."
        raise Refused(Refusal("unknown-extension", sentence, f"Add {named} to the practice's extensions, or correct the row."))
    return seat


def _line(call: Call, seat: Seat | None, directory: Directory) -> LineOf:
    if call.line:
        line = directory.line_called(call.line)
        if line is None:
            sentence = f"{call.label}: no line is called {quoted(call.line)}."
            raise Refused(Refusal("unknown-line", sentence, "Add the line with its purpose, or correct the row."))
        return line
    found = (seat.line if seat else None) or directory.default_line
    if found is None:
        sentence = f"{call.label} names no line, and no line is the usual one, so the call has no lawful basis."
        remedy = "The Information Governance Lead must say which line is the usual one, with its purpose."
        raise Refused(Refusal("no-lawful-basis", sentence, remedy))
    return directory.lines[found]


def quoted(value: str) -> str:
    """A value in a sentence, unless it may be somebody's number."""
    return f"“{value}”" if sum(sign.isdigit() for sign in value) < 7 else "what stands there"
