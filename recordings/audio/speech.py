"""Speech to text inside the practice: a program of the practice's own is handed sound and answers with lines. Off unless set up.

The program gets one argument, the place of a 16 kHz mono WAV file that lies in memory alone, and writes one JSON object a line:
`{"from": 0.4, "until": 2.1, "words": "Good morning"}`. It gets no environment but what keeps model libraries from looking for a network.
"""

import json
import os
import shlex
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from recordings.audio.copies import CopyFormat, Wanted, copied
from recordings.audio.hiding import Span
from recordings.audio.memory import in_memory_file
from recordings.audio.process import Limits, running

_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "PATH": os.defpath}
_SLOW = 4  # times as long as the call lasts, at most


@dataclass(frozen=True)
class Heard:
    """What an engine heard on one channel, in milliseconds of the call."""

    channel: int
    from_ms: int
    until_ms: int
    words: str


class EngineMissing(Exception):
    """No speech-to-text engine is set up, or it did not answer as one. Its message is for people."""


def engine() -> list[str]:
    """The program and its arguments. Raises EngineMissing when none is set up."""
    command = shlex.split(settings.SPEECH_ENGINE)
    if not command:
        raise EngineMissing("Speech to text is not set up. Type the transcript, or ask the system administrator.")
    return command


def transcribe(original: Iterable[bytes], channels: int, duration_ms: int, content_type: str) -> list[Heard]:
    """What the engine hears on each channel, in the order of the call. Raises EngineMissing, CopyNotProven."""
    command, content = engine(), b"".join(original)
    heard = [
        found
        for channel in range(channels)
        for found in _heard(command, _alone(content, channel, channels, duration_ms, content_type), channel, duration_ms)
    ]
    return sorted(heard, key=lambda one: (one.from_ms, one.channel))


def _alone(content: bytes, channel: int, channels: int, duration_ms: int, content_type: str) -> bytes:
    """One channel as a mono WAV file at 16 kHz: the others are silenced first."""
    others = [Span(0, duration_ms, other) for other in range(channels) if other != channel]
    with copied([content], Wanted(CopyFormat.WAV, 0, duration_ms, channels, content_type, others)) as copy, in_memory_file(copy) as file:
        mono = ["-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav"]
        with running("decode", file, [], mono, Limits()) as run:
            return b"".join(run.output())


def _heard(command: list[str], sound: bytes, channel: int, duration_ms: int) -> list[Heard]:
    with in_memory_file([sound]) as file:
        try:
            answer = subprocess.run(
                [*command, f"/dev/fd/{file.fileno()}"], pass_fds=[file.fileno()], env=_OFFLINE, stdin=subprocess.DEVNULL,
                capture_output=True, check=True, timeout=60 + _SLOW * duration_ms / 1000,
            )  # fmt: skip
            return [_line(json.loads(line), channel) for line in answer.stdout.splitlines() if line.strip()]
        except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
            raise EngineMissing("The speech-to-text engine did not answer. Tell the system administrator.") from error


def _line(found: dict[str, object], channel: int) -> Heard:
    start, end = (round(float(str(found[name])) * 1000) for name in ("from", "until"))
    return Heard(channel, start, end, " ".join(str(found["words"]).split()))
