"""One file ahead: while one call is being sealed and entered, the next is decoded already. Half of a short call is waiting otherwise.

One thread decodes, in order, what it is told to begin; it asks no database. A file is decoded once: what was begun is what is used.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from callgov.refusals import Refused
from recordings import audio
from recordings.audio import AudioToolMissing, Examined, UnusableAudio
from recordings.intake import folder
from recordings.vault.trouble import VaultUnavailable

Decoded = tuple[ExitStack, Examined]


class Ahead:
    """The files of one folder that are being decoded before their turn. Used as a block, at whose end nothing stays open."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pool = ThreadPoolExecutor(1)
        self._begun: dict[str, Future[Decoded]] = {}

    def begin(self, name: str) -> None:
        """Begin to decode a file, unless it is begun."""
        if name not in self._begun:
            self._begun[name] = self._pool.submit(_decode, self._root, name)

    @contextmanager
    def examined(self, file: BinaryIO, name: str) -> Iterator[Examined]:
        """What the file is, begun before or decoded now. Raises as `audio.examine`."""
        stack, found = self._begun_of(name) or _examine(ExitStack(), file, name)
        with stack:
            yield found

    def _begun_of(self, name: str) -> Decoded | None:
        """What was begun of a file; None as well when it could not be opened then."""
        begun = self._begun.pop(name, None)
        with suppress(Refused):
            return begun.result() if begun else None
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for begun in self._begun.values():
            with suppress(Refused, UnusableAudio, AudioToolMissing, VaultUnavailable):
                begun.result()[0].close()
        self._pool.shutdown()


def _decode(root: Path, name: str) -> Decoded:
    with ExitStack() as stack:
        file = stack.enter_context(folder.opened(root, name, ""))
        return _examine(stack, file, name)


def _examine(stack: ExitStack, file: BinaryIO, name: str) -> Decoded:
    with stack:
        found = stack.enter_context(audio.examine(file, name))
        return stack.pop_all(), found
