"""The demo's first page: who is who, and one press signs in as any of them. A system check refuses it anywhere else."""

import time

from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from callgov.authorisation import public
from callgov.demo.cast import BY_NAME, CAST, PASSWORD, TOTP_SECRET
from callgov.people.models import User
from callgov.people.sessions import Method, start_session
from callgov.roles import POWERS


@require_GET
@public
def demo_cast(request: HttpRequest) -> HttpResponse:
    """Everyone, what they may do, and a button to be them."""
    people = [(character, [(role.label, POWERS[role].line) for role in character.roles]) for character in CAST]
    return render(request, "demo/cast.html", {"people": people, "password": PASSWORD, "code": _code_now()})


def _code_now() -> str:
    """What everyone's authenticator app would show now."""
    return str(format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // TOTP_PERIOD)))


@require_POST
@public
def demo_sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """Be this person, second factor included. Only in the demo."""
    if not settings.DEMO or username not in BY_NAME:
        raise Http404
    start_session(request, get_object_or_404(User, username=username), methods=[Method.PASSWORD, Method.TOTP])
    return redirect("home")
