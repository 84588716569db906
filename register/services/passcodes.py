"""Tokens and passcodes of collection links. Only their hashes are kept."""

import hashlib
import secrets

from django.contrib.auth.hashers import check_password, make_password

# Letters and digits that are not mistaken for each other when read out over the telephone.
_ALPHABET = "ACDEFGHJKMNPQRTUVWXY3479"


def new_token() -> str:
    """256 random bits for the address of a link."""
    return secrets.token_urlsafe(32)


def new_passcode() -> str:
    """Eight characters, about 36 bits, in two groups: told by telephone, guarded by five tries."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


def hash_token(token: str) -> str:
    """A token is random enough that a plain hash finds and hides it."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_passcode(passcode: str) -> str:
    """A passcode is short, so its hash is slow."""
    return make_password(_plain(passcode))


def is_passcode(typed: str, hashed: str) -> bool:
    """Whether the typed code is the one; case, spaces and hyphens do not matter."""
    return check_password(_plain(typed), hashed)


def _plain(passcode: str) -> str:
    return "".join(character for character in passcode.upper() if character.isalnum())
