"""Finds the Chromium that the tests drive, or installs one. Without it there is no test run: nothing is skipped."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from callgov.assets import npm_command
from callgov.bootstrap import VAR, only_one
from callgov.console import note

PROGRAM = "CALLGOV_CHROMIUM"  # the environment names what the tests start,
FLAGS = "CALLGOV_CHROMIUM_FLAGS"  # and what this build of it needs besides the usual flags
# first the browser without its windows: the same engine, and the tests take two thirds of the time in it
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell", "fonts-liberation"]
PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
NPM = ["install", "--no-save", "--no-audit", "--no-fund", "@sparticuz/chromium@153.0.0"]
UNPACK = 'import("@sparticuz/chromium").then(async it => process.stdout.write(await it.default.executablePath()))'
WHERE = "from playwright.sync_api import sync_playwright as start\nwith start() as it: print(it.chromium.executable_path, end='')"
NONE_HERE = "The tests drive a real browser, and none could be found or installed here. Install one, then run the tests again:\n  {}"


def find_or_install() -> dict[str, str]:
    """The environment that names the browser; exits with the command to run when there is none to be had."""
    return {} if os.environ.get(PROGRAM) else first_of(WAYS)


def first_of(ways: Iterable[Callable[[], str | None]]) -> dict[str, str]:
    """What the first way that leads to a browser found."""
    with only_one("browser"):
        for way in ways:
            if program := way():
                return {PROGRAM: program, FLAGS: "--headless=shell" if way is _from_npm else ""}
    sys.exit(NONE_HERE.format(" ".join(APT if shutil.which("apt-get") else ["python3", *PLAYWRIGHT[1:]])))


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _of_playwright() -> str | None:
    program = _output([sys.executable, "-c", WHERE])
    return program if program and Path(program).exists() else None


def _from_apt() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    note("Setting up: installing Chromium (about 100 MB)")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
    subprocess.run(APT, stdout=subprocess.DEVNULL, env=quiet)
    return _on_path()


def _from_playwright() -> str | None:
    note("Setting up: installing the browser that Playwright brings")
    return _of_playwright() if _output(PLAYWRIGHT) is not None else None


def _from_npm() -> str | None:
    note("Setting up: installing the browser that npm has")
    folder = VAR / "chromium"
    folder.mkdir(exist_ok=True)
    npm, environment = npm_command()
    environment["TMPDIR"] = str(folder)  # it unpacks itself there
    if _output([*npm, *NPM, "--prefix", str(folder)], environment) is None:
        return None
    return _output(["node", "--eval", UNPACK], environment, folder)


def _output(command: list[str], environment: dict[str, str] | None = None, cwd: Path | None = None) -> str | None:
    """What the command printed, or None when it failed; its complaint goes to the terminal."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=cwd)
    return done.stdout if done.returncode == 0 else None


WAYS = (_on_path, _of_playwright, _from_apt, _from_playwright, _from_npm)
