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
    """The range begins after the end: answered with 416."""


def asked_for(header: str, size: int) -> Span | None:
    """The range that a Range header asks for, at most CAP bytes of it; None when there is none that must be heeded.

    A header that is malformed or asks for several ranges is ignored, as the RFC allows. Raises Unsatisfiable.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if first and last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start, min(end, start + CAP), size)


def pieces(size: int) -> list[Span]:
    """A whole thing in pieces of at most CAP bytes."""
    return [Span(start, min(size, start + CAP), size) for start in range(0, size, CAP)]
