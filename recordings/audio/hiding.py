"""What must not be heard in a copy: spans with a margin, put in place of the sound in the decoded original, sample by sample."""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

GUARD_MS = 150
"""The margin at both edges of a span. A lossy encoder smears sound over less than this, so nothing kept is heard inside the span itself."""

_TONE_HZ = 1000
_TONE_LOUD = 0.08


class Cover(StrEnum):
    """What is heard in place of what is hidden."""

    SILENCE = "silence"
    TONE = "tone"


@dataclass(frozen=True)
class Span:
    """A part of a call that must not be heard, in milliseconds from its beginning; `channel` is 0 or 1, or None for every channel."""

    from_ms: int
    until_ms: int
    channel: int | None = None

    def hides(self, channel: int, channels: int) -> bool:
        """Whether it hides this channel. A side that the sound does not have hides all of it: rather too much than too little."""
        return self.channel is None or self.channel == channel or self.channel >= channels


@dataclass(frozen=True)
class Stretch:
    """A stretch of frames, up to but without `end`."""

    start: int
    end: int


def stretches(spans: Iterable[Span], channel: int, channels: int, rate: int, *, margin_ms: int) -> list[Stretch]:
    """What is hidden of one channel at this sample rate, widened by the margin, in order and without overlaps."""
    mine = sorted((span for span in spans if span.hides(channel, channels)), key=lambda span: span.from_ms)
    found: list[Stretch] = []
    for span in mine:
        start = max(0, (span.from_ms - margin_ms) * rate // 1000)
        end = -(-(span.until_ms + margin_ms) * rate // 1000)
        if found and start <= found[-1].end:
            start, end = found[-1].start, max(end, found.pop().end)
        found.append(Stretch(start, end))
    return found


@cache
def tone(rate: int) -> bytes:
    """One second of the tone as 16-bit PCM of one channel. A second holds whole periods, so that seconds join without a click."""
    wave = (round(32767 * _TONE_LOUD * math.sin(math.tau * _TONE_HZ * frame / rate)) for frame in range(rate))
    return array("h", wave).tobytes()


def cover_of(cover: Cover, rate: int, start: int, frames: int) -> bytes:
    """What stands in place of so many frames of one channel that begin at frame `start`."""
    if cover is Cover.SILENCE:
        return bytes(2 * frames)
    second, at = tone(rate), start % rate
    return (second * (-(-(at + frames) // rate)))[2 * at : 2 * (at + frames)]


class Hiding:
    """Replaces, in blocks of whole frames of 16-bit PCM that come in order, what the spans and their margins cover."""

    def __init__(self, spans: Sequence[Span], cover: Cover, channels: int, rate: int) -> None:
        self._cover, self._channels, self._rate = cover, channels, rate
        self._hidden = [stretches(spans, channel, channels, rate, margin_ms=GUARD_MS) for channel in range(channels)]

    def apply(self, block: bytes, at: int) -> bytes:
        """The block, whose first frame is frame `at` of the call, as it may be heard."""
        frames = len(block) // (2 * self._channels)
        cuts = [
            (channel, max(stretch.start, at), min(stretch.end, at + frames))
            for channel, hidden in enumerate(self._hidden)
            for stretch in hidden
            if stretch.start < at + frames and stretch.end > at
        ]
        if not cuts:
            return block
        samples = array("h", block)
        for channel, start, end in cuts:
            first, last = (start - at) * self._channels + channel, (end - at) * self._channels
            samples[first : last : self._channels] = array("h", cover_of(self._cover, self._rate, start, end - start))
        return samples.tobytes()
