"""The frames of an MP3: their headers are walked, never their sound, to tell a complete file and to prove the length of a copy."""
# The frame that says how much an encoder put before and behind the sound follows "MP3 Info Tag rev 1" (gabriel.mp3-tech.org/mp3infotag).

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = (44100, 48000, 32000)
_SLACK = 4096
_ENCODER_DELAY = 576  # samples that LAME puts before the sound
LONGEST_FRAME = 1152  # samples
DECODER_DELAY = _ENCODER_DELAY + 529  # with those that every decoder adds


@dataclass(frozen=True)
class Frame:
    """One frame: its length in bytes, its samples a channel, its rate, and where a Xing header would stand in it."""

    length: int
    samples: int
    rate: int
    xing: int


def frame(head: bytes) -> Frame | None:
    """The frame that begins with these four bytes, or None when none of Layer III does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, bitrate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return None
    first = version == 3
    hertz = _RATES[rate] >> (0 if first else 1 if version == 2 else 2)
    samples = 1152 if first else 576
    length = samples // 8 * 1000 * (_KBITS_1 if first else _KBITS_2)[bitrate] // hertz + (head[2] >> 1 & 1)
    mono = head[3] >> 6 == 3
    return Frame(length, samples, hertz, 4 + ((17 if mono else 32) if first else (9 if mono else 17)))


def browsers_play_it(file: BinaryIO) -> bool:
    """Whether the file begins as an MP3 does and does not say that it is longer or shorter than it is."""
    number, size = file.fileno(), os.fstat(file.fileno()).st_size
    start = _after_tags(os.pread(number, 10, 0))
    found = frame(os.pread(number, 4, start))
    if found is None:
        return False
    inside = os.pread(number, found.length, start)
    if inside[found.xing : found.xing + 4] in (b"Xing", b"Info"):
        flags, frames_field = inside[found.xing + 7], 4 * (inside[found.xing + 7] & 1)
        at = found.xing + 8 + frames_field
        return bool(flags & 2) and abs(int.from_bytes(inside[at : at + 4], "big") - (size - start)) <= _SLACK
    return inside[36:40] != b"VBRI"


class Counted:
    """How long an MP3 lasts by the frames that went by, `samples` of each channel, and whether there was nothing besides."""

    def __init__(self) -> None:
        self.frames = 0
        self.samples = 0
        self.rate = 0
        self.first = b""
        self._held = b""
        self._only_frames = True

    @property
    def ms(self) -> int:
        """The length in milliseconds."""
        return self.samples * 1000 // self.rate if self.rate else 0

    @property
    def clean(self) -> bool:
        """Whether all of it was whole frames: no tag before, between or behind them, and no half frame at the end."""
        return self._only_frames and not self._held

    def watching(self, encoded: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes, each frame counted on its way."""
        for piece in encoded:
            if self._only_frames:
                self._walk(self._held + piece)
            yield piece

    def _walk(self, held: bytes) -> None:
        at = 0
        while len(held) - at >= 4:
            found = frame(held[at : at + 4])
            if found is None:
                self._only_frames = False
                return
            if len(held) - at < found.length:
                break
            self.first = self.first or held[:4]
            self.samples, self.rate, at = self.samples + found.samples, found.rate, at + found.length
            self.frames += 1
        self._held = held[at:]


def gapless_header(counted: Counted, size: int, samples: int) -> bytes:
    """The frame that stands before `size` bytes of frames and tells players where in them the sound begins and ends.

    Without it a copy would last some tenths of a second longer than the call. `samples` is how long the sound is, a channel. It holds
    numbers alone. Raises ValueError when the frames are too few to hold the sound.
    """
    bits = int.from_bytes(counted.first, "big") & ~0x200  # without the padding bit
    head = bits.to_bytes(4, "big")
    found = frame(head)
    padding = counted.samples - _ENCODER_DELAY - samples
    if found is None or not 0 <= padding < 4096:
        raise ValueError("These frames do not hold the sound.")
    sizes = counted.frames.to_bytes(4, "big") + (size + found.length).to_bytes(4, "big")
    delays = (_ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    tag = b"Info" + (3).to_bytes(4, "big") + sizes + b"LAME3.100" + bytes(12) + delays
    return (head + bytes(found.xing - 4) + tag).ljust(found.length, b"\0")


def _after_tags(head: bytes) -> int:
    """Where the sound begins: behind an ID3v2 tag, whose size has seven bits a byte."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size
