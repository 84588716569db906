"""The stretch of a decoded call that a copy is made of: each block twice, as it was and as it may be heard."""

from collections.abc import Iterator, Sequence

from recordings.audio.decoding import Sound
from recordings.audio.hiding import Cover, Hiding, Span
from recordings.audio.trouble import CopyNotProven

_SLACK_MS = 2


class Cutting:
    """A stretch of a call in milliseconds, as frames `start` up to but without `end`, with what must not be heard in it."""

    def __init__(self, sound: Sound, start_ms: int, end_ms: int, hidden: Sequence[Span], cover: Cover) -> None:
        self.rate, self.channels, self.hidden, self.cover = sound.rate, sound.channels, hidden, cover
        self.start, self.end = start_ms * sound.rate // 1000, end_ms * sound.rate // 1000
        self.frames = 0
        self._sound = sound
        self._hiding = Hiding(hidden, cover, sound.channels, sound.rate)

    @property
    def width(self) -> int:
        """Bytes a frame."""
        return 2 * self.channels

    def pairs(self) -> Iterator[tuple[bytes, bytes]]:
        """The blocks. Raises CopyNotProven when the call ends before the stretch does."""
        at = 0
        for block in self._sound.blocks():
            first, last = max(self.start - at, 0), min(self.end - at, len(block) // self.width)
            if first < last:
                part = block[first * self.width : last * self.width]
                self.frames += last - first
                yield part, self._hiding.apply(part, at + first)
            at += len(block) // self.width
            if at >= self.end:
                return
        if (self.end - self.start - self.frames) * 1000 > _SLACK_MS * self.rate:
            raise CopyNotProven("copy_length")
