"""Signed-in visits inside the process, through every middleware, for the cases that measure pages."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from callgov.people.models import User
from callgov.people.sessions import Method, start_session
from callgov.trail.context import as_job
from callgov.trail.events import Job


def visitor(person: User) -> Client:
    """A client with this person's session, second factor just shown."""
    with as_job(Job.COMMAND):
        TOTP.activate(person, generate_totp_secret())
    request = HttpRequest()
    request.META.update(REMOTE_ADDR="127.0.0.1", HTTP_USER_AGENT="bench")
    request.session, request.user = SessionStore(), AnonymousUser()
    start_session(request, person, methods=[Method.PASSWORD, Method.TOTP])
    request.session.save()
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""
    return client
