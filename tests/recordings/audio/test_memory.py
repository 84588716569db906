"""An hour of audio takes no more memory than a minute."""

from pathlib import Path

import pytest

from recordings import audio
from tests.recordings.audio.made import chunk, fmt, tone

MIB = 1024
"""In the kernel's kB."""


def resident(what: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1])


def test_an_hour_is_examined_and_its_listening_copy_read_within_64_mib(tmp_path: Path) -> None:
    hour = tmp_path / "hour.wav"
    with hour.open("wb") as file:
        file.write(b"RIFF\0\0\0\0WAVE" + fmt() + chunk(b"data", b""))
        for _ in range(3600):
            file.write(tone(1))
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = resident("VmRSS")
    with hour.open("rb") as file, audio.examine(file) as examined:
        assert examined.duration_ms == 3_600_000
        assert sum(map(len, examined.listening())) == 44 + 57_600_000
    assert resident("VmHWM") - before <= 64 * MIB


def test_a_file_that_vanishes_from_its_folder_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVE" + fmt() + chunk(b"data", tone(2)))
    with path.open("rb") as file:
        path.unlink()
        with audio.examine(file) as examined:
            assert examined.duration_ms == pytest.approx(2000, abs=1)
