"""The sealed trail as a bundle of lines, which `verify_bundle.py` checks anywhere with nothing but Python.

JSON, one value a line: first what this is, then for each seal the entries that it covers, each `{"entry": ...}` with the canonical
text byte for byte, and after them the seal itself, `{"seal": {...}}`.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from django.conf import settings

from callgov.trail.models import Seal
from callgov.trail.sealing import chain

FORMAT = "callgov-trail-1"


def lines() -> Iterator[bytes]:
    """The bundle, line by line, from the first seal to the last."""
    yield _line({"format": FORMAT, "practice": settings.PRACTICE_NAME})
    for seal, texts in chain():
        for text in texts:
            yield b'{"entry": ' + text + b"}\n"
        yield _line({"seal": _as_json(seal)})


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _as_json(seal: Seal) -> dict[str, object]:
    numbers = {name: getattr(seal, name) for name in ("number", "form", "first", "upto", "entries")}
    hashes = {name: bytes(getattr(seal, name)).hex() for name in ("root", "previous", "head")}
    return {**numbers, "sealed_at": f"{seal.sealed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}", **hashes}


def write(path: Path) -> int:
    """Write the bundle to a file that is either whole or not there; returns its size in bytes. Raises OSError when it cannot be written."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(lines())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path.stat().st_size
