"""Files that lie in memory alone, for a program that wants a file where plain audio must not rest on disk."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

PIECE = 256 * 1024


@contextmanager
def in_memory_file(source: Iterable[bytes]) -> Iterator[BinaryIO]:
    """A file without a name that holds what `source` yields and vanishes with the block. It takes as much memory as the bytes do."""
    with os.fdopen(os.memfd_create("audio"), "w+b") as file:
        for piece in source:
            file.write(piece)
        file.seek(0)
        yield file


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file from its beginning, piece by piece, wherever others have read in it meanwhile."""
    offset = 0
    while piece := os.pread(file.fileno(), PIECE, offset):
        offset += len(piece)
        yield piece
