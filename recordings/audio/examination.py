"""Taking a file in: one decode that tells everything the product must know of it."""

import hashlib
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from recordings.audio import mpeg
from recordings.audio.decoding import Heard, decode
from recordings.audio.formats import headerless, media_type
from recordings.audio.memory import pieces
from recordings.audio.process import LARGE_FRAMES, Limits
from recordings.audio.riff import Wave, is_wave, read_wave, wav_header
from recordings.audio.trouble import UnusableAudio
from recordings.vault.spool import Spool

# For listening, 16 kHz carry all that a telephone does. ffmpeg takes the nearest rate, and mixes more than two channels down to two.
_LISTENING = f"aformat=sample_rates=8000|11025|12000|16000:channel_layouts=mono|stereo,{LARGE_FRAMES}"
_CUT_OFF = "The file ends before its own stated end, so part of the call may be missing. What is there can be played."
_UNFINISHED = "The recorder never finished the file. What is there can be played."


@dataclass(frozen=True)
class Examined:
    """What a recording is. Length, channels and waveform come from its samples, never from its header.

    `channels` is 1 or 2, more having been mixed down; `peaks` holds up to 2,000 points a channel, each 0 to 1; `playable` says that
    browsers play the file as it stands, otherwise `listening()` is the copy to keep; `note` is a sentence about a file that was cut off
    or never finished, and empty otherwise.
    """

    container: str
    codec: str
    content_type: str
    sample_rate: int
    channels: int
    duration_ms: int
    peaks: list[list[float]]
    sha256: str
    size: int
    playable: bool
    cut_off: bool
    note: str
    _heard: Heard
    _pcm: Spool

    def listening(self) -> Iterator[bytes]:
        """A 16-bit WAV file of the same samples, at 16 kHz or less. Only for a file that is not playable, and inside `examine`'s block."""
        return chain([wav_header(self.channels, self._heard.rate, self._pcm.size)], self._pcm)


@contextmanager
def examine(file: BinaryIO, name: str = "", limits: Limits | None = None) -> Iterator[Examined]:
    """What the open file is, by one full decode in constant memory. `name` only helps with headerless files.

    Raises UnusableAudio, whose sentence says why and what to do, and AudioToolMissing or VaultUnavailable when the fault is ours.
    """
    limits = limits or Limits()
    head = os.pread(file.fileno(), 512, 0)
    _refuse_at_sight(head, os.fstat(file.fileno()).st_size, limits)
    wave = _wave(file) if is_wave(head) else None
    playable = wave.browsers_play_it if wave else mpeg.browsers_play_it(file)
    sha256, size = _measured(file)
    with Spool() as spool:
        heard = _hear(file, name, None if playable else spool, limits)
        yield _examined(heard, wave, playable, sha256, size, spool)


def _refuse_at_sight(head: bytes, size: int, limits: Limits) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not size:
        raise UnusableAudio("empty")
    if size > limits.file_size:
        raise UnusableAudio("too_large")
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml")):
        raise UnusableAudio("web_page")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise UnusableAudio("archive")


def _wave(file: BinaryIO) -> Wave | None:
    """What a WAV file says of itself. Two pieces of sound are refused: ffmpeg would play the second alone, a browser the first."""
    wave = read_wave(file)
    if wave and wave.parts > 1:
        raise UnusableAudio("two_parts")
    if wave and not wave.parts:
        raise UnusableAudio("no_samples")
    return wave


def _measured(file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces(file):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _hear(file: BinaryIO, name: str, spool: Spool | None, limits: Limits) -> Heard:
    """Decode the file as what its content is or, only when that is nothing known, as the headerless file that its name says."""

    def keep(blocks: Iterator[bytes]) -> None:
        if spool is None:
            deque(blocks, maxlen=0)
        else:
            spool.fill(blocks)

    try:
        return decode(file, [], _LISTENING, keep, limits)
    except UnusableAudio as unusable:
        told = headerless(name)
        if unusable.code != "not_audio" or not told:
            raise
    return decode(file, told, _LISTENING, keep, limits)


def _examined(heard: Heard, wave: Wave | None, playable: bool, sha256: str, size: int, spool: Spool) -> Examined:
    if wave and playable and (heard.codec != wave.codec or abs(heard.ms - wave.stated_ms) > 2):
        raise UnusableAudio("contradictory")
    cut_off = wave.cut_off if wave else heard.stated_ms - heard.ms > max(1000, heard.ms // 50)
    unfinished = wave is not None and wave.stated is None
    return Examined(
        container=heard.container,
        codec=heard.codec,
        content_type=media_type(heard.container),
        sample_rate=heard.source_rate,
        channels=heard.channels,
        duration_ms=heard.ms,
        peaks=heard.peaks,
        sha256=sha256,
        size=size,
        playable=playable,
        cut_off=cut_off,
        note=_CUT_OFF if cut_off else _UNFINISHED if unfinished else "",
        _heard=heard,
        _pcm=spool,
    )
