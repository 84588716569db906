"""Files sealed to the recovery key: made with its public half alone, opened with the private half that the custodians' parts give.

    file = "CGBK" ‖ version 1 ‖ length (2 bytes) ‖ data key, by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) ‖ frames

The frames are those of every stored object (`recordings/vault/frames.py`), bound to what the file is and to its backup.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from recordings.vault.frames import open_range, seal
from recordings.vault.trouble import TamperedObject

_MAGIC = b"CGBK\x01"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class WrongKey(Exception):
    """The recovery key that was given is not the one that the file was sealed to."""


def fingerprint(public: bytes) -> str:
    """What a recovery key is called: 16 hex digits of its public half."""
    return hashlib.sha256(b"callgov recovery key\x01" + public).hexdigest()[:16]


def mark(public: bytes) -> bytes:
    """What the parts of a recovery key carry of its name."""
    return bytes.fromhex(fingerprint(public))[:4]


def new_key() -> tuple[bytes, bytes]:
    """A fresh recovery key: its private and its public half, 32 bytes each."""
    key = X25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public half that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_file(source: Iterable[bytes], public: bytes, what: bytes) -> Iterator[bytes]:
    """The bytes of a sealed file, in constant memory. `what` says which file of which backup it is, and is bound in."""
    key = os.urandom(32)
    wrapped = _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=what)
    yield _MAGIC + len(wrapped).to_bytes(2, "big") + wrapped
    yield from seal(source, key, what)


def open_file(path: Path, private: bytes, what: bytes) -> Iterator[bytes]:
    """What was sealed into a file. Raises WrongKey, or TamperedObject when the file is not, bit for bit, what was sealed."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC) + 2)
        if len(head) != len(_MAGIC) + 2 or not head.startswith(_MAGIC):
            raise TamperedObject(f"{path.name} is not a file of a backup.")
        wrapped = file.read(int.from_bytes(head[-2:], "big"))
        try:
            key = _SUITE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(private), info=what)
        except (InvalidTag, ValueError) as error:
            raise WrongKey(f"{path.name} was not sealed to this recovery key, or is not the file that it is called.") from error
        begin = file.tell()
        yield from open_range(
            lambda start, end: os.pread(file.fileno(), end - start, begin + start), path.stat().st_size - begin, key, what, stride=16
        )
