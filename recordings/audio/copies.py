"""Copies: from an original to WAV, MP3 or Ogg Opus, the whole or a stretch, without what must not be heard and with nothing in them but
sound. A copy is proven before its first byte is handed out; one that cannot be proven is none.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from recordings.audio import encoding
from recordings.audio.cutting import Cutting
from recordings.audio.decoding import Sound
from recordings.audio.encoding import Encoding
from recordings.audio.formats import headerless_type
from recordings.audio.hiding import Cover, Span
from recordings.audio.memory import in_memory_file
from recordings.audio.mpeg import Counted, gapless_header
from recordings.audio.ogg import OpusPages
from recordings.audio.peaks import Peaks
from recordings.audio.process import Limits, running
from recordings.audio.proving import EXACT, Proof, Prover
from recordings.audio.riff import HEADER, read_wave, wav_header
from recordings.audio.trouble import CopyNotProven
from recordings.vault.spool import Spool


class CopyFormat(StrEnum):
    """What a copy can be (AC-9)."""

    WAV = "wav"
    MP3 = "mp3"
    OPUS = "opus"

    @property
    def content_type(self) -> str:
        """Its media type."""
        return {CopyFormat.WAV: "audio/wav", CopyFormat.MP3: "audio/mpeg", CopyFormat.OPUS: "audio/ogg"}[self]

    @property
    def rates(self) -> str:
        """The sample rates that a copy may have: of the original's own for WAV, of what a telephone carries for the others."""
        every = "8000|11025|12000|16000|22050|24000|32000|44100|48000"
        return {CopyFormat.WAV: every, CopyFormat.MP3: "8000|11025|12000|16000", CopyFormat.OPUS: "8000|12000|16000"}[self]


@dataclass(frozen=True)
class Wanted:
    """What a copy shall be: its format, the stretch in milliseconds, what must not be heard and what is heard in its place.

    `channels` is 1 or 2, as examined; `content_type` is the original's, and tells what a headerless one is.
    """

    fmt: CopyFormat
    start_ms: int
    end_ms: int
    channels: int
    content_type: str
    hidden: Sequence[Span] = ()
    cover: Cover = Cover.SILENCE
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Copy:
    """A proven copy: its bytes as often as wanted, its proof, and its waveform. Only inside the block of `copied`."""

    proof: Proof
    peaks: list[list[float]]
    _head: bytes
    _spool: Spool

    def __iter__(self) -> Iterator[bytes]:
        if self._head:
            yield self._head
        yield from self._spool


@contextmanager
def copied(original: Iterable[bytes], wanted: Wanted) -> Iterator[Copy]:
    """A proven copy of a stretch of the original: one decode, one encode, and what was encoded played again.

    Raises CopyNotProven when it would not be what was asked for, what is hidden could still be heard in it, it differed elsewhere, or
    there were more in it than sound.
    """
    if not 0 <= wanted.start_ms < wanted.end_ms:
        raise CopyNotProven("copy_length")
    with Spool() as spool:
        with in_memory_file(original) as file:
            copy = _make(file, wanted, spool)
        yield copy


def _make(file: BinaryIO, wanted: Wanted, spool: Spool) -> Copy:
    """Samples are counted, not times believed, so that the copy has what the player played there."""
    wave = read_wave(file)
    if wave and wave.parts > 1:
        raise CopyNotProven("two_parts")
    filters = f"asetpts=N/SR/TB,aformat=sample_rates={wanted.fmt.rates}:channel_layouts=mono|stereo,asetnsamples=16384:p=0"
    told = headerless_type(wanted.content_type)
    with running("decode", file, told, ["-af", filters, "-c:a", "pcm_s16le", "-f", "wav"], wanted.limits) as run:
        sound = Sound(run.output(), wanted.limits)
        if sound.channels != wanted.channels:
            raise CopyNotProven("copy_failed")
        cutting = Cutting(sound, wanted.start_ms, wanted.end_ms, wanted.hidden, wanted.cover)
        seconds = wanted.limits.patience(os.fstat(file.fileno()).st_size)
        copy = _wav(cutting, spool, wanted.limits) if wanted.fmt is CopyFormat.WAV else _encoded(cutting, wanted, spool, seconds)
    if run.timed_out:
        raise CopyNotProven("copy_failed")
    return copy


def _wav(cutting: Cutting, spool: Spool, limits: Limits) -> Copy:
    """A WAV file says its length first, so its sound is set aside until that is known."""
    prover, peaks = Prover(cutting, EXACT), Peaks(cutting.channels)

    def proven() -> Iterator[bytes]:
        for original, covered in cutting.pairs():
            prover.original(original)
            prover.played(covered)
            yield covered

    spool.fill(peaks.watching(proven()))
    if spool.size > limits.wav_size - HEADER.size:
        raise CopyNotProven("copy_too_large")
    return Copy(prover.finish(), peaks.points(), wav_header(cutting.channels, cutting.rate, spool.size), spool)


def _encoded(cutting: Cutting, wanted: Wanted, spool: Spool, seconds: float) -> Copy:
    watch = Counted() if wanted.fmt is CopyFormat.MP3 else OpusPages()
    making = Encoding(cutting, encoding.MP3 if wanted.fmt is CopyFormat.MP3 else encoding.OPUS, wanted.limits, seconds)
    proof = making.into(spool, watch)
    try:
        head = gapless_header(watch, spool.size, proof.frames) if isinstance(watch, Counted) else b""
    except ValueError as error:
        raise CopyNotProven("copy_length") from error
    return Copy(proof, making.peaks.points(), head, spool)
