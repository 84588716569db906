"""The sealed format: AES-256-GCM in frames of 64 KiB, after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, 2015).

    object = header ‖ frame 0 ‖ frame 1 ‖ … ‖ last frame
    header = "CGVT" ‖ version 1 ‖ prefix (7 random bytes)
    frame  = AES-256-GCM(key, nonce, up to 65,536 plain bytes, associated data) with its 16-byte tag
    nonce  = prefix ‖ counter (4 bytes, big-endian) ‖ 1 in the last frame, else 0
    associated data = what the caller binds in ‖ header

Every frame but the last is full, and an empty object is one empty frame, so sizes tell positions and a range needs only the frames it
touches. A bit that flipped, a frame moved, left out, doubled or cut off, another object's frame and another header are all refused.
A key seals one object only.
"""

import os
from collections.abc import Callable, Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from recordings.vault.trouble import TamperedObject

FRAME = 64 * 1024
TAG = 16
SEALED_FRAME = FRAME + TAG
MAGIC = b"CGVT\x01"
HEADER = len(MAGIC) + 7

Read = Callable[[int, int], bytes]


def sealed_size(plain_size: int) -> int:
    """How many bytes so many plain bytes take when sealed."""
    return HEADER + plain_size + TAG * max(1, -(-plain_size // FRAME))


def plain_size(sealed: int) -> int:
    """How many plain bytes a sealed object of this size holds. Raises TamperedObject for a size that no sealed object has."""
    full, rest = divmod(sealed - HEADER, SEALED_FRAME)
    size = full * FRAME + max(0, rest - TAG)
    if sealed < HEADER + TAG or sealed_size(size) != sealed:
        raise TamperedObject(f"No sealed object is {sealed} bytes long: it was cut off or added to.")
    return size


def seal(source: Iterable[bytes], key: bytes, aad: bytes) -> Iterator[bytes]:
    """The sealed bytes of what `source` yields in pieces of any size, in constant memory. `key` has 32 bytes and is used once."""
    header = MAGIC + os.urandom(HEADER - len(MAGIC))
    prefix, bound, cipher = header[len(MAGIC) :], aad + header, AESGCM(key)
    yield header
    for number, (frame, last) in enumerate(_framed(source)):
        yield cipher.encrypt(_nonce(prefix, number, last), frame, bound)


def open_range(
    read: Read, sealed: int, key: bytes, aad: bytes, start: int = 0, end: int | None = None, *, stride: int = 1
) -> Iterator[bytes]:
    """The plain bytes from `start` up to but without `end`, in pieces of at most one frame.

    `read(start, end)` fetches sealed bytes, `sealed` is the size of the whole object as it lies, `stride` how many frames are fetched
    at once. Only frames that hold something of the range are fetched. Raises TamperedObject at the first frame that does not open,
    and ValueError for a range outside the object.
    """
    size = plain_size(sealed)
    end = size if end is None else end
    if not 0 <= start <= end <= size:
        raise ValueError(f"The range {start} to {end} is not inside an object of {size} bytes.")
    header = read(0, HEADER)
    if len(header) != HEADER or not header.startswith(MAGIC):
        raise TamperedObject("The object does not begin as a sealed object does.")
    prefix, bound, cipher = header[len(MAGIC) :], aad + header, AESGCM(key)
    first, stop, last = start // FRAME, max(start // FRAME + 1, -(-end // FRAME)), max(0, (size - 1) // FRAME)
    for number, frame in _fetched(read, sealed, min(first, last), min(stop, last + 1), stride):
        try:
            plain = cipher.decrypt(_nonce(prefix, number, number == last), frame, bound)
        except InvalidTag as error:
            raise TamperedObject(f"Frame {number} is not what was sealed here.") from error
        offset = number * FRAME
        inside = offset >= start and offset + len(plain) <= end
        yield plain if inside else plain[max(0, start - offset) : end - offset]


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _framed(source: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pieces of exactly one frame, and the rest marked as the last: a frame is held back until more is known to follow."""
    held = bytearray()
    for piece in source:
        held += piece
        while len(held) > FRAME:
            yield bytes(held[:FRAME]), False
            del held[:FRAME]
    yield bytes(held), True


def _fetched(read: Read, sealed: int, first: int, stop: int, stride: int) -> Iterator[tuple[int, memoryview]]:
    """The sealed frames from `first` up to but without `stop`, with their numbers."""
    for number in range(first, stop, stride):
        begin = HEADER + number * SEALED_FRAME
        finish = min(sealed, HEADER + min(stop, number + stride) * SEALED_FRAME)
        batch = memoryview(read(begin, finish))
        if len(batch) != finish - begin:
            raise TamperedObject("The object ends before its last frame.")
        for offset in range(0, len(batch), SEALED_FRAME):
            yield number + offset // SEALED_FRAME, batch[offset : offset + SEALED_FRAME]
