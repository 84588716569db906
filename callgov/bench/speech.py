"""Files of any length made of the demo's calls, so that what is measured sounds like what comes in."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
from django.conf import settings

from callgov.demo.seed import CALLS

HOUR = 3600  # seconds


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg, as bare as it comes. Raises CalledProcessError."""
    tool = settings.FFMPEG_BINARY or imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([tool, "-nostdin", "-v", "fatal", "-y", *arguments], check=True, stdout=subprocess.DEVNULL)


def short_calls() -> list[Path]:
    """The demo's calls, each under a minute, in the formats that telephone systems write."""
    return sorted(path for path in CALLS.iterdir() if path.suffix != ".json")


def long_call(path: Path, seconds: int = HOUR) -> Path:
    """The demo's calls end to end, again and again: 16-bit WAV at 8 kHz, or MP3 at 32 kbit/s, as the name says."""
    calls = short_calls()
    once = path.with_name("once.wav")
    inputs = [part for call in calls for part in ("-i", call)]
    ffmpeg(*inputs, "-filter_complex", f"concat=n={len(calls)}:v=0:a=1", "-ar", "8000", "-ac", "1", "-c:a", "pcm_s16le", once)
    coded = ["-c:a", "pcm_s16le"] if path.suffix == ".wav" else ["-c:a", "libmp3lame", "-b:a", "32k", "-compression_level", "9"]
    ffmpeg("-stream_loop", "-1", "-i", once, "-t", str(seconds), *coded, path)
    once.unlink()
    return path
