"""A grant of the receptionist's, issued by the Information Governance Lead, and one held call chosen under it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from callgov.people.models import User
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from tests.recordings.factories import make_chosen, make_grant, make_held_call


@pytest.fixture
def call(db: None) -> Recording:
    return make_held_call()


@pytest.fixture
def grant(receptionist: User, ig_lead: User) -> Grant:
    return make_grant(receptionist, ig_lead)


@pytest.fixture
def chosen(grant: Grant, call: Recording) -> Recording:
    make_chosen(grant, [call])
    return call


@pytest.fixture
def listener(client: Client, receptionist: User, sign_in: Callable[..., Any]) -> Client:
    """The receptionist's browser, second factor just shown."""
    sign_in(client, receptionist)
    return client


@pytest.fixture
def last_entry() -> Iterator[Callable[[str], Entry]]:
    """The newest entry of an event."""
    return lambda event: Entry.objects.filter(event=event).latest("id")
