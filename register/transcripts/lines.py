"""The lines of a transcript: written `0:41.2 Caller: words`, read back, and silenced in the same parts as the sound. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callgov.ui.formats import position
from callgov.ui.reading import read_position
from recordings.audio import GUARD_MS, Span

SPEAKERS = {"caller": 0, "practice": 1}
SLOWLY_MS = 600
"""How long a word takes at most, as a rule: where someone else's turn is written in between, a line goes on beyond the next one's mark."""
_LINE = re.compile(r"^\s*(?P<at>[\d:.]+)\s+(?P<speaker>[^:]{1,40}):\s*(?P<words>.+?)\s*$")


@dataclass(frozen=True)
class Line:
    """One turn: milliseconds from the beginning of the call, who speaks, what is said."""

    from_ms: int
    until_ms: int
    speaker: str
    words: str


class Unreadable(ValueError):
    """A line is not written as a time, a speaker and words. The message says which, for people."""


def read(text: str, duration_ms: int) -> list[Line]:
    """The lines of what was typed; each lasts until the next begins, the last to the end of the call. Raises Unreadable."""
    begun: list[tuple[int, str, str]] = []
    for number, typed in enumerate(text.splitlines(), 1):
        if not typed.strip():
            continue
        found = _LINE.match(typed)
        seconds = read_position(found["at"]) if found else None
        if found is None or seconds is None:
            raise Unreadable(f"Line {number} must be a time, a speaker and words, like 0:41.2 Caller: Good morning")
        at = round(seconds * 1000)
        if at > duration_ms:
            raise Unreadable(f"Line {number} begins after the recording ends at {position(duration_ms / 1000)}")
        if begun and at < begun[-1][0]:
            raise Unreadable(f"Line {number} begins before the line above it")
        begun.append((at, found["speaker"].strip(), found["words"]))
    ends = [*(at for at, _speaker, _words in begun[1:]), duration_ms]
    return [Line(at, max(end, at), speaker, words) for (at, speaker, words), end in zip(begun, ends, strict=True)]


def write(lines: Iterable[Line]) -> str:
    """The lines as they are typed."""
    return "\n".join(f"{position(line.from_ms / 1000)} {line.speaker}: {line.words}" for line in lines)


def silenced(lines: Sequence[Line], spans: Sequence[Span], channels: int) -> list[Line]:
    """The lines without what must not be heard. A line that touches a silenced part of its speaker goes as a whole: when each word was
    said is not known, and rather too much goes than too little. A line lasts until the next begins, and as long as its words take: people
    talk on while someone else says “I see”.
    """
    return [Line(line.from_ms, line.until_ms, line.speaker, "[silenced]") if _hidden(line, spans, channels) else line for line in lines]


def within(lines: Iterable[Line], from_ms: int, until_ms: int) -> list[Line]:
    """The lines of an extract: those that lie in it as a whole."""
    return [line for line in lines if line.from_ms >= from_ms and line.until_ms <= until_ms]


def _hidden(line: Line, spans: Sequence[Span], channels: int) -> bool:
    side = SPEAKERS.get(line.speaker.casefold())
    until = max(line.until_ms, line.from_ms + SLOWLY_MS * len(line.words.split()))
    return any(
        span.from_ms - GUARD_MS < until and line.from_ms < span.until_ms + GUARD_MS and (side is None or span.hides(side, channels))
        for span in spans
    )
