"""The engine that we offer: a program of its own that reads its model from a folder; the real one where that folder is given."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from callgov.bootstrap import ROOT
from recordings import audio
from recordings.audio import whisper

MODEL = os.environ.get("CALLGOV_WHISPER_MODEL", "")
SPOKEN = ROOT / "callgov" / "demo" / "calls" / "complaint.mp3"


class Model:
    """Stands in for the library: remembers how it was opened."""

    opened: dict[str, Any]

    def __init__(self, folder: str, **given: Any) -> None:
        Model.opened = {"folder": folder, **given}

    def transcribe(self, _file: str, **_given: Any) -> tuple[list[Any], None]:
        return [SimpleNamespace(start=0.4, end=2.1, text=" Good morning ")], None


def test_it_reads_its_model_from_the_folder_alone_and_writes_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whisper, "import_module", lambda _name: SimpleNamespace(WhisperModel=Model))
    assert whisper.main(str(tmp_path), "call.wav") == 0
    assert json.loads(capsys.readouterr().out) == {"from": 0.4, "until": 2.1, "words": "Good morning"}
    assert (Model.opened["folder"], Model.opened["local_files_only"]) == (str(tmp_path), True)


def test_it_starts_with_nothing_around_it_and_says_that_there_is_no_model(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "recordings.audio.whisper", str(tmp_path / "none"), "call.wav"]
    run = subprocess.run(command, cwd=ROOT, env={"PATH": os.defpath}, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (2, "The model folder is not there.\n")


@pytest.mark.skipif(not MODEL, reason="set CALLGOV_WHISPER_MODEL to a model folder, with faster-whisper installed")
def test_the_real_one_hears_words_and_none_where_nothing_is_left(settings: Any) -> None:
    importlib.import_module("faster_whisper")
    settings.SPEECH_ENGINE = f"{sys.executable} -m recordings.audio.whisper {MODEL}"
    content = SPOKEN.read_bytes()
    with audio.in_memory_file([content]) as file, audio.examine(file, SPOKEN.name) as examined:
        length, channels = examined.duration_ms, examined.channels
    assert any(line.words for line in audio.transcribe([content], channels, length, "audio/mpeg"))
    wanted = audio.Wanted(audio.CopyFormat.MP3, 0, length, channels, "audio/mpeg", [audio.Span(0, length)])
    with audio.copied([content], wanted) as copy:
        assert audio.transcribe(copy, channels, length - 10, "audio/mpeg") == []
