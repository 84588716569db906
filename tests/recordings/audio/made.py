"""Sound made for the tests: tones as PCM, WAV files chunk by chunk as good and bad recorders write them, and anything ffmpeg encodes."""

import math
import struct
import subprocess
from array import array
from functools import cache
from pathlib import Path

import imageio_ffmpeg

UNKNOWN = 0xFFFFFFFF


@cache
def tone(seconds: float = 2, rate: int = 8000, channels: int = 1, loud: float = 0.5) -> bytes:
    """A tone of 400 Hz as 16-bit PCM; a second channel is half as loud. Whole seconds are all alike."""
    if seconds > 1 and seconds == int(seconds):
        return tone(1, rate, channels, loud) * int(seconds)
    frames = range(round(seconds * rate))
    wave = [round(32767 * loud * math.sin(2 * math.pi * 400 * frame / rate)) for frame in frames]
    return array("h", [value // (channel + 1) for value in wave for channel in range(channels)]).tobytes()


def chunk(name: bytes, content: bytes, size: int | None = None) -> bytes:
    """One chunk, with the size that a recorder claims."""
    return name + struct.pack("<I", len(content) if size is None else size) + content + bytes(len(content) % 2)


def fmt(tag: int = 1, channels: int = 1, rate: int = 8000, bits: int = 16, block: int | None = None) -> bytes:
    """The format chunk."""
    block = channels * bits // 8 if block is None else block
    return chunk(b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, bits))


def wav(*chunks: bytes, size: int | None = None) -> bytes:
    """A WAV file of these chunks."""
    body = b"WAVE" + b"".join(chunks)
    return chunk(b"RIFF", body, size)


def plain_wav(seconds: float = 2, rate: int = 8000, channels: int = 1) -> bytes:
    """A WAV file as Asterisk writes it."""
    return wav(fmt(channels=channels, rate=rate), chunk(b"data", tone(seconds, rate, channels)))


def encoded(folder: Path, suffix: str, *options: str, seconds: float = 2, rate: int = 8000, channels: int = 1) -> bytes:
    """The tone in any format, told by its suffix and ffmpeg's output options."""
    target = folder / f"made{suffix}"
    source = ["-f", "s16le", "-ar", str(rate), "-ac", str(channels), "-i", "pipe:0"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *source, *options, str(target)]
    subprocess.run(command, input=tone(seconds, rate, channels), check=True)
    return target.read_bytes()


def gsm(seconds: float = 2) -> bytes:
    """Raw GSM frames of silence, 20 ms each, as Asterisk writes them."""
    return bytes.fromhex("d820a2e15a50004924924924500049249249245000492492492450004924924924") * round(seconds * 50)


def wav49(seconds: float = 2) -> bytes:
    """A WAV file of Microsoft's GSM, blocks of 65 bytes for 40 ms, as Asterisk's wav49 writes it."""
    form = chunk(b"fmt ", struct.pack("<HHIIHHHH", 0x31, 1, 8000, 1625, 65, 0, 2, 320))
    return wav(form, chunk(b"data", bytes(65) * round(seconds * 25)))
