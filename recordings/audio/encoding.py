"""Encoding and its proof, side by side: what the encoder writes is played again at once and set beside the original."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from recordings.audio.cutting import Cutting
from recordings.audio.mpeg import DECODER_DELAY, LONGEST_FRAME
from recordings.audio.peaks import Peaks
from recordings.audio.piping import Beside, fed, pour
from recordings.audio.process import LARGE_FRAMES, LARGE_PACKETS, Limits, Run
from recordings.audio.proving import EXACT, Proof, Prover, Tolerance
from recordings.audio.riff import LARGEST_WAV, wav_header
from recordings.audio.trouble import CopyNotProven
from recordings.vault.places import write_all
from recordings.vault.spool import Spool


@dataclass(frozen=True)
class Codec:
    """How ffmpeg writes and reads a format: options, kbit/s a channel, its name when read, samples before the sound, tolerance."""

    options: tuple[str, ...]
    kilobits: int
    reads: str
    delay: int
    tolerance: Tolerance


# Channels of a call are two people: each is encoded for itself, so that none is heard in the other's silence.
MP3 = Codec(
    ("-c:a", "libmp3lame", "-compression_level", "9", "-joint_stereo", "0", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3"),
    kilobits=32, reads="mp3", delay=DECODER_DELAY, tolerance=Tolerance(tail=LONGEST_FRAME),
)  # fmt: skip
# This encoder takes a constant level out of the sound, and where the sound is silenced that fades by itself.
OPUS = Codec(
    ("-c:a", "libopus", "-application", "audio", "-f", "ogg"), kilobits=24, reads="ogg", delay=0, tolerance=Tolerance(level=32, moving=8)
)


class Watch(Protocol):
    """Looks at an encoded file on its way."""

    @property
    def clean(self) -> bool:
        """Whether there was nothing in it but sound."""

    def watching(self, encoded: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes."""


class Encoding:
    """One encode of a cutting into a spool."""

    def __init__(self, cutting: Cutting, codec: Codec, limits: Limits, seconds: float) -> None:
        self.peaks = Peaks(cutting.channels)
        self._cutting, self._codec, self._limits, self._seconds = cutting, codec, limits, seconds
        self._exact, self._prover = Prover(cutting, EXACT), Prover(cutting, codec.tolerance)
        self._originals: deque[bytes] = deque()

    def into(self, spool: Spool, watch: Watch) -> Proof:
        """Encode, play and compare everything. Raises CopyNotProven."""
        pcm = ["-ar", str(self._cutting.rate), "-ac", str(self._cutting.channels)]
        encode = ["-b:a", f"{self._codec.kilobits * self._cutting.channels}k", *self._codec.options]
        play = ["-af", LARGE_FRAMES, *pcm, "-c:a", "pcm_s16le", "-f", "s16le"]
        with (
            fed("encode", [*LARGE_PACKETS, "-f", "wav"], encode, self._limits, self._seconds) as (encoder, encoder_reads),
            fed("prove", ["-probesize", "4096", "-f", self._codec.reads], play, self._limits, self._seconds) as (player, player_reads),
        ):
            feeder = Beside(lambda: pour(self._wave(), encoder_reads), encoder_reads.close)
            listener = Beside(lambda: self._listen(player), lambda: deque(player.output(), maxlen=0))
            spool.fill(_teed(watch.watching(encoder.output()), player_reads))
            feeder.finish()
            listener.finish()
            for run in (encoder, player):
                run.finish()
        if any(run.timed_out or run.code for run in (encoder, player)):
            raise CopyNotProven("copy_failed")
        if not watch.clean:
            raise CopyNotProven("copy_not_clean")
        self._exact.finish()
        self._hear(b"")
        return self._prover.finish()

    def _wave(self) -> Iterator[bytes]:
        """What the encoder gets, as a WAV file of no stated length, because ffmpeg reads bare samples in small packets only."""
        yield wav_header(self._cutting.channels, self._cutting.rate, LARGEST_WAV)
        yield from self.peaks.watching(self._covered())

    def _covered(self) -> Iterator[bytes]:
        """The sound in it, proven to be the very original but for what is hidden."""
        for original, covered in self._cutting.pairs():
            self._exact.original(original)
            self._exact.played(covered)
            self._originals.append(original)
            yield covered

    def _listen(self, player: Run) -> None:
        skip = self._codec.delay * self._cutting.width
        for piece in player.output():
            self._hear(piece[skip:])
            skip = max(0, skip - len(piece))

    def _hear(self, played: bytes) -> None:
        """What is played was encoded before, so its original is there."""
        while self._originals:
            self._prover.original(self._originals.popleft())
        self._prover.played(played)


def _teed(pieces: Iterator[bytes], other: BinaryIO) -> Iterator[bytes]:
    """The pieces, each written to a pipe as well, which is closed after the last. A program that ended before says why by its code."""
    with other:
        for piece in pieces:
            try:
                write_all(other.fileno(), piece)
            except BrokenPipeError:
                raise CopyNotProven("copy_failed") from None
            yield piece
