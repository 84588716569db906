"""What a WAV file says of itself, read chunk by chunk and believed by nobody: it only serves to find where it contradicts itself."""

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
LARGEST_WAV = 0xFFFFFFFF - 36
_UNKNOWN = 0xFFFFFFFF
_MOST_CHUNKS = 1000
_CODECS = {(1, 8): "pcm_u8", (1, 16): "pcm_s16le", (6, 8): "pcm_alaw", (7, 8): "pcm_mulaw"}


@dataclass(frozen=True)
class Wave:
    """The fields of the format chunk, and what is known of the data. `stated` is None when the recorder never wrote the size."""

    tag: int
    channels: int
    rate: int
    block: int
    bits: int
    parts: int
    stated: int | None
    present: int

    @property
    def cut_off(self) -> bool:
        """Whether less sound is there than the file says."""
        return self.stated is not None and self.present < self.stated

    @property
    def codec(self) -> str:
        """What ffmpeg should find in it, if browsers play that; otherwise empty."""
        return _CODECS.get((self.tag, self.bits), "")

    @property
    def browsers_play_it(self) -> bool:
        """Whether every browser plays it as it stands and finds the same length in it: 8- or 16-bit PCM or G.711, complete, in one part."""
        sound = self.codec != "" and self.channels in (1, 2) and 8000 <= self.rate <= 48000
        return sound and self.block == self.channels * self.bits // 8 and self.stated == self.present > 0

    @property
    def stated_ms(self) -> int:
        """How long the data chunk lasts by its own size. Only where browsers play it."""
        return self.present // self.block * 1000 // self.rate


class Pieces:
    """Whether an ordinary WAV file that goes by holds several pieces of sound, told as `read_wave` tells it of one that lies still."""

    def __init__(self) -> None:
        self._head, self._skip, self._looked_at = b"", 12, 0
        self._walking = True
        self._well_named = True
        self._sizes: list[int] = []
        self._open = 0

    def watching(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes, the head of each chunk looked at on its way."""
        for piece in content:
            self._walk(piece)
            yield piece

    @property
    def several(self) -> bool:
        """Whether there are, so that none can say which is the call. True once all has gone by."""
        goes_on = self._open and (self._head or not self._well_named)
        count = self._open if goes_on else len(self._sizes)
        return count > 1 and any(self._sizes) and self._looked_at < _MOST_CHUNKS

    def _walk(self, piece: bytes) -> None:
        at = 0
        while self._walking and at < len(piece):
            over = min(self._skip, len(piece) - at)
            self._skip -= over
            at += over
            head = piece[at : at + 8 - len(self._head)]
            self._head += head
            at += len(head)
            if len(self._head) == 8:
                self._look(*struct.unpack("<4sI", self._head))
                self._head = b""

    def _look(self, name: bytes, stated: int) -> None:
        """One chunk. Sound without a size goes on to the end, unless only well-named chunks follow."""
        self._looked_at += 1
        self._skip = stated + stated % 2
        self._well_named = self._well_named and (not self._open or (name.isascii() and name.decode().isprintable()))
        if name == b"data":
            self._sizes.append(stated)
            self._open = self._open or (len(self._sizes) if stated == 0 else 0)
        self._walking = self._looked_at < _MOST_CHUNKS and not (name == b"data" and stated == _UNKNOWN)


def is_wave(head: bytes) -> bool:
    """Whether a file that begins so is a WAV file of any kind."""
    return head[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and head[8:12] == b"WAVE"


def read_wave(file: BinaryIO) -> Wave | None:
    """What an ordinary WAV file says, or None: for the large and the big-endian kinds, without a format chunk, with endless chunks."""
    number, size = file.fileno(), os.fstat(file.fileno()).st_size
    if os.pread(number, 4, 0) != b"RIFF":
        return None
    form, parts, looked_at = b"", [], 0
    for name, offset, stated in _chunks(number, 12):
        looked_at += 1
        if name == b"fmt ":
            form = form or os.pread(number, 16, offset)
        if name == b"data":
            open_end = stated == _UNKNOWN or (stated == 0 and not _ends_in_chunks(number, offset, size))
            parts.append((None if open_end else stated, size - offset if open_end else min(size - offset, stated)))
            if open_end:
                break
    if len(form) < 16 or looked_at == _MOST_CHUNKS:
        return None
    tag, channels, rate, _, block, bits = struct.unpack("<HHIIHH", form)
    stated_size, present = max(parts, key=lambda part: part[1], default=(0, 0))
    return Wave(tag, channels, rate, block, bits, len(parts) if present > 0 else 0, stated_size, present)


def wav_header(channels: int, rate: int, size: int) -> bytes:
    """The header of a WAV file of 16-bit PCM with so many bytes of data, which are under 4 GiB."""
    return HEADER.pack(
        b"RIFF", size + HEADER.size - 8, b"WAVE", b"fmt ", 16, 1, channels, rate, rate * channels * 2, channels * 2, 16, b"data", size
    )


def _chunks(number: int, offset: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, place of the content and stated size of each chunk from here on; of a thousand chunks and no more."""
    for _ in range(_MOST_CHUNKS):
        head = os.pread(number, 8, offset)
        if len(head) < 8:
            return
        name, stated = struct.unpack("<4sI", head)
        yield name, offset + 8, stated
        offset += 8 + stated + stated % 2


def _ends_in_chunks(number: int, offset: int, size: int) -> bool:
    """Whether from here there are only well-named chunks up to the very end: then an empty data chunk before them is truly empty."""
    for name, place, stated in _chunks(number, offset):
        if not (name.isascii() and name.decode().isprintable()):
            return False
        offset = place + stated + stated % 2
    return offset >= size
