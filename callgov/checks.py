"""System checks that refuse a bad deployment (`manage.py check --deploy`)."""

import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import NoReverseMatch, reverse

_PLACEHOLDER = "only-for-demo"


@register(Tags.security, deploy=True)
def refuse_bad_deployment(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Everything that must not be so where real calls are kept."""
    return [Error(words, id=f"callgov.{code}") for code, words in _faults()]


def _faults() -> Iterable[tuple[str, str]]:
    if settings.DEBUG:
        yield "E001", "CALLGOV_DEBUG is on. Error pages would show what nobody may see."
    if settings.SECRET_KEY.startswith(_PLACEHOLDER) or len(settings.SECRET_KEY) < 50:
        yield "E002", "SECRET_KEY is missing or short. Make one of at least 50 characters and keep it in a file (SECRET_KEY_FILE)."
    if settings.PLAIN_HTTP or not settings.SITE_URL.startswith("https://"):
        yield "E003", "The site would be served over plain HTTP. Put it behind TLS and set SITE_URL to its https:// address."
    if settings.DEMO or settings.TESTING:
        yield "E004", "CALLGOV_DEMO or CALLGOV_TESTING is on. They sign people in without a password."
    yield from _key_ring_faults(Path(settings.VAULT_KEY_RING))


def _key_ring_faults(ring: Path) -> Iterable[tuple[str, str]]:
    if not ring.is_file():
        yield "E005", "There is no key ring. Make one with manage.py make_key_ring and keep a copy apart from the database."
    elif stat.S_IMODE(ring.stat().st_mode) & 0o077:
        yield "E006", "The key ring can be read by others. Take the permission away: chmod 600."


@register(Tags.security)
def refuse_cast_page_outside_demo(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """The page that signs in as anyone exists in the demo and nowhere else."""
    try:
        reverse("demo_cast")
    except NoReverseMatch:
        return []
    return [] if settings.DEMO else [Error("The demo's cast page is routed outside the demo.", id="callgov.E007")]
