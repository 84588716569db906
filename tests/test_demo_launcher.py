"""`manage.py demo` in a checkout of its own: it comes up, it is told apart from a practice, and nothing of it outlives it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from callgov.bootstrap import ROOT
from callgov.demo import run as run_demo
from callgov.processes import free_port
from tests.test_processes import eventually, is_gone

NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", "var", "tests", "docs")
GIVEN = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "VAULT_FOLDER", "VAULT_KEY_RING", "CALLGOV_TESTING", "CALLGOV_DEMO")
MANAGE = [sys.executable, "manage.py"]

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """A copy of this checkout with assets built and no data yet, at a place that every account can walk to."""
    folder = Path(tempfile.mkdtemp(prefix="callgov-tests-"))
    folder.chmod(0o711)
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED, dirs_exist_ok=True)
    shutil.copytree(ROOT / "var" / "assets", folder / "var" / "assets")
    yield folder
    shutil.rmtree(folder)


def as_a_newcomer(**more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return {**plain, "CALLGOV_NO_BOOTSTRAP": "1", **more}


def run(checkout: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MANAGE, *command], cwd=checkout, env=as_a_newcomer(**more), capture_output=True, text=True)


@contextmanager
def demo(checkout: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A demo that is coming up, and where it will be."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it, and so would the demo
    port = free_port()
    command = [*MANAGE, "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=checkout, env=as_a_newcomer(), stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, f"http://localhost:{port}"
        finally:
            process.kill()


def descendants(process: subprocess.Popen[str]) -> list[int]:
    return [child.pid for child in psutil.Process(process.pid).children(recursive=True)]


def test_a_demo_that_is_killed_while_it_is_made_leaves_no_server_worker_or_schedule_behind(checkout: Path) -> None:
    with demo(checkout) as (process, _):
        assert eventually((checkout / "var" / "unfinished").exists, seconds=120)
        parts = descendants(process)
        process.kill()
    assert len(parts) > 5
    assert eventually(lambda: all(is_gone(pid) for pid in parts), seconds=20)


def test_after_a_demo_that_was_cut_short_the_tour_starts_afresh_and_walks_the_whole_journey(checkout: Path) -> None:
    walked = run(checkout, "demo", "--tour", "--port", str(free_port()))
    assert walked.returncode == 0, walked.stdout[-600:] + walked.stderr[-600:]
    assert "a fresh start" in walked.stdout + walked.stderr
    assert walked.stdout.endswith("Every step gave what it must.\n")
    assert not (checkout / "var" / "unfinished").exists()


def test_a_demo_starts_again_with_what_was_kept_and_stops_in_good_order(checkout: Path) -> None:
    with demo(checkout) as (process, site):
        assert process.stdout
        assert any("Ctrl-C stops it" in line for line in process.stdout), (checkout / "var" / "log" / "web.log").read_text()
        with urllib.request.urlopen(f"{site}/healthz") as answer:
            assert answer.status == 200
        assert_a_second_one_is_refused(checkout, site)
        parts = descendants(process)
        process.send_signal(signal.SIGINT)
        assert "The demo has stopped." in process.stdout.read()
        assert process.wait(30) == 0
    assert eventually(lambda: all(is_gone(pid) for pid in parts))
    assert not (checkout / "var" / "services.json").exists()


def assert_a_second_one_is_refused(checkout: Path, site: str) -> None:
    port = site.rpartition(":")[2]
    assert f"already running at {site}" in run(checkout, "demo").stderr
    assert run(checkout, "demo", "--port", port).stderr == f"Port {port} is in use. Choose another with --port.\n"
    assert "[X]" in run(checkout, "showmigrations").stdout  # any other command shares the running services


def test_the_demo_refuses_the_database_of_a_practice(checkout: Path) -> None:
    refused = run(checkout, "demo", DATABASE_URL="postgresql://practice@localhost/calls")
    assert refused.returncode == 1
    assert "must never run on a practice's database" in refused.stderr


def test_a_practice_made_of_other_tables_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_demo, "TABLES", tmp_path / "tables")
    assert not run_demo._has_other_tables()
    run_demo.TABLES.write_text(run_demo._tables())
    assert not run_demo._has_other_tables()
    run_demo.TABLES.write_text("of an earlier checkout")
    assert run_demo._has_other_tables()
