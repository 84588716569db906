"""A signed-in colleague with no grant walks every address, method and object of the site, and gets nothing of any recording."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callgov.people.models import User
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Access, Grant, Recording
from register.services.releasing import Handover
from tests.cast import sign_in_as
from tests.register.conftest import (  # noqa: F401
    call,
    case,
    grant,
    handover,
    ig_lead,
    line_manager,
    now,
    practice_manager,
    prepared,
    receptionist,
    stage_set,
    vault,
)  # fmt: skip

pytestmark = [pytest.mark.clause("AC-1", "AC-4", "AU-11"), pytest.mark.django_db]

METHODS = ("get", "post", "head", "put", "patch", "delete", "options")
# The person's own doors out, after which there would be nobody left to try: they open nothing of a recording.
OWN_EXITS = ("accounts/logout/", "accounts/sessions/")


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every route of the site as its text and the converters of its parts."""
    found: list[tuple[str, dict[str, Any]]] = []
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _routes(pattern.url_patterns, here)
        else:
            found.append((here, dict(pattern.pattern.converters)))
    return found


ROUTES = [route for route in _routes(get_resolver().url_patterns) if not route[0].startswith(OWN_EXITS)]
EVERY_ROUTE = st.sampled_from(ROUTES)


class Practice:
    """What there is to find, and by what a colleague might guess at it."""

    def __init__(self, colleague: User, released: Handover, recording: Recording) -> None:
        self.client = Client(raise_request_exception=False)
        sign_in_as(self.client, colleague)
        self.recording, self.release = recording, released.release
        grants, accesses = Grant.objects.values_list("pk", flat=True), Access.objects.values_list("pk", flat=True)
        ids = [recording.pk, released.release.pk, grants[0], accesses[0], *grants, *accesses]  # one of each sort first
        self.known: list[UUID] = list(dict.fromkeys(ids))
        self.words = [released.release.request.reference, released.token, "completion", "correction", "why", "call"]

    def guesses(self, converter: Any) -> list[Any]:
        """What may stand in that part of an address."""
        ids = {"UUIDConverter": self.known, "IntConverter": [self.release.request_id, 1, 2, 2026]}
        return ids.get(type(converter).__name__, self.words)

    def secrets(self) -> list[bytes]:
        """What must be on no page: fields of the recording and of the request about it."""
        asked = self.release.request
        shown = (self.recording.external_e164, self.recording.external_e164[-6:], asked.reason, asked.recipient_name, self.recording.sha256)
        return [word.encode() for word in shown if word]


@pytest.fixture
def practice(nurse: User, handover: Handover, call: Recording) -> Practice:  # noqa: F811
    return Practice(nurse, handover, call)


def test_no_address_gives_anything_by_any_method_for_any_id(practice: Practice) -> None:
    tried = 0
    for route, method in product(ROUTES, METHODS):
        for address in _addresses(practice, route, most=4 if method == "get" else 1):
            assert_nothing_comes_back(practice, address, getattr(practice.client, method)(f"/{address}"))
            tried += 1
    assert tried > 7 * len(ROUTES)
    assert practice.client.get("/").status_code == 200  # still logged in: all of it was tried as a colleague


def assert_nothing_comes_back(practice: Practice, address: str, response: Any) -> None:
    body = b"".join(response) if response.streaming else response.content
    assert not response.get("Content-Type", "").startswith("audio/"), address
    assert not [secret for secret in practice.secrets() if secret in body], address
    assert not body.startswith((b"ID3", b"RIFF")), address


def _addresses(practice: Practice, route: tuple[str, dict[str, Any]], most: int) -> Iterator[str]:
    """A route with the first things that its parts can name, side by side."""
    text, converters = route
    guesses = [practice.guesses(converter) for converter in converters.values()]
    for values in ([guess[turn % len(guess)] for guess in guesses] for turn in range(most if guesses else 1)):
        filled = text
        for name, value in zip(converters, values, strict=True):
            filled = _filled(filled, name, str(value))
        yield _plain(filled)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=EVERY_ROUTE, method=st.sampled_from(METHODS), data=st.data())
def test_nothing_of_a_recording_comes_back(practice: Practice, route: tuple[str, dict[str, Any]], method: str, data: st.DataObject) -> None:
    address = _address(practice, route, data)
    response = getattr(practice.client, method)(f"/{address}", **_extra(method, data))
    assert_nothing_comes_back(practice, address, response)


def _address(practice: Practice, route: tuple[str, dict[str, Any]], data: st.DataObject) -> str:
    text, converters = route
    for name, converter in converters.items():
        text = _filled(text, name, str(data.draw(st.sampled_from(practice.guesses(converter)), label=name)))
    return _plain(text)


def _plain(text: str) -> str:
    return text.replace("^", "").replace("$", "").replace("\\Z", "")


def _filled(text: str, name: str, value: str) -> str:
    start = next(i for i in range(len(text)) if text[i] == "<" and text[i:].partition(">")[0].endswith(name))
    end = text.index(">", start) + 1
    return text[:start] + value + text[end:]


def _extra(method: str, data: st.DataObject) -> dict[str, Any]:
    if method == "get":
        return {"headers": {"range": data.draw(st.sampled_from(["bytes=0-", "bytes=0-65535", "bytes=100-"]))}}
    return {"data": {"evidence": "x", "reason": "x", "field": "receipt", "value": "x"}} if method == "post" else {}


def test_each_try_at_someone_elses_thing_is_in_the_trail(practice: Practice) -> None:
    before = Entry.objects.filter(event=Event.REFUSED).count()
    tries = [
        f"/releases/{practice.release.pk}/",
        f"/requests/{practice.words[0]}/",
        f"/recordings/access/{practice.known[-1]}/audio/",
        "/register/",
    ]
    assert all(practice.client.get(url).status_code in (403, 404) for url in tries)
    assert Entry.objects.filter(event=Event.REFUSED).count() == before + len(tries)
