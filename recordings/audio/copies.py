"""Copies: from an original to WAV or MP3, the whole or a stretch, with nothing in them but sound, and proven as long as was asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from recordings.audio.decoding import Sound
from recordings.audio.formats import headerless_type
from recordings.audio.memory import in_memory_file
from recordings.audio.mpeg import Counted
from recordings.audio.process import Limits, Run, running
from recordings.audio.riff import wav_header
from recordings.audio.trouble import CopyNotProven
from recordings.vault.spool import Spool

_MP3 = ["-c:a", "libmp3lame", "-compression_level", "9", "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3"]
_WAV_SLACK_MS = 2
_MP3_SLACK_MS = 300  # an encoder's delay and its last frames: at most four frames, of 72 ms at 8 kHz


class CopyFormat(StrEnum):
    """What a copy can be (AC-9)."""

    WAV = "wav"
    MP3 = "mp3"

    @property
    def content_type(self) -> str:
        """Its media type."""
        return "audio/wav" if self is CopyFormat.WAV else "audio/mpeg"

    @property
    def rates(self) -> str:
        """The sample rates that a copy may have: of the original's own for WAV, of what a telephone carries for MP3."""
        return "8000|11025|12000|16000|22050|24000|32000|44100|48000" if self is CopyFormat.WAV else "8000|11025|12000|16000"


def cut(
    original: Iterable[bytes],
    *,
    start_ms: int,
    end_ms: int,
    fmt: CopyFormat,
    channels: int,
    content_type: str,
    limits: Limits | None = None,
) -> Iterator[bytes]:
    """The bytes of a copy of the stretch from `start_ms` to `end_ms`: one decode and one encode in one process.

    `channels` is 1 or 2, as examined; `content_type` is the original's, and tells what a headerless one is. Tags do not survive: a WAV
    copy has a header of our own, an MP3 copy frames and nothing else. Raises CopyNotProven, perhaps only after the last piece, when the
    copy is not what was asked for: whoever keeps the pieces must then drop them.
    """
    if not 0 <= start_ms < end_ms:
        raise CopyNotProven("copy_length")
    wanted = _Wanted(fmt, start_ms, end_ms, channels, limits or Limits())
    return wanted.made_from(original, headerless_type(content_type))


@dataclass(frozen=True)
class _Wanted:
    """What a copy shall be, and the proof that it is."""

    fmt: CopyFormat
    start_ms: int
    end_ms: int
    channels: int
    limits: Limits

    def made_from(self, original: Iterable[bytes], told: list[str]) -> Iterator[bytes]:
        kind = ["-c:a", "pcm_s16le", "-f", "wav"] if self.fmt is CopyFormat.WAV else ["-b:a", f"{32 * self.channels}k", *_MP3]
        with in_memory_file(original) as file, running("encode", file, told, ["-af", self._filters(), *kind], self.limits) as run:
            yield from self._wav(run) if self.fmt is CopyFormat.WAV else self._mp3(run)

    def _filters(self) -> str:
        """Samples are counted, not times believed, so that the copy has what the player played there."""
        trim = f"asetpts=N/SR/TB,atrim=start={self.start_ms / 1000:.3f}:end={self.end_ms / 1000:.3f},asetpts=N/SR/TB"
        return f"{trim},aformat=sample_rates={self.fmt.rates}:channel_layouts=mono|stereo"

    def _wav(self, run: Run) -> Iterator[bytes]:
        """A WAV file says its length first, so its sound is set aside until that is known."""
        with Spool() as spool:
            sound = Sound(run.output(), self.limits)
            spool.fill(sound.blocks())
            self._insist(run, sound.frames * 1000 // sound.rate, _WAV_SLACK_MS)
            if spool.size > self.limits.wav_size:
                raise CopyNotProven("copy_too_large")
            yield wav_header(sound.channels, sound.rate, spool.size)
            yield from spool

    def _mp3(self, run: Run) -> Iterator[bytes]:
        counted = Counted()
        yield from counted.watching(run.output())
        self._insist(run, counted.ms, _MP3_SLACK_MS, clean=counted.clean)

    def _insist(self, run: Run, ms: int, slack_ms: int, *, clean: bool = True) -> None:
        run.finish()
        if run.timed_out or run.code != 0 or not clean:
            raise CopyNotProven("copy_failed")
        if not -_WAV_SLACK_MS <= ms - (self.end_ms - self.start_ms) <= slack_ms:
            raise CopyNotProven("copy_length")
