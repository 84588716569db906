"""What the sign-in library does, written into the trail (AU-11). Connected when the app is ready."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import Signal
from django.http import HttpRequest

from callgov import clock
from callgov.people import sessions
from callgov.people.factors import methods_shown, note_factor
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.services import record


def sign_in_failed(factor: str, person: User | None = None) -> None:
    """A wrong password or code: never what was typed, and the person only when the password was right already."""
    with as_job(Job.SIGN_IN):
        record(Event.SIGN_IN_FAILED, person=person, facts={"factor": factor})


def _signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    sessions.begin(request.session, clock.now())
    with acting_as(user):
        record(Event.SIGNED_IN, subject=user, facts={"shown": methods_shown(request, user)})


def _signed_out(*, user: User | None, **_: Any) -> None:
    if isinstance(user, User):
        with acting_as(user):
            record(Event.SIGNED_OUT, subject=user)


def _factor_failed(*, user: User, authenticator: Authenticator, reauthentication: bool = False, **_: Any) -> None:
    sign_in_failed(authenticator.type, user)


def _factor_used(*, user: User, authenticator: Authenticator, reauthenticated: bool = False, **_: Any) -> None:
    if reauthenticated:
        with acting_as(user):
            record(Event.FACTOR_CONFIRMED, subject=user, facts={"factor": authenticator.type})


def _factor_added(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    note_factor(request, user, authenticator)
    _factor_changed("added", user, authenticator)


def _factor_removed(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    _factor_changed("removed", user, authenticator)


def _factor_reset(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    _factor_changed("made again", user, authenticator)


def _factor_changed(what: str, user: User, authenticator: Authenticator) -> None:
    with acting_as(user):
        record(Event.FACTOR_CHANGED, subject=user, facts={"factor": authenticator.type, "change": what})


def _password_changed(*, user: User, **_: Any) -> None:
    with acting_as(user):
        record(Event.PASSWORD_CHANGED, subject=user)


def connect() -> None:
    """Connect every receiver once."""
    receivers: tuple[tuple[Signal, Any], ...] = (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (authentication_failed, _factor_failed),
        (authenticator_used, _factor_used),
        (authenticator_added, _factor_added),
        (authenticator_removed, _factor_removed),
        (authenticator_reset, _factor_reset),
        (password_changed, _password_changed),
        (password_reset, _password_changed),
        (password_set, _password_changed),
    )
    for signal, receiver in receivers:
        signal.connect(receiver, dispatch_uid=f"callgov.people.{receiver.__name__}.{id(signal)}")
