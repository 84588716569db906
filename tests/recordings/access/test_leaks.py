"""A colleague without a grant obtains no row and no byte, whatever they ask for; each try is in the trail (AC-4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from callgov.people.models import User
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Access, Grant, Recording, Search
from tests.recordings.factories import NUMBER

SECRETS = (NUMBER, "ending 461", "extension 214", "REQ-2026-0042", "3 minutes 7 seconds", "RIFF", "peaks")


@pytest.fixture
def access(listener: Client, grant: Grant, chosen: Recording) -> Access:
    listener.get(reverse("player", args=[grant.pk, chosen.pk]))
    return Access.objects.get()


def addresses(access: Access) -> list[str]:
    """Everything this wing answers to, with the ids of someone else's grant, call and access."""
    grant = access.grant_id
    return [
        reverse("listening"),
        *(reverse(name, args=[grant]) for name in ("grant_find", "grant_choose", "grant_end")),
        reverse("player", args=[grant, access.subject]),
        *(reverse(name, args=[access.pk]) for name in ("audio", "peaks", "played")),
    ]


@pytest.mark.clause("AC-4")
@pytest.mark.clause("AU-11")
@pytest.mark.parametrize("who", ["nurse", "practice_manager", "dpo", "administrator", "partner", "assessor", "outsider"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete", "options"])
def test_whoever_has_no_grant_obtains_nothing(
    who: str, method: str, access: Access, sign_in: Callable[..., Any], request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(who)
    client = Client()
    sign_in(client, person)
    for address in addresses(access):
        answer = getattr(client, method)(address, {"recordings": str(access.subject), "from": "0", "to": "1"})
        said = getattr(answer, "content", b"").decode()
        assert not [secret for secret in SECRETS if secret in said], address
        assert answer.status_code in (200, 302, 403, 404, 405), address
        assert answer.status_code != 200 or address == reverse("listening") or method == "options"
    assert Access.objects.count() == 1
    assert not Search.objects.exists()
    assert not Entry.objects.filter(actor=person, event__in=[Event.AUDIO_SENT, Event.ACCESS_OPENED, Event.CALLS_SEARCHED]).exists()
    if method == "get":
        assert Entry.objects.filter(actor=person, event=Event.REFUSED).count() >= 5


@pytest.mark.clause("AC-4")
@pytest.mark.clause("AU-11")
def test_whoever_is_not_signed_in_is_sent_to_sign_in(access: Access) -> None:
    for address in addresses(access):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert "login" in answer["Location"]


@pytest.mark.clause("AC-4")
def test_being_superuser_opens_nothing(access: Access, nurse: User, sign_in: Callable[..., Any]) -> None:
    User.objects.filter(pk=nurse.pk).update(is_superuser=True, is_staff=True)
    client = Client()
    sign_in(client, nurse)
    for address in addresses(access)[1:]:
        assert client.get(address).status_code in (403, 404, 405)
