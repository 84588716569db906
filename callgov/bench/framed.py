"""The floor of everything that reads sealed sound: framed AES-256-GCM in a plain file, and the tightest loop that opens it."""

import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 64 * 1024
_HEADER = 12
_TAG = 16


class Framed:
    """Frames under a key that is itself wrapped, as any vault must keep it."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path, self._ring, key = path, AESGCM(os.urandom(32)), os.urandom(32)
        self._wrapped, cipher = self._ring.encrypt(bytes(12), key, None), AESGCM(key)
        self.frames = -(-len(data) // FRAME)
        with path.open("wb") as file:
            file.write(bytes(_HEADER))
            for number in range(self.frames):
                file.write(cipher.encrypt(number.to_bytes(12, "big"), data[number * FRAME : (number + 1) * FRAME], None))

    def read(self, first: int, stop: int) -> bytes:
        """Unwrap the key, read the header, then read and open the frames. Returns the last one; none is joined to another."""
        cipher, opened = AESGCM(self._ring.decrypt(bytes(12), self._wrapped, None)), b""
        with self._path.open("rb") as file:
            file.read(_HEADER)
            file.seek(_HEADER + first * (FRAME + _TAG))
            for number in range(first, stop):
                opened = cipher.decrypt(number.to_bytes(12, "big"), file.read(FRAME + _TAG), None)
        return opened

    def hashed(self) -> str:
        """Read and open every frame and take the SHA-256 of all of it."""
        cipher, digest = AESGCM(self._ring.decrypt(bytes(12), self._wrapped, None)), hashlib.sha256()
        with self._path.open("rb") as file:
            file.seek(_HEADER)
            for number in range(self.frames):
                digest.update(cipher.decrypt(number.to_bytes(12, "big"), file.read(FRAME + _TAG), None))
        return digest.hexdigest()
