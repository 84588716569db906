"""Audio: the only room that touches codecs.

`examine` takes a file in: one decode tells what it is, how long it truly lasts, how it looks and, where a browser could not play it, how
it sounds. `copied` makes a copy without what must not be heard, and proves it. Both run ffmpeg as a process under limits, on a file or
pipe that it is handed, never on a name. Linux only: limits and files in memory are the kernel's (`prlimit`, `memfd_create`).
"""

from recordings.audio.copies import Copy, CopyFormat, Wanted, copied
from recordings.audio.examination import Examined, examine
from recordings.audio.hiding import GUARD_MS, Cover, Span
from recordings.audio.memory import in_memory_file, pieces
from recordings.audio.process import AudioToolMissing, Limits, runs
from recordings.audio.proving import Proof
from recordings.audio.speech import EngineMissing, Heard, transcribe
from recordings.audio.trouble import CopyNotProven, UnusableAudio

__all__ = [
    "GUARD_MS", "AudioToolMissing", "Copy", "CopyFormat", "CopyNotProven", "Cover", "EngineMissing", "Examined", "Heard", "Limits", "Proof",
    "Span", "UnusableAudio",
    "Wanted", "copied", "examine", "in_memory_file", "pieces", "runs", "transcribe",
]  # fmt: skip
