"""Sessions: started with what the person showed, ended when idle for 15 minutes or after 10 hours (law.md section 11)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from callgov.people.models import User
from callgov.refusals import Refusal

STARTED, SEEN = "people.started", "people.seen"

GRAIN = timedelta(seconds=15)
"""How seldom being seen is written down. A session may end this much early, never late."""

IDLE = Refusal("idle", "You were logged out because nothing happened for a while.", "Log in again to go on.")
TOO_LONG = Refusal("too-long", "You were logged out because you had been logged in for a whole working day.", "Log in again to go on.")


class Method(StrEnum):
    """What a person shows to sign in."""

    PASSWORD = "password"  # nosec B105
    TOTP = Authenticator.Type.TOTP.value
    PASSKEY = Authenticator.Type.WEBAUTHN.value
    RECOVERY_CODE = Authenticator.Type.RECOVERY_CODES.value


def start_session(request: HttpRequest, person: User, *, methods: Iterable[Method]) -> None:
    """Sign a person in without asking, as if they had just shown `methods`. For the demo's cast page and the tests."""
    request.session.flush()
    for method in methods:
        if method is Method.PASSWORD:
            record_authentication(request, person, "password")
        else:
            record_authentication(request, person, "mfa", type=method.value)
    login(request, person, settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)


def begin(session: Any, now: datetime) -> None:
    """Note when the session started; both limits count from here."""
    session[STARTED] = session[SEEN] = now.timestamp()


def why_ended(session: Mapping[str, Any], now: datetime) -> Refusal | None:
    """Why a signed-in session holds no longer; None while it does. A session whose start is not known has ended."""
    started, seen = _instant(session, STARTED), _instant(session, SEEN)
    if started is None or now - started >= settings.SESSION_ABSOLUTE:
        return TOO_LONG
    if seen is None or now - seen >= settings.SESSION_IDLE:
        return IDLE
    return None


def touch(session: Any, now: datetime) -> None:
    """The person did something: the idle limit counts from now."""
    seen = _instant(session, SEEN)
    if seen is None or now - seen >= GRAIN:
        session[SEEN] = now.timestamp()


def ends_at(session: Mapping[str, Any]) -> datetime | None:
    """When the absolute limit ends this session; None for nobody's."""
    started = _instant(session, STARTED)
    return None if started is None else started + settings.SESSION_ABSOLUTE


def _instant(session: Mapping[str, Any], key: str) -> datetime | None:
    value = session.get(key)
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int | float) else None
