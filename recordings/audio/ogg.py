"""The pages of an Ogg file: walked, never decoded, to prove that a copy holds one stream of sound, no tag and nothing behind its end."""

import struct
from collections.abc import Iterable, Iterator

_PAGE = struct.Struct("<4sBBqIIIB")
_LAST = 4
_NO_TAG = b"encoder="


class OpusPages:
    """Whether an Ogg Opus file is its two headers, without a comment but the encoder's own name, and pages of sound up to the last."""

    def __init__(self) -> None:
        self._held = b""
        self._headers: list[bytes] = []
        self._serial: int | None = None
        self._last = False
        self._good = True

    @property
    def clean(self) -> bool:
        """Whether all of it was so."""
        return self._good and self._last and not self._held and len(self._headers) == 2

    def watching(self, encoded: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes, each page looked at on its way."""
        for piece in encoded:
            if self._good:
                self._walk(self._held + piece)
            yield piece

    def _walk(self, held: bytes) -> None:
        at = 0
        while len(held) - at >= _PAGE.size:
            magic, version, kind, _place, serial, _number, _sum, segments = _PAGE.unpack_from(held, at)
            begin = at + _PAGE.size + segments
            if len(held) < begin or len(held) < (end := begin + sum(held[at + _PAGE.size : begin])):
                break
            self._good = self._good and magic == b"OggS" and version == 0 and not self._last and self._serial in (None, serial)
            self._serial, self._last, at = serial, bool(kind & _LAST), end
            self._look(held[begin:end])
        self._held = held[at:]

    def _look(self, content: bytes) -> None:
        """The first two pages hold one header each."""
        if len(self._headers) < 2:
            self._headers.append(content)
            self._good = self._good and (content[:8] == b"OpusHead" if len(self._headers) == 1 else _has_no_tag(content))


def _has_no_tag(header: bytes) -> bool:
    """Whether an OpusTags header has no comment but the name of the encoder, and nothing behind."""
    if header[:8] != b"OpusTags":
        return False
    try:
        fields = list(_fields(header))
    except struct.error:
        return False
    return all(field.lower().startswith(_NO_TAG) for field in fields)


def _fields(header: bytes) -> Iterator[bytes]:
    """The comments. What is left over after the last counts as one."""
    (length,) = struct.unpack_from("<I", header, 8)
    (count,) = struct.unpack_from("<I", header, 12 + length)
    at = 16 + length
    for _ in range(count):
        (length,) = struct.unpack_from("<I", header, at)
        yield header[at + 4 : at + 4 + length]
        at += 4 + length
    if at < len(header):
        yield header[at:]
