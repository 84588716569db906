"""Merkle trees as in RFC 6962: a leaf and a node can never be taken for each other, and any change below changes the root."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice

EMPTY = sha256().digest()
NOTHING_BEFORE = bytes(32)
_LEAF, _NODE, _HEAD = b"\x00", b"\x01", b"\x02"
_CHUNK = 4096  # a power of two, so that whole chunks are whole subtrees


def leaf(text: bytes) -> bytes:
    """The hash of one entry's canonical text."""
    return sha256(_LEAF + text).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes of one level: pairs are joined, an odd one moves up as it is."""
    if not hashes:
        return EMPTY
    while len(hashes) > 1:
        joined = [sha256(_NODE + hashes[at] + hashes[at + 1]).digest() for at in range(0, len(hashes) - 1, 2)]
        hashes = [*joined, hashes[-1]] if len(hashes) % 2 else joined
    return hashes[0]


def grow(texts: Iterable[bytes]) -> tuple[int, bytes]:
    """How many texts there are, and the root over them. Holds one chunk of them at a time."""
    remaining, count, subtrees = iter(texts), 0, []
    while chunk := [leaf(text) for text in islice(remaining, _CHUNK)]:
        count += len(chunk)
        subtrees.append(root_of(chunk))
    return count, root_of(subtrees)


def head(*, number: int, form: int, first: int, upto: int, entries: int, sealed_at: int, root: bytes, previous: bytes) -> bytes:
    """The hash that stands for a seal and, through `previous`, for every seal before it. `sealed_at` is in microseconds since 1970."""
    numbers = b"".join(value.to_bytes(8, "big") for value in (number, form, first, upto, entries, sealed_at))
    return sha256(_HEAD + numbers + root + previous).digest()
