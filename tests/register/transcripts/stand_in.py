"""A stand-in for a speech-to-text engine: it knows three words, each a tone of its own pitch, and hears them where they sound."""

import json
import math
import sys
import wave
from array import array

PITCHES = {"alpha": 500, "bravo": 900, "charlie": 1500}
PIECE = 0.25


def loudness(samples: "array[int]", pitch: int, rate: int) -> float:
    """How much of this pitch there is (Goertzel)."""
    factor, one, two = 2 * math.cos(2 * math.pi * pitch / rate), 0.0, 0.0
    for sample in samples:
        one, two = sample + factor * one - two, one
    return math.sqrt(max(0.0, one * one + two * two - factor * one * two)) / max(1, len(samples))


def main(path: str) -> None:
    """Write a line for each piece in which a word is heard, however faintly."""
    with wave.open(path) as file:
        rate, samples = file.getframerate(), array("h", file.readframes(file.getnframes()))
    size = int(rate * PIECE)
    for piece in range(len(samples) // size):
        part = samples[piece * size : (piece + 1) * size]
        word, loud = max(((word, loudness(part, pitch, rate)) for word, pitch in PITCHES.items()), key=lambda found: found[1])
        if loud > 5:
            sys.stdout.write(json.dumps({"from": piece * PIECE, "until": (piece + 1) * PIECE, "words": word}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
