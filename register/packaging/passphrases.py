"""Passphrases of packages: made here, shown to one person, kept nowhere. A page carries one back to the request that locks the package."""

import re
import secrets

# letters and digits that are not mistaken for each other when read out over the telephone
ALPHABET = "ACDEFGHJKMNPQRTUVWXY3479"
_SHAPE = re.compile(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{4}}")


def new_passphrase() -> str:
    """Twenty signs in five groups, about 91 bits: the package may be attacked without limit once it is out of the house."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(5))
    return "-".join(groups)


def is_passphrase(text: str) -> bool:
    """Whether this has the shape of one that was made here; a page's field could be changed to a weak one."""
    return _SHAPE.fullmatch(text) is not None
