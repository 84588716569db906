"""Byte ranges of a recording: what a player asked for, and how much of it one answer gives (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

CAP = 256 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """Bytes from `start` up to but without `end`, of a thing of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start

    @property
    def content_range(self) -> str:
        """As a Content-Range header says it, its last byte included."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"

    def seconds(self, duration: float) -> tuple[float, float]:
        """About which stretch of a recording of this length the bytes hold, to a tenth of a second."""
        return round(self.start / self.size * duration, 1), round(self.end / self.size * duration, 1)


class Unsatisfiable(Exception):
    """The range begins after the end of a thing of `size` bytes: answered with 416."""

    def __init__(self, size: int) -> None:
        super().__init__(f"There are {size} bytes.")
        self.size = size


@dataclass(frozen=True)
class Wanted:
    """What a player asks for: from `first` to `last`, its last byte included, or the last `last` bytes when there is no first."""

    first: int | None
    last: int | None

    def of(self, size: int) -> Span:
        """That part of a thing of this size, and of that at most the first CAP bytes. Raises Unsatisfiable."""
        if self.first is None:
            start, end = max(0, size - (self.last or 0)), size
        else:
            start, end = self.first, size if self.last is None else min(size, self.last + 1)
        if start >= size:
            raise Unsatisfiable(size)
        return Span(start, min(end, start + CAP), size)


def from_byte(start: int) -> Wanted:
    """Everything from a byte on."""
    return Wanted(start, None)


def asked_for(header: str) -> Wanted | None:
    """What a Range header asks for; None when there is none to heed: malformed, or several ranges, which the RFC lets us ignore."""
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    backwards = first is not None and last is not None and last < first
    return None if backwards else Wanted(first, last)
