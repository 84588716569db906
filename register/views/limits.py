"""How often an outsider may try: by address for codes, by link for downloads. Counted in the shared cache, where only hashes stand."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from callgov.policy import enforces
from callgov.refusals import Refusal

TOO_MANY = Refusal("too-many", "Too many tries.", "Wait 15 minutes, then try again.")
TRIES, DOWNLOADS = 30, 20  # within the window: codes of one address, whatever the link; downloads of one link
WINDOW = 15 * 60  # seconds


@enforces("AC-10")
def refuse_tries(request: HttpRequest) -> Refusal | None:
    """One address tries so many codes and no more, so that links cannot be guessed by the thousand."""
    return _refuse("tries", get_adapter().get_client_ip(request) or "", TRIES)


def refuse_downloads(token: str) -> Refusal | None:
    """One link is downloaded so often and no more: each download decrypts and locks a whole recording."""
    return _refuse("downloads", token, DOWNLOADS)


def _refuse(what: str, whose: str, most: int) -> Refusal | None:
    key = f"collection:{what}:{hashlib.sha256(whose.encode()).hexdigest()}"
    cache.add(key, 0, WINDOW)
    try:
        return TOO_MANY if cache.incr(key) > most else None
    except ValueError:  # the window ended between the two
        return None
