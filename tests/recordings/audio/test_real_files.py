"""Files that real phone systems, speech projects and other people's test suites wrote, where they are at hand (../shared/data)."""

import random
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from callgov.bootstrap import ROOT
from recordings import audio
from recordings.audio import UnusableAudio

DATA = ROOT.parent / "shared" / "data"
TRUTH = {".rttm"}
MOST = 5_000  # milliseconds of a real call that are copied


def files_of(folder: str) -> list[object]:
    found = sorted(path for path in (DATA / folder).rglob("*") if path.is_file() and path.suffix not in TRUTH)
    absent = pytest.param(None, marks=pytest.mark.skip(reason=f"the shared files are not here: {DATA / folder}"))
    return [pytest.param(path, id=path.name) for path in found] or [absent]


def bare_seconds(path: Path, *told: str) -> float:
    """How long a plain ffmpeg decodes, with none of our options."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "quiet", "-nostdin", *told, "-i", str(path), "-vn", "-ac", "1", "-ar", "8000"]
    return len(subprocess.run([*command, "-f", "s16le", "pipe:1"], capture_output=True, check=False).stdout) / 16000


@pytest.mark.parametrize("path", files_of("audio"))
def test_every_real_call_is_accepted_with_its_true_length(path: Path) -> None:
    before = audio.runs["decode"]
    with path.open("rb") as file, audio.examine(file, path.name) as examined:
        told = ["-f", "mulaw", "-ar", "8000"] if path.suffix == ".ulaw" else []
        assert examined.duration_ms / 1000 == pytest.approx(bare_seconds(path, *told), abs=0.02)
        assert all(len(points) <= 2000 and max(points) > 0 for points in examined.peaks)
        assert examined.playable or len(b"".join(examined.listening())) > 44
    assert audio.runs["decode"] - before == 1


@pytest.mark.parametrize("path", files_of("hostile"))
def test_every_hostile_file_is_refused_in_a_sentence_or_has_its_true_length(path: Path) -> None:
    try:
        with path.open("rb") as file, audio.examine(file, path.name) as examined:
            length = examined.duration_ms / 1000
    except UnusableAudio as unusable:
        refused = unusable.sentence
    else:
        assert length == pytest.approx(bare_seconds(path), abs=0.02)
        return
    assert refused.endswith(".")


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize("path", files_of("audio"))
def test_a_second_of_every_real_call_can_be_copied(path: Path) -> None:
    with path.open("rb") as file, audio.examine(file, path.name) as examined:
        end, kind = min(1000, examined.duration_ms), examined.content_type
        wanted = audio.Wanted(audio.CopyFormat.MP3, 0, end, examined.channels, kind)
        with audio.copied(audio.pieces(file), wanted) as copy:
            assert len(b"".join(copy)) > 44


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize("path", files_of("audio"))
def test_nothing_is_heard_in_the_hidden_parts_of_a_real_call_in_any_format(path: Path) -> None:
    dice = random.Random(path.name)
    with path.open("rb") as file, audio.examine(file, path.name) as examined:
        first = dice.randrange(max(1, examined.duration_ms - MOST))
        end = min(first + MOST, examined.duration_ms)
        spans = [audio.Span(*sorted((dice.randrange(first, end), dice.randrange(first, end) + 1)), side) for side in (None, 0, 1)]
        for fmt in audio.CopyFormat:
            cover = dice.choice(list(audio.Cover))
            wanted = audio.Wanted(fmt, first, end, examined.channels, examined.content_type, spans, cover)
            with audio.copied(audio.pieces(file), wanted) as copy:  # its proof raises when something is heard
                assert copy.proof.ms == pytest.approx(end - first, abs=2)
                assert copy.proof.kept < 1
