"""One ffmpeg process under limits of time, memory, files, protocols and formats. Nothing of a file is parsed inside our own process
but its headers.

The process gets a file that is already open and no name, no environment, no standard input, may write to no file, and dies with its
limits. What it says about the file is read from its log, which never leaves this room: it holds the file's tags.
"""

import os
import resource
import stat
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread, Timer
from typing import BinaryIO

import imageio_ffmpeg
from django.conf import settings

from recordings.audio.riff import LARGEST_WAV, is_wave

FORMATS = "wav,w64,mp3,ogg,matroska,webm,mov,mp4,m4a,3gp,amr,amrnb,amrwb,flac,aiff,au,caf,asf,aac,gsm,mulaw,alaw,s16le"
# A WAV file decodes many times as fast in large packets, if none is searched for another codec than the header names.
LARGE_PACKETS = ["-max_size", "65536", "-max_probe_packets", "1"]
# What decodes in small frames is handed on in large ones, because each costs a walk from thread to thread.
LARGE_FRAMES = "asetnsamples=8192:p=0"
_READ = 32 * 1024
_LOG_HEAD = 64 * 1024

runs: Counter[str] = Counter()
"""How many times sound was decoded or encoded, as "decode", "encode" and "prove", since this process began: for tests and the bench."""


class AudioToolMissing(Exception):
    """ffmpeg itself cannot be started: the fault lies with the installation, not with the file."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost. Times in seconds, sizes in bytes."""

    file_size: int = field(default_factory=lambda: int(settings.MAX_AUDIO_BYTES))
    audio_seconds: int = 12 * 3600
    wav_size: int = LARGEST_WAV
    base_seconds: float = 30
    bytes_per_second: float = 250_000
    address_space: int = 1024 * 1024 * 1024

    def patience(self, size: int) -> float:
        """How many seconds a file of this size may take: what a machine takes that is ten times as slow as a small one, and a base."""
        return self.base_seconds + size / self.bytes_per_second


class Run:
    """A running ffmpeg. `log`, `code` and `timed_out` are complete once the block that started it has ended."""

    def __init__(self, kind: str, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self.log, self.timed_out = "", False
        self._kind, self._process, self._out, self._err = kind, process, process.stdout, process.stderr
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def code(self) -> int:
        """The exit code; negative when a signal ended it."""
        return int(self._process.returncode)

    def output(self) -> Iterator[bytes]:
        """What it writes, piece by piece, until it ends. Counted as one run of its kind once there is a piece."""
        started = False
        while piece := os.read(self._out.fileno(), _READ):
            runs[self._kind] += not started
            started = True
            yield piece

    def finish(self) -> None:
        """Wait until it has ended by itself."""
        self._process.wait()

    def give_up(self) -> None:
        """Stop waiting for it."""
        self.timed_out = True
        self._process.kill()

    def stop(self) -> None:
        """It has written all that was wanted of it."""
        self._process.kill()

    def end(self) -> None:
        """See that it is gone, and read the last of its log."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        self._out.close()
        self._err.close()

    def _listen(self) -> None:
        """Read the log to its end and keep its beginning: a damaged file can make it endless."""
        head = bytearray()
        while piece := os.read(self._err.fileno(), _READ):
            head += piece[: _LOG_HEAD - len(head)]
        self.log = head.decode("utf-8", "replace")


@contextmanager
def running(
    kind: str, file: BinaryIO, told: Sequence[str], after: Sequence[str], limits: Limits, *, seconds: float | None = None
) -> Iterator[Run]:
    """ffmpeg reading `file` and writing to `Run.output()`. `told` says how to read a headerless file or a pipe, `after` what to write.

    `kind` is "decode", "encode" or "prove"; `seconds` is how long it may take, which else follows from the file's size. The process is
    gone when the block ends, however that ends. Raises AudioToolMissing when it cannot be started.
    """
    seconds = limits.patience(os.fstat(file.fileno()).st_size) if seconds is None else seconds
    process = _start(file, told, after)
    with suppress(ProcessLookupError):
        _limit(process.pid, limits, seconds)
        _keep_on_one_core(process.pid, kind == "encode")
    run = Run(kind, process)
    watch = Timer(seconds, run.give_up)
    watch.start()
    try:
        yield run
    finally:
        watch.cancel()
        run.end()


def _start(file: BinaryIO, told: Sequence[str], after: Sequence[str]) -> subprocess.Popen[bytes]:
    before = told or (LARGE_PACKETS if is_wave(os.pread(file.fileno(), 12, 0)) else [])
    command = [
        settings.FFMPEG_BINARY or imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-nostats", "-v", "info", "-threads", "1",
        "-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS, *before, "-i", _name(file), "-map", "0:a:0",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-flush_packets", "0", *after, "pipe:1",
    ]  # fmt: skip
    environment = {"MALLOC_ARENA_MAX": "2"}  # each further arena of its threads would take 64 MiB of the address space
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[file.fileno()], env=environment
        )
    except OSError as error:
        raise AudioToolMissing(
            "ffmpeg cannot be started. Check FFMPEG_BINARY, or leave it empty to use the one that is installed."
        ) from error
    return process


def _name(file: BinaryIO) -> str:
    """A pipe is read as it comes; a file is opened anew, so that each reader has a place of its own in it."""
    return f"pipe:{file.fileno()}" if stat.S_ISFIFO(os.fstat(file.fileno()).st_mode) else f"/dev/fd/{file.fileno()}"


def _limit(pid: int, limits: Limits, seconds: float) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.address_space),
        (resource.RLIMIT_CPU, 2 * int(seconds) + 2),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.prlimit(pid, kind, (most, most))


def _keep_on_one_core(pid: int, other: bool) -> None:
    """One pass alone has little to do in parallel: handing each packet from core to core costs more than half of its time again.

    An encode takes as long as all that is done beside it, and has the `other` core.
    """
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(pid, {cores[(os.getpid() + other) % len(cores)]})
