"""Where the sign-in library asks us: no sign-up, a second factor before anything about the account changes, secrets kept encrypted."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from callgov.people.factors import FACTORS, factor_is_fresh, has_second_factor
from callgov.people.models import User
from callgov.people.signals import sign_in_failed


class InvitationOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation and by nothing else."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Check your email address and password.",
        "email_password_mismatch": "Check your email address and password.",
        "username_password_mismatch": "Check your email address and password.",
        "invalid_login": "Check your email address and password.",
        "incorrect_password": "Check your password.",
        "enter_current_password": "Enter your current password as it is now.",
        "too_many_login_attempts": "Wait 15 minutes, then try again.",
        "rate_limited": "Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the failure down, without what was typed."""
        sign_in_failed("password")

    def is_reauthentication_required(self, *, app: str, **_options: Any) -> bool:
        """Changes to the account ask for a factor shown a moment ago: one that was is enough."""
        return not factor_is_fresh(context.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms with it; the password alone serves only until the first one is set up."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not isinstance(user, User) or not has_second_factor(user):
            return methods
        return [method for method in methods if method["id"] != "reauthenticate"]


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """One second factor always stays; the secrets of authenticator apps and recovery codes are encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Check the code. A code works once and for 30 seconds.",
        "cannot_delete_authenticator": "Keep at least one second factor.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another one is left."""
        return bool(Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS).exclude(pk=authenticator.pk).exists())

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


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac("callgov.people.factors", "", secret=secret, algorithm="sha256").digest())
