"""Child processes that never outlive their parent: stopped in order when all goes well, by the kernel when it does not."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
PR_SET_PDEATHSIG = 1
# looked up before any fork, because a child may not load libraries between fork and exec
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


class StartFailed(RuntimeError):
    """A child ended, or did not answer, before it was ready. The message names its log."""


@dataclass(frozen=True)
class Account:
    """The account a child runs as; as it stands, our own."""

    user: int | None = None
    group: int | None = None
    more_groups: tuple[int, ...] | None = None


OURS = Account()


@dataclass(frozen=True)
class Child:
    """One running process, the signal that ends it in good order, and the file its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals
    log: Path

    def wait_until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        """Returns once `ready()`; raises `StartFailed` when the process ends first or `seconds` pass."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise StartFailed(f"{self.name} ended at once with code {self.process.returncode}. Its output is in {self.log}")
            if time.monotonic() > deadline:
                raise StartFailed(f"{self.name} was not ready after {seconds:g} seconds. Its output is in {self.log}")
            time.sleep(0.03)

    def stop(self, patience: float = 10) -> None:
        """Asks the process to end, and ends it when it has not after `patience` seconds."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    stop_signal: signal.Signals = signal.SIGTERM,
    account: Account = OURS,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: bytes = b"",
) -> Child:
    """Starts a child in a session of its own (Ctrl-C reaches us alone; we stop the children in their order)."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=environment,
            user=account.user,
            group=account.group,
            extra_groups=account.more_groups,
            start_new_session=True,
            preexec_fn=_dies_with(os.getpid(), stop_signal),
        )
    if process.stdin:
        with suppress(BrokenPipeError), process.stdin:  # a child that ended already is told of by whoever waits for it
            process.stdin.write(stdin)
    return Child(name, process, stop_signal, log)


def _dies_with(parent: int, stop_signal: signal.Signals) -> Callable[[], None]:
    """Asks the kernel to send `stop_signal` when the parent is gone, however it went. Linux only."""

    def ask() -> None:
        if _prctl is not None:
            _prctl(PR_SET_PDEATHSIG, stop_signal)
            if os.getppid() != parent:
                os._exit(1)

    return ask


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something accepts connections on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((LOOPBACK, port)) == 0
