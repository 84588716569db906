"""Taking files in, rows and sealing and all, against a bare decode with a hash, one encryption and one synced write of the same file."""

import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import Telephony, write_manifest
from callgov.bench.speech import ffmpeg, long_call, short_calls
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings import audio
from recordings.intake.services import import_path

_sources = itertools.count(1)


def intake() -> Iterable[Comparison]:
    """Files over a minute at most 1.2 times the floor, short ones at most 1.3 times, each decoded once."""
    Telephony()
    with tempfile.TemporaryDirectory(prefix="callgov-bench-") as room:
        for kind in ("wav", "mp3"):
            file = long_call(Path(room) / f"hour.{kind}")
            yield from _taken_in(f"one hour of {kind.upper()}", [file], Path(room), goal=1.2, rounds=3)
        yield from _taken_in("short files", short_calls(), Path(room), goal=1.3, rounds=7)


def _taken_in(name: str, files: Sequence[Path], room: Path, *, goal: float, rounds: int) -> Iterable[Comparison]:
    folder = _folder(room / name, files)
    product, decodes = _importer(folder, len(files))
    times = against(product, lambda: _floor(files, room / "floor"), rounds=rounds)
    yield Comparison(f"intake: {name}", goal, times[0] / len(files), times[1] / len(files), note="a file")
    expected = (rounds + 1) * len(files)
    yield Comparison(f"intake: {name}, decodes", 1.0, decodes(), expected, unit="decodes", counted=True, note="one a file")


def _folder(folder: Path, files: Sequence[Path]) -> Path:
    """The files with their list of calls, as a telephone system leaves them."""
    folder.mkdir()
    for file in files:
        shutil.copy(file, folder)
    write_manifest(folder, [(file.name, number) for number, file in enumerate(files, start=1)])
    return folder


def _importer(folder: Path, count: int) -> tuple[Callable[[], None], Callable[[], int]]:
    """Imports the folder as if from another telephone system each time; and how many decodes that took until now."""
    before = audio.runs["decode"]

    def product() -> None:
        with as_job(Job.COMMAND, reason="bench"):
            outcome = import_path(paths=[folder], now=clock.now(), source=f"bench {next(_sources)}")
        assert outcome.taken_in == count, outcome  # nosec B101: a file that stays outside must not be measured

    return product, lambda: audio.runs["decode"] - before


def _floor(files: Iterable[Path], target: Path) -> None:
    for file in files:
        ffmpeg("-i", file, "-f", "s16le", "pipe:1")
        data = file.read_bytes()
        hashlib.sha256(data).digest()
        sealed = AESGCM(os.urandom(32)).encrypt(os.urandom(12), data, None)
        with target.open("wb") as written:
            written.write(sealed)
            os.fsync(written.fileno())
