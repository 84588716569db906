"""The recovery key in parts that people can write down: Shamir's scheme, and letters that tell a slip of the pen.

A part is 64 letters and figures in groups of four. It holds its number, how many are needed, which key it is of, its share and a check.
Fewer parts than are needed tell nothing of the key. There is no 0 and no 1 in it, which look like O and I.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from Crypto.Protocol.SecretSharing import Shamir  # nosec B413: pycryptodome, which is kept, under the name of the one that is not

SECRET = 32
_HALF = 16
_MARK = 4  # bytes that tell which key a part is of
_GROUP = 4


class BadPart(ValueError):
    """A part was mistyped, is of another key, was given twice, or too few were given. The message says which."""


class Part(NamedTuple):
    """One part as it is read: its number, how many are needed, the mark of its key, its share."""

    number: int
    needed: int
    mark: bytes
    share: bytes

    def written(self) -> str:
        """As people write it down."""
        body = bytes((self.number, self.needed)) + self.mark + self.share
        letters = base64.b32encode(body + _check(body)).decode()
        return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def split(secret: bytes, mark: bytes, *, parts: int, needed: int) -> list[str]:
    """A secret of 32 bytes in so many written parts, of which so many are needed. `mark` (4 bytes) tells which key they are of."""
    halves = [Shamir.split(needed, parts, secret[start : start + _HALF]) for start in (0, _HALF)]
    return [Part(low[0], needed, mark, low[1] + high[1]).written() for low, high in zip(*halves, strict=True)]


def read(written: str) -> Part:
    """A part as it was typed: small letters, spaces and other strokes are no matter. Raises BadPart for a slip."""
    letters = "".join(sign for sign in written.upper() if sign.isalnum())
    try:
        body = base64.b32decode(letters)
    except ValueError as error:
        raise BadPart("This part is not complete, or a letter in it is wrong.") from error
    if len(body) != 2 + _MARK + SECRET + 2 or _check(body[:-2]) != body[-2:]:
        raise BadPart("This part is not complete, or a letter in it is wrong.")
    return Part(body[0], body[1], body[2 : 2 + _MARK], body[2 + _MARK : -2])


def combine(written: Sequence[str]) -> bytes:
    """The secret from enough of its parts. Raises BadPart."""
    parts = [read(one) for one in written]
    if not parts:
        raise BadPart("No part was given.")
    if len({(part.mark, part.needed) for part in parts}) != 1:
        raise BadPart("These parts are of different recovery keys.")
    if len({part.number for part in parts}) != len(parts):
        raise BadPart("The same part was given twice.")
    needed = parts[0].needed
    if len(parts) < needed:
        raise BadPart(f"{needed} parts are needed, and {len(parts)} were given.")
    chosen = parts[:needed]
    halves = [[(part.number, part.share[start : start + _HALF]) for part in chosen] for start in (0, _HALF)]
    return b"".join(bytes(Shamir.combine(half)) for half in halves)


def _check(body: bytes) -> bytes:
    return hashlib.sha256(b"callgov part\x01" + body).digest()[:2]
