"""The proof of a copy: what it plays is set beside the decoded original, frame by frame, while it is made.

Inside a span nothing is heard; outside it and its margins the copy is the original, bit for bit before it was encoded and within the
codec's tolerance afterwards. Whoever made the sound that is proven is not trusted: the proof has the spans and the original alone.
"""

import warnings
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from recordings.audio.cutting import Cutting
from recordings.audio.hiding import GUARD_MS, Cover, Span, cover_of, stretches
from recordings.audio.trouble import CopyNotProven

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # from Python 3.13 on the same module comes from the package audioop-lts
    import audioop

_WINDOWS = 4  # a second
_FAINT = 200  # of 32768: what differs by less is not heard beside speech
_UNLIKE = 0.9  # of its loudness a window may differ: what is missing differs by all of it, another sound by more
_PART = 0.35  # how alike, from 0 to 1, a part is to its whole; sound of another place is about 0


@dataclass(frozen=True)
class Tolerance:
    """How a format may differ from what went in: whether kept sound is the very same; what may be left in a silence, of 32768: how
    high a fading level, and by how much it moves from one sample to the next; and how many frames may play after the end, because
    the format has whole blocks only and says elsewhere where in them the sound ends.
    """

    exact: bool = False
    level: int = 0
    moving: int = 0
    tail: int = 0


EXACT = Tolerance(exact=True)


@dataclass(frozen=True)
class Proof:
    """What was found: frames compared, and how much of the sound was kept, 0 to 1 over all channels."""

    frames: int
    rate: int
    kept: float

    @property
    def ms(self) -> int:
        """The length that was proven, in milliseconds."""
        return self.frames * 1000 // self.rate


