"""The cast: the people of a practice by name, each made by the real services and with a confirmed authenticator app.

A fixture makes its person when a test asks for it. `sign_in` is a session as the real sign-in leaves it: password and code shown,
the code just now (`fresh=True`) or longer ago than a fresh second factor may be.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Page

from callgov import clock
from callgov.people import services
from callgov.people.models import RoleHolding, User
from callgov.people.sessions import Method, start_session
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Job

PASSWORD = "violet-anchor-tundra-spoon"
SINCE = date(2026, 1, 1)  # before every moment that a test names
SignIn = Callable[..., None]


def make_person(
    username: str, *roles: Role, name: str = "", job_title: str = "", line_manager: User | None = None, factor: bool = True
) -> User:
    """A person with an account, these roles and, unless told otherwise, an authenticator app.

    The rows are as an accepted invitation leaves them, without its hundred steps and entries; a test of the cast holds the two together.
    """
    now = clock.now()
    person = User(
        username=username, email=f"{username}@practice.example", name=name or username.replace("_", " ").title(), password=_hashed(),
        job_title=job_title, line_manager=line_manager, starts_on=clock.local_day(now),
    )  # fmt: skip
    QuerySet(User).bulk_create([person])
    QuerySet(RoleHolding).bulk_create(
        [RoleHolding(person=person, role=role, starts_on=SINCE, given_by=None, given_at=now) for role in roles]
    )
    if factor:
        TOTP.activate(person, generate_totp_secret())
    return person


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def code_of(person: User) -> str:
    """What the person's authenticator app shows now."""
    return code_of_secret(get_adapter().decrypt(Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).data["secret"]))


def code_of_secret(secret: str) -> str:
    """What an app that was given this key shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in_as(client: Client, person: User, *, fresh: bool = True) -> None:
    """Give the client a session of this person, second factor included."""
    request = HttpRequest()
    request.META.update(REMOTE_ADDR="127.0.0.1", HTTP_USER_AGENT="the tests' client")
    request.session, request.user = SessionStore(), AnonymousUser()
    start_session(request, person, methods=[Method.PASSWORD, Method.TOTP])
    if not fresh:
        make_stale(request.session)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key


def sign_in_browser(page: Page, person: User, *, fresh: bool = True) -> None:
    """The same for a browser's page."""
    client = Client()
    sign_in_as(client, person, fresh=fresh)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])


def make_stale(session: Any) -> None:
    """Move everything that was shown in a session back beyond freshness."""
    ago = (settings.FRESH_FACTOR + timedelta(minutes=1)).total_seconds()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**one, "at": one["at"] - ago} for one in session[AUTHENTICATION_METHODS_SESSION_KEY]]


@pytest.fixture
def sign_in() -> SignIn:
    return sign_in_as


@pytest.fixture
def line_manager(db: None) -> User:
    return make_person("line_manager", Role.STAFF, job_title="Reception Manager")


@pytest.fixture
def receptionist(line_manager: User) -> User:
    return make_person("receptionist", Role.STAFF, job_title="Receptionist", line_manager=line_manager)


@pytest.fixture
def nurse(line_manager: User) -> User:
    return make_person("nurse", Role.STAFF, job_title="Practice Nurse", line_manager=line_manager)


@pytest.fixture
def ig_lead(db: None) -> User:
    return make_person("ig_lead", Role.IG_LEAD)


@pytest.fixture
def deputy(db: None) -> User:
    """A member of staff who deputises for the Information Governance Lead."""
    person, now = make_person("deputy", Role.STAFF), clock.now()
    with as_job(Job.COMMAND):
        services.name_deputy(
            role=Role.IG_LEAD, person=person, starts_on=SINCE, ends_on=clock.local_day(now) + timedelta(days=6), actor=None, now=now
        )
    return person


@pytest.fixture
def dpo(db: None) -> User:
    return make_person("dpo", Role.DPO)


@pytest.fixture
def practice_manager(db: None) -> User:
    return make_person("practice_manager", Role.PRACTICE_MANAGER)


@pytest.fixture
def assessor(db: None) -> User:
    return make_person("assessor", Role.ASSESSOR)


@pytest.fixture
def partner(db: None) -> User:
    return make_person("partner", Role.PARTNER)


@pytest.fixture
def administrator(db: None) -> User:
    return make_person("administrator", Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def outsider(db: None) -> User:
    """An account with no role at all."""
    return make_person("outsider")
