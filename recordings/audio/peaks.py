"""The waveform: how loud each channel is along the call, at no more than 2,000 points, in one pass and constant memory."""

import warnings
from collections.abc import Iterable, Iterator

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # from Python 3.13 on the same module comes from the package audioop-lts
    import audioop

MOST = 2000
_LOUDEST = 32768
_FIRST_WINDOW = 80


class Peaks:
    """The loudest sample of each window of 16-bit PCM. Windows double in length whenever there would be too many."""

    def __init__(self, channels: int) -> None:
        self.channels = channels
        self._window = _FIRST_WINDOW
        self._filled = 0
        self._top = [0] * channels
        self._closed: list[list[int]] = [[] for _ in range(channels)]

    def watching(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The same blocks, each looked at on its way. Blocks hold whole frames."""
        for block in blocks:
            self._feed(memoryview(block))
            yield block

    def points(self) -> list[list[float]]:
        """For each channel its points, each 0 (silence) to 1."""
        rest = [[top] if self._filled else [] for top in self._top]
        return [[round(top / _LOUDEST, 3) for top in (*closed, *more)] for closed, more in zip(self._closed, rest, strict=True)]

    def _feed(self, block: memoryview) -> None:
        width = 2 * self.channels
        while block:
            part = block[: (self._window - self._filled) * width]
            block = block[len(part) :]
            self._filled += len(part) // width
            for channel in range(self.channels):
                alone = part if self.channels == 1 else audioop.tomono(part, 2, 1 - channel, channel)
                self._top[channel] = max(self._top[channel], audioop.max(alone, 2))
            if self._filled == self._window:
                self._close()

    def _close(self) -> None:
        for closed, top in zip(self._closed, self._top, strict=True):
            closed.append(top)
        self._filled, self._top = 0, [0] * self.channels
        if len(self._closed[0]) == MOST:
            self._window *= 2
            self._closed = [[max(pair) for pair in zip(closed[::2], closed[1::2], strict=True)] for closed in self._closed]
