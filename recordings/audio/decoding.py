"""One decode: 16-bit PCM in constant memory, and what ffmpeg's log says about the file it came from."""

import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from recordings.audio.peaks import Peaks
from recordings.audio.process import Limits, Run, running
from recordings.audio.riff import HEADER
from recordings.audio.trouble import UnusableAudio

_INPUT = re.compile(r"^Input #0, (\S+), from ", re.MULTILINE)
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)", re.MULTILINE)
_STREAM = re.compile(r"^  Stream #0:\d+\S*: (\w+): (\w+)(.*)$", re.MULTILINE)
_RATE = re.compile(r"(\d+) Hz")
_GUESSED = "Estimating duration from bitrate"
_STOPPED = (-signal.SIGKILL, -signal.SIGXCPU)

Keep = Callable[[Iterator[bytes]], None]


@dataclass(frozen=True)
class Heard:
    """A finished decode: the source as ffmpeg names it, the length it states (0 for none), and what was truly there."""

    container: str
    codec: str
    source_rate: int
    stated_ms: int
    channels: int
    rate: int
    frames: int
    peaks: list[list[float]]

    @property
    def ms(self) -> int:
        """The true length in milliseconds."""
        return self.frames * 1000 // self.rate


def decode(file: BinaryIO, told: list[str], filters: str, keep: Keep, limits: Limits) -> Heard:
    """Decode the whole file once through these filters; `keep` gets the blocks of whole frames and takes them all.

    `told` says how to read a headerless file. Raises UnusableAudio for anything but one sound track that
    can be decoded within the limits.
    """
    with running("decode", file, told, ["-af", filters, "-c:a", "pcm_s16le", "-f", "wav"], limits) as run:
        sound = Sound(run.output(), limits)
        peaks = Peaks(sound.channels)
        keep(peaks.watching(sound.blocks()))
        run.finish()
    container, streams = _source(run)
    codec, rest = streams[0]
    if not sound.frames:
        raise UnusableAudio("undecodable")
    rate = _RATE.search(rest)
    source_rate = int(rate.group(1)) if rate else sound.rate
    return Heard(container, codec, source_rate, _stated_ms(run.log), sound.channels, sound.rate, sound.frames, peaks.points())


class Sound:
    """The WAV stream that ffmpeg writes: its header, then blocks of whole frames, counted on their way (`frames`)."""

    def __init__(self, pieces: Iterator[bytes], limits: Limits) -> None:
        self.frames, self.channels, self.rate = 0, 1, 8000
        self._pieces, self._held = pieces, b""
        while len(self._held) < HEADER.size and (piece := next(pieces, b"")):
            self._held += piece
        if len(self._held) >= HEADER.size:
            self.channels, self.rate = HEADER.unpack_from(self._held)[6:8]
        self._held = self._held[HEADER.size :]
        self._most = limits.audio_seconds * self.rate

    def blocks(self) -> Iterator[bytes]:
        """The blocks. Raises UnusableAudio when there are more than a call can have."""
        width = 2 * self.channels
        for piece in self._pieces:
            held = self._held + piece if self._held else piece
            whole = len(held) - len(held) % width
            self._held = held[whole:]
            yield self._counted(held[:whole], width)
        yield self._counted(self._held, width)

    def _counted(self, block: bytes, width: int) -> bytes:
        self.frames += len(block) // width
        if self.frames > self._most:
            raise UnusableAudio("too_long")
        return block


def _source(run: Run) -> tuple[str, list[tuple[str, str]]]:
    """The container and the one sound track, or why not."""
    if run.timed_out or run.code in _STOPPED:
        raise UnusableAudio("timed_out")
    if run.code < 0:
        raise UnusableAudio("broke_decoder")
    source = run.log.partition("Stream mapping:")[0].partition("\nOutput #0")[0]
    container = _INPUT.search(source)
    if container is None:
        raise UnusableAudio("not_audio")
    streams = _STREAM.findall(source)
    sounds = [(codec, rest) for kind, codec, rest in streams if kind == "Audio"]
    if any(kind == "Video" and "(attached pic)" not in rest for kind, _, rest in streams):
        raise UnusableAudio("video")
    if len(sounds) != 1:
        raise UnusableAudio("many_streams" if sounds else "no_audio")
    return container.group(1), sounds


def _stated_ms(log: str) -> int:
    """The length that the file states, unless it was guessed from its bit rate."""
    found = None if _GUESSED in log else _DURATION.search(log)
    if found is None:
        return 0
    hours, minutes, seconds, hundredths = map(int, found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10
