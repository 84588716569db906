"""Where the sign-in library asks us: no sign-up, a second factor before anything about the account changes, secrets kept encrypted."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from callgov.people.factors import has_second_factor, may_change_factors
from callgov.people.models import User
from callgov.people.signals import sign_in_failed
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job

WRONG_PAIR = "Check your email address and password."


class InvitationOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation and by nothing else."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": WRONG_PAIR,
        "email_password_mismatch": WRONG_PAIR,
        "username_password_mismatch": WRONG_PAIR,
        "invalid_login": WRONG_PAIR,
        "incorrect_password": "Check your password.",  # nosec B105
        "enter_current_password": "Enter your current password as it is now.",  # nosec B105
        "too_many_login_attempts": "Wait 15 minutes, then try again.",
        "rate_limited": "Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who the password belongs to. An account that has ended answers like a wrong password."""
        with as_job(Job.SIGN_IN):  # a hash of an earlier strength is renewed on the way
            user: User | None = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            sign_in_failed("password")
            return None
        return user

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A passkey of an ended account opens nothing and says no more than a wrong password."""
        messages.error(request, WRONG_PAIR)
        return redirect("account_login")

    def set_password(self, user: User, password: str) -> None:
        """Changed or reset by the person themselves, who has proved who they are."""
        with acting_as(user):
            super().set_password(user, password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the failure down, without what was typed."""
        sign_in_failed("password")

    def is_reauthentication_required(self, *, app: str, **_options: Any) -> bool:
        """Changes to the account ask for what was shown a moment ago; right after logging in nothing is asked twice."""
        return not may_change_factors(context.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms with it; the password alone serves only until the first one is set up."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not isinstance(user, User) or not has_second_factor(user):
            return methods
        return [method for method in methods if method["id"] != "reauthenticate"]


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of authenticator apps and recovery codes are encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Check the code. A code works once and for 30 seconds.",
    }

    def encrypt(self, text: str) -> str:
        """Under a key derived from the site's secret key."""
        return _ring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also what an earlier secret key encrypted, while it stands in SECRET_KEY_FALLBACKS."""
        return _ring().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """The name proposed for a new passkey."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac("callgov.people.factors", "", secret=secret, algorithm="sha256").digest())
