"""Programs that read what we write: an ffmpeg at the end of a pipe, and a thread beside the one that waits for it."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from typing import BinaryIO

from recordings.audio.process import Limits, Run, running
from recordings.audio.trouble import CopyNotProven, UnusableAudio
from recordings.vault.places import write_all


@contextmanager
def fed(kind: str, told: Sequence[str], after: Sequence[str], limits: Limits, seconds: float) -> Iterator[tuple[Run, BinaryIO]]:
    """A running ffmpeg and the pipe that it reads, which whoever writes to it closes at the end."""
    end, start = os.pipe()
    with ExitStack() as stack:
        feed = stack.enter_context(os.fdopen(start, "wb", buffering=0))
        with os.fdopen(end, "rb", buffering=0) as source:  # ours is closed, so that writing to a program that ended is an error
            run = stack.enter_context(running(kind, source, told, after, limits, seconds=seconds))
        yield run, feed


def pour(pieces: Iterator[bytes], feed: BinaryIO) -> None:
    """Write all pieces into the pipe and close it. A program that ended before it was told all says why by its exit code."""
    with feed:
        try:
            for piece in pieces:
                write_all(feed.fileno(), piece)
        except BrokenPipeError:
            deque(pieces, maxlen=0)


class Beside:
    """Work done in a thread of its own, whose trouble comes out where one waits for it."""

    def __init__(self, work: Callable[[], None], give_way: Callable[[], object]) -> None:
        self._work, self._give_way = work, give_way
        self._trouble: UnusableAudio | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait until it is done. Raises what it raised."""
        self._thread.join()
        if self._trouble is not None:
            raise self._trouble

    def _run(self) -> None:
        try:
            self._work()
        except UnusableAudio as trouble:
            self._trouble = trouble
        except OSError:
            self._trouble = CopyNotProven("copy_failed")
        if self._trouble is not None:
            with suppress(OSError, ValueError):  # whoever was to be let go is closed already: nobody waits any more
                self._give_way()
