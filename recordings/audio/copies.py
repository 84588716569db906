"""Copies: from an original to WAV, MP3 or Ogg Opus, the whole or a stretch, without what must not be heard and with nothing in them but
sound. A copy is proven before its first byte is handed out; one that cannot be proven is none.

WAV, W64, AU and headerless files, which grow with the length of the call, are decoded as they come, so that an hour takes no more memory
than a minute. What is compressed is small, may have to be read from its end, and lies in memory meanwhile; so do AIFF and CAF, whose
description may stand behind the sound.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from recordings.audio import encoding
from recordings.audio.cutting import Cutting
from recordings.audio.decoding import Sound
from recordings.audio.encoding import Encoding
from recordings.audio.formats import as_it_comes, headerless_type
from recordings.audio.hiding import Cover, Span
from recordings.audio.memory import in_memory_file
from recordings.audio.mpeg import Counted, gapless_header
from recordings.audio.ogg import OpusPages
from recordings.audio.peaks import Peaks
from recordings.audio.piping import fed, pour
from recordings.audio.process import LARGE_FRAMES, Limits, Run, running
from recordings.audio.proving import EXACT, Proof, Prover
from recordings.audio.riff import HEADER, Pieces, wav_header
from recordings.audio.trouble import CopyNotProven
from recordings.vault.spool import Spool

HEAD = 12  # bytes by which a file is told
_BYTES_A_MS = 32  # of a call, to say how long its copy may take


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
        yield _make(original, wanted, spool)


def _make(original: Iterable[bytes], wanted: Wanted, spool: Spool) -> Copy:
    """Samples are counted, not times believed, so that the copy has what the player played there."""
    head, content = _begun(original)
    filters = f"asetpts=N/SR/TB,aformat=sample_rates={wanted.fmt.rates}:channel_layouts=mono|stereo,{LARGE_FRAMES}"
    pcm, told = ["-af", filters, "-c:a", "pcm_s16le", "-f", "wav"], headerless_type(wanted.content_type)
    if streams := told or as_it_comes(head):
        return _streamed(content, head[:4] == b"RIFF" and not told, streams, pcm, wanted, spool)
    with in_memory_file(content) as file, running("decode", file, told, pcm, wanted.limits) as run:
        copy = _copy(run, wanted, spool, wanted.limits.patience(os.fstat(file.fileno()).st_size))
    if run.timed_out:
        raise CopyNotProven("copy_failed")
    return copy


def _begun(original: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The head of a file, and all of it."""
    head, content = b"", iter(original)
    for piece in content:
        head += piece
        if len(head) >= HEAD:
            break
    return head[:HEAD], chain([head], content)


def _streamed(content: Iterator[bytes], chunked: bool, told: list[str], pcm: list[str], wanted: Wanted, spool: Spool) -> Copy:
    """All of the original goes by, so that all of it is known to be whole, also where the copy is of its beginning only."""
    seconds, pieces = wanted.limits.patience(wanted.end_ms * _BYTES_A_MS), Pieces()
    with fed("decode", told, pcm, wanted.limits, seconds) as (run, feed), ThreadPoolExecutor(max_workers=1) as beside:
        making = beside.submit(_copy_and_stop, run, wanted, spool, seconds)
        pour(pieces.watching(content) if chunked else content, feed)
        if pieces.several:
            raise CopyNotProven("two_parts")
        copy = making.result()
    if run.timed_out:
        raise CopyNotProven("copy_failed")
    return copy


def _copy_and_stop(run: Run, wanted: Wanted, spool: Spool, seconds: float) -> Copy:
    """The decoder is stopped after it, whatever came of it: else it would wait for a reader, and whoever feeds it for the decoder."""
    try:
        return _copy(run, wanted, spool, seconds)
    finally:
        run.stop()


def _copy(run: Run, wanted: Wanted, spool: Spool, seconds: float) -> Copy:
    sound = Sound(run.output(), wanted.limits)
    if sound.channels != wanted.channels:
        raise CopyNotProven("copy_failed")
    cutting = Cutting(sound, wanted.start_ms, wanted.end_ms, wanted.hidden, wanted.cover)
    return _wav(cutting, spool, wanted.limits) if wanted.fmt is CopyFormat.WAV else _encoded(cutting, wanted, spool, seconds)


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
