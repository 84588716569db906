"""A released copy of an hour with two parts silenced, proofs and all, against ffmpeg's own pass with its default encoder setting."""

import tempfile
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import psutil

from callgov.bench.harness import Comparison, against
from callgov.bench.speech import HOUR, ffmpeg, long_call
from recordings import audio

PARTS = [audio.Span(600_000, 605_000), audio.Span(1_200_000, 1_203_000)]
SILENT = "volume=enable='between(t,600,605)+between(t,1200,1203)':volume=0"
MOST_MEMORY = 200_000_000  # bytes
KINDS = {".wav": "audio/wav", ".mp3": "audio/mpeg"}


def release() -> Iterable[Comparison]:
    """At most 0.7 times ffmpeg's default pass, under 200 MB, with one decode and one encode."""
    with tempfile.TemporaryDirectory(prefix="callgov-bench-") as folder:
        for suffix in KINDS:
            call = long_call(Path(folder) / f"hour{suffix}")
            bare = [*("-i", call, "-af", SILENT, "-c:a", "libmp3lame", "-b:a", "32k"), Path(folder) / "bare.mp3"]
            times = against(lambda call=call: _copy(call), lambda bare=bare: ffmpeg(*bare), rounds=3)  # type: ignore[misc]
            yield Comparison(f"release: an hour of {suffix[1:].upper()} to silenced MP3, proven", 0.7, *times)
        call, before = Path(folder) / "hour.wav", audio.runs.copy()
        peak = _peak_of(call)
        made = audio.runs - before
        yield Comparison("release: memory of it and its programs", 1.0, peak, MOST_MEMORY, unit="bytes")
        yield Comparison("release: decodes and encodes a copy", 1.0, made["decode"] + made["encode"], 2, unit="runs", counted=True)


def _copy(call: Path) -> None:
    with call.open("rb") as file:
        wanted = audio.Wanted(audio.CopyFormat.MP3, 0, HOUR * 1000, 1, KINDS[call.suffix], PARTS)
        with audio.copied(audio.pieces(file), wanted) as copy:
            deque(copy, maxlen=0)


def _peak_of(call: Path) -> int:
    """The most memory that is held while a copy is made: by this process and by the programs it starts."""
    done, peaks = Event(), [0]

    def look() -> None:
        me = psutil.Process()
        while not done.wait(0.05):
            with suppress(psutil.Error):
                peaks.append(sum(one.memory_full_info().pss for one in (me, *me.children())))

    watch = Thread(target=look)
    watch.start()
    _copy(call)
    done.set()
    watch.join()
    return max(peaks)
