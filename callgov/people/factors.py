"""Second factors: who has one, and whether it was shown a moment ago. The library keeps them; this asks it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from callgov import clock
from callgov.people.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor of one's own. Recovery codes stand in for a lost one and are not enough alone."""


def has_second_factor(person: User) -> bool:
    """Whether the person has an authenticator app or a passkey. One query."""
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


def has_passkey(person: User) -> bool:
    """Whether the person has a passkey. One query."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists())


def session_has_factor(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session. No query."""
    return any(_shows_factor(record) for record in _records(request))


def factor_is_fresh(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session within `settings.FRESH_FACTOR`. No query."""
    return shown_recently(_records(request), clock.now())


def may_change_factors(request: HttpRequest) -> bool:
    """Whether enough was shown a moment ago to change the account: a second factor, or the password while there is no factor yet."""
    if factor_is_fresh(request):
        return True
    recently = any(_is_recent(record, clock.now()) for record in _records(request))
    return recently and isinstance(request.user, User) and not has_second_factor(request.user)


def shown_recently(records: Iterable[Mapping[str, Any]], now: datetime) -> bool:
    """Whether one of the session's authentication records is a second factor shown not too long before `now`."""
    return any(_shows_factor(record) and _is_recent(record, now) for record in records)


def methods_shown(request: HttpRequest, person: User) -> list[str]:
    """What was shown in this session so far, for the trail: "password", "totp", "webauthn" or "recovery_codes"."""
    records = get_authentication_records(request, person)
    return [record.get("type") or record["method"] for record in records]


def note_factor(request: HttpRequest, person: User, factor: Authenticator) -> None:
    """A factor that was just set up has been shown: setting it up proves it. Recovery codes are given, not shown."""
    if factor.type in FACTORS:
        record_authentication(request, person, "mfa", id=factor.pk, type=factor.type)


def second_factor_url() -> str:
    """The page where a person without a second factor sets one up."""
    return reverse("set_up_factor")


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    return get_authentication_records(request, request.user) if isinstance(request.user, User) else []


def _is_recent(record: Mapping[str, Any], now: datetime) -> bool:
    return bool(now - datetime.fromtimestamp(record["at"], UTC) <= settings.FRESH_FACTOR)


def _shows_factor(record: Mapping[str, Any]) -> bool:
    return record.get("method") == "mfa"
