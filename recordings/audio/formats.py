"""Names: containers as ffmpeg writes them, their media types, and the headerless files that only a suffix can tell."""

from pathlib import PurePath

from recordings.audio.process import LARGE_PACKETS
from recordings.audio.riff import is_wave

MEDIA_TYPES = {
    "wav": "audio/wav", "w64": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg", "matroska": "audio/webm", "mov": "audio/mp4",
    "amr": "audio/AMR", "amrnb": "audio/AMR", "amrwb": "audio/AMR-WB", "flac": "audio/flac", "aiff": "audio/aiff", "au": "audio/basic",
    "caf": "audio/x-caf", "asf": "audio/x-ms-wma", "aac": "audio/aac", "gsm": "audio/GSM", "mulaw": "audio/PCMU", "alaw": "audio/PCMA",
    "s16le": "audio/x-sln",
}  # fmt: skip
_BY_SUFFIX = {
    ".ulaw": "mulaw", ".ul": "mulaw", ".mulaw": "mulaw", ".pcmu": "mulaw", ".alaw": "alaw", ".al": "alaw", ".pcma": "alaw", ".gsm": "gsm",
    ".sln": "s16le",
}  # fmt: skip
_HEADERLESS = {MEDIA_TYPES[container]: container for container in _BY_SUFFIX.values()}

_STREAMS = {b".snd": "au", b"riff\x2e\x91\xcf\x11": "w64"}


def media_type(container: str) -> str:
    """The media type of a container, by the first of the names that ffmpeg gives it."""
    return MEDIA_TYPES.get(container.split(",")[0], "application/octet-stream")


def headerless(name: str) -> list[str]:
    """How ffmpeg must be told to read a headerless file of this name, as phone systems write them: one channel at 8 kHz. Else nothing."""
    return _told(_BY_SUFFIX.get(PurePath(name).suffix.casefold(), ""))


def headerless_type(content_type: str) -> list[str]:
    """The same for a file whose media type is known from when it came in."""
    return _told(_HEADERLESS.get(content_type, ""))


def as_it_comes(head: bytes) -> list[str]:
    """How to read a file that begins so and never needs to be read from elsewhere than where one is. Nothing for all others."""
    if is_wave(head):
        return list(LARGE_PACKETS)
    return next((["-f", container] for begins, container in _STREAMS.items() if head.startswith(begins)), [])


def _told(container: str) -> list[str]:
    if not container:
        return []
    return ["-f", container] if container == "gsm" else ["-f", container, "-ar", "8000", "-ac", "1"]
