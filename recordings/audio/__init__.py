"""Audio: the only room that touches codecs.

`examine` takes a file in: one decode tells what it is, how long it truly lasts, how it looks and, where a browser could not play it, how
it sounds. `cut` makes a copy. Both run ffmpeg as a process under limits, on a file that it is handed, never on a name. Linux only:
limits and files in memory are the kernel's (`prlimit`, `memfd_create`).
"""

from recordings.audio.copies import CopyFormat, cut
from recordings.audio.examination import Examined, examine
from recordings.audio.memory import in_memory_file, pieces
from recordings.audio.process import AudioToolMissing, Limits, runs
from recordings.audio.trouble import CopyNotProven, UnusableAudio

__all__ = [
    "AudioToolMissing", "CopyFormat", "CopyNotProven", "Examined", "Limits", "UnusableAudio", "cut", "examine", "in_memory_file", "pieces",
    "runs",
]  # fmt: skip
