"""What the tests about people share."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import DjangoCaptureOnCommitCallbacks

from callgov.people.models import User


@pytest.fixture
def commits(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Runs what waits for the commit, which a test's own transaction never reaches."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def passkey() -> Callable[[User], int]:
    """Gives a person a passkey by name alone: enough for every page that does not use it."""

    def give(person: User) -> int:
        kept = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}})
        return int(kept.pk)

    return give