class Prover:
    """Compares two streams of 16-bit PCM that come in pieces of any size: `original`, and what the copy plays at the same places.

    Raises CopyNotProven("copy_heard") for sound in a span, and
    CopyNotProven("copy_differs") for a difference elsewhere.
    """

    def __init__(self, cutting: Cutting, tolerance: Tolerance) -> None:
        self.frames, self._kept = 0, 0
        self._at, self._channels, self._rate, self._cover = cutting.start, cutting.channels, cutting.rate, cutting.cover
        self._tolerance = tolerance
        self._maps = [_Map(cutting.hidden, channel, cutting.channels, cutting.rate) for channel in range(cutting.channels)]
        self._held = [(bytearray(), bytearray()) for _ in range(cutting.channels)]
        self._window = cutting.width * (cutting.rate // _WINDOWS)
        self._original, self._played = bytearray(), bytearray()

    def original(self, block: bytes) -> None:
        """More of the original."""
        self._original += block
        self._compare(self._window)

    def played(self, block: bytes) -> None:
        """More of what the copy plays."""
        self._played += block
        self._compare(self._window)

    def finish(self) -> Proof:
        """The rest of both. Raises CopyNotProven("copy_length") when the copy ends before the original does, or plays on after it."""
        self._compare(2 * self._channels)
        if self._original or len(self._played) > self._tolerance.tail * 2 * self._channels:
            raise CopyNotProven("copy_length")
        for meant, heard in self._held:
            self._insist_alike(bytes(meant), bytes(heard))
        return Proof(self.frames, self._rate, self._kept / max(1, self.frames * self._channels))

    def _compare(self, least: int) -> None:
        ready = min(len(self._original), len(self._played))
        done, view, other = 0, memoryview(self._original), memoryview(self._played)
        while ready - done >= least:
            size = min(self._window, ready - done)
            self._compare_window(bytes(view[done : done + size]), bytes(other[done : done + size]))
            done += size
        view.release()
        other.release()
        del self._original[:done], self._played[:done]

    def _compare_window(self, meant: bytes, heard: bytes) -> None:
        frames = len(meant) // (2 * self._channels)
        for channel, where in enumerate(self._maps):
            ours, theirs = (_alone(sound, channel, self._channels) for sound in (meant, heard))
            for start, end, kind in where.parts(self._at, self._at + frames):
                inside = slice(2 * (start - self._at), 2 * (end - self._at))
                if kind == _HIDDEN:
                    self._insist_hidden(theirs[inside], start)
                elif kind == _KEPT:
                    self._kept += end - start
                    self._insist_same(channel, ours[inside], theirs[inside])
        self._at += frames
        self.frames += frames

    def _insist_hidden(self, heard: bytes, start: int) -> None:
        if self._cover is Cover.SILENCE:
            hidden = self._is_silent(heard)
        else:
            meant = cover_of(self._cover, self._rate, start, len(heard) // 2)
            hidden = meant == heard if self._tolerance.exact else _alike(meant, heard)
        if not hidden:
            raise CopyNotProven("copy_heard")

    def _is_silent(self, heard: bytes) -> bool:
        """Nothing at all; or a level that fades by itself, which nobody hears, and which moves by no more than the tolerance."""
        loudest = audioop.max(heard, 2)
        return loudest == 0 or (loudest <= self._tolerance.level and audioop.max(_moving(heard), 2) <= self._tolerance.moving)

    def _insist_same(self, channel: int, meant: bytes, heard: bytes) -> None:
        """The very same, or alike: then what is kept is heaped up to a window, because a few frames alone say nothing of a codec."""
        if self._tolerance.exact:
            if meant != heard:
                raise CopyNotProven("copy_differs")
            return
        ours, theirs = self._held[channel]
        ours += meant
        theirs += heard
        if len(ours) * self._channels >= self._window:
            self._insist_alike(bytes(ours), bytes(theirs))
            ours.clear()
            theirs.clear()

    def _insist_alike(self, meant: bytes, heard: bytes) -> None:
        if not _alike(meant, heard):
            raise CopyNotProven("copy_differs")


_KEPT, _MARGIN, _HIDDEN = range(3)


class _Map:
    """Which frames of a channel are kept, lie in a margin, or are hidden, as places where that changes."""

    def __init__(self, spans: Iterable[Span], channel: int, channels: int, rate: int) -> None:
        listed = list(spans)
        changes = {0: _KEPT}
        for margin, kind in ((GUARD_MS, _MARGIN), (0, _HIDDEN)):
            for stretch in stretches(listed, channel, channels, rate, margin_ms=margin):
                changes[stretch.start], changes[stretch.end] = kind, _KEPT if margin else _MARGIN
        self._places = sorted(changes)
        self._kinds = [changes[place] for place in self._places]

    def parts(self, start: int, end: int) -> Iterable[tuple[int, int, int]]:
        """The frames from `start` up to but without `end`, divided where they change."""
        index = bisect_right(self._places, start) - 1
        while start < end:
            following = self._places[index + 1] if index + 1 < len(self._places) else end
            stop = min(end, following)
            yield start, stop, self._kinds[index]
            start, index = stop, index + 1


def _alone(sound: bytes, channel: int, channels: int) -> bytes:
    return sound if channels == 1 else audioop.tomono(sound, 2, 1 - channel, channel)


def _alike(meant: bytes, heard: bytes) -> bool:
    """Whether both are the same sound to a codec, which may leave out what is too low to be heard, such as a rumble, and some of what is
    high: then what it left is still a part of what was meant.
    """
    return _close(meant, heard, _FAINT) or _close(_moving(meant), _moving(heard), _FAINT // 5) or _is_part(meant, heard)


def _close(meant: bytes, heard: bytes, faint: int) -> bool:
    difference = audioop.rms(audioop.add(meant, audioop.mul(heard, 2, -1), 2), 2)
    return bool(difference <= max(faint, _UNLIKE * audioop.rms(meant, 2)))


def _is_part(meant: bytes, heard: bytes) -> bool:
    whole, left = audioop.rms(meant, 2), audioop.rms(heard, 2)
    return bool(whole <= 4 * left <= 4 * whole and audioop.findfactor(meant, heard) * left / whole >= _PART)


def _moving(sound: bytes) -> bytes:
    """By how much each sample differs from the one before."""
    return bytes(audioop.add(sound[2:], audioop.mul(sound[:-2], 2, -1), 2))
