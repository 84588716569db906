"""Children are ready when we say so, end when we say so, and end with us when we cannot say anything any more."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from callgov.bootstrap import ROOT
from callgov.processes import StartFailed, answers, free_port, start

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
IGNORES = [sys.executable, "-c", "import signal, time; signal.signal(15, lambda *_: None); print('up', flush=True); time.sleep(60)"]
PARENT = """
import sys, time
from pathlib import Path
from callgov.processes import start
print(start("A child", [sys.executable, "-c", "import time; time.sleep(60)"], log=Path(sys.argv[1])).process.pid, flush=True)
time.sleep(60)
"""


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_child_that_ends_before_it_is_ready_is_told_with_its_log(tmp_path: Path) -> None:
    child = start("The clock", [sys.executable, "-c", "raise SystemExit('no hands')"], log=tmp_path / "clock.log")
    with pytest.raises(StartFailed, match=r"The clock ended at once with code 1\. Its output is in .*clock\.log"):
        child.wait_until(lambda: False)
    assert "no hands" in child.log.read_text()


def test_a_child_that_never_gets_ready_is_told(tmp_path: Path) -> None:
    child = start("The clock", SLEEPS, log=tmp_path / "log")
    with pytest.raises(StartFailed, match=r"was not ready after 0\.1 seconds"):
        child.wait_until(lambda: False, seconds=0.1)
    child.stop()


def test_a_child_is_asked_to_end(tmp_path: Path) -> None:
    child = start("A child", SLEEPS, log=tmp_path / "log")
    child.stop()
    assert child.process.returncode == -signal.SIGTERM


def test_a_child_that_will_not_end_is_ended(tmp_path: Path) -> None:
    child = start("A child", IGNORES, log=tmp_path / "log")
    child.wait_until(lambda: "up" in child.log.read_text())
    child.stop(patience=0.1)
    assert child.process.returncode == -signal.SIGKILL


def test_stopping_twice_is_no_trouble(tmp_path: Path) -> None:
    child = start("A child", SLEEPS, log=tmp_path / "log")
    child.stop()
    child.stop()


def test_a_child_reads_what_it_is_given(tmp_path: Path) -> None:
    child = start("A reader", [sys.executable, "-c", "print(input())"], log=tmp_path / "log", stdin=b"hello\n")
    assert child.process.wait(10) == 0
    assert child.log.read_text() == "hello\n"


def test_no_child_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, tmp_path / "log"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline()) if parent.stdout else 0
        assert not is_gone(child)
        parent.kill()
    assert eventually(lambda: is_gone(child))


def test_a_free_port_has_nobody_on_it() -> None:
    assert not answers(free_port())
