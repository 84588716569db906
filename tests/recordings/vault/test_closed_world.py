"""Nothing but the vault touches the storage, and nothing but the audio room touches codecs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from callgov.bootstrap import ROOT

FLOORS = ("callgov", "recordings", "access_requests", "audits", "register", "breaches")
STORAGE = ("boto3", "botocore", "storages", "s3transfer", "django.core.files.storage")
CODECS = ("av", "pydub", "audioop", "imageio_ffmpeg")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def importers(modules: tuple[str, ...]) -> set[str]:
    """The project's files that import any of these."""
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    assert len(files) > 100
    return {
        str(path.relative_to(ROOT))
        for path in files
        if any(f"{name}.".startswith(f"{module}.") for name in imported(path) for module in modules)
    }


@pytest.mark.clause("AC-1")
def test_only_the_vault_touches_the_storage() -> None:
    others = {path for path in importers(STORAGE) if not path.startswith("recordings/vault/")}
    assert others == {"callgov/environment.py"}  # which says how a bucket is reached


def test_only_the_audio_room_touches_codecs() -> None:
    others = {path for path in importers(CODECS) if not path.startswith(("recordings/audio/", "callgov/demo/", "callgov/bench/"))}
    assert others == set()  # the demo makes its speech, the bench its floors


def test_the_search_itself_finds_what_it_looks_for() -> None:
    assert "recordings/vault/bucket.py" in importers(STORAGE)
    assert "recordings/audio/process.py" in importers(CODECS)
