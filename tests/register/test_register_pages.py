"""The register, its lines, copies out and certificates as their readers see them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from register.models import LineNote, RegisterLine
from register.services import destroying
from register.services.releasing import Handover
from tests.register.conftest import prepare, release

SignIn = Callable[..., None]


@pytest.fixture
def keeper(client: Client, practice_manager: User, sign_in: SignIn) -> Client:
    sign_in(client, practice_manager)
    return client


def line_url(handover: Handover) -> str:
    return reverse("register_line", args=[handover.line.year, handover.line.number])


def annotate_url(handover: Handover, kind: str) -> str:
    return reverse("line_annotate", args=[handover.line.year, handover.line.number, kind])


@pytest.mark.clause("AU-11")
def test_reading_the_register_is_in_the_trail(keeper: Client, handover: Handover) -> None:
    assert "Ward Clerk" in keeper.get(reverse("register")).content.decode()
    assert Entry.objects.get(event=Event.REGISTER_READ).facts == {"lines": 1}


def test_the_empty_register_says_when_a_line_appears(keeper: Client) -> None:
    assert "No releases yet" in keeper.get(reverse("register")).content.decode()


@pytest.mark.parametrize("wanted", [{"year": "1999"}, {"recipient": "insurer"}, {"to_complete": "nonsense"}, {"page": "99"}])
def test_senseless_and_narrow_filters_do_no_harm(keeper: Client, handover: Handover, wanted: dict[str, str]) -> None:
    assert keeper.get(reverse("register"), wanted).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_register(keeper: Client, grant: Grant, call: Recording, now: datetime) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            release(prepare(grant, call, now), grant.holder, now)
        with CaptureQueriesContext(connection) as queries:
            keeper.get(reverse("register"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.clause("RE-1")
def test_the_practice_manager_completes_and_corrects_beside_the_line(keeper: Client, handover: Handover) -> None:
    keeper.post(annotate_url(handover, "completion"), {"field": "receipt", "value": "RM 123"})
    keeper.post(annotate_url(handover, "correction"), {"field": "recipient_name", "value": "W. Clerk", "reason": "Misspelt"})
    page = keeper.get(line_url(handover)).content.decode()
    assert all(words in page for words in ("RM 123", "W. Clerk", "Misspelt", "Ward Clerk"))
    assert RegisterLine.objects.get().recipient_name == "Ward Clerk"


@pytest.mark.parametrize("kind", ["completion", "correction"])
def test_an_empty_note_is_not_written(keeper: Client, handover: Handover, kind: str) -> None:
    page = keeper.post(annotate_url(handover, kind), {})
    assert "There is a problem" in page.content.decode()
    assert not LineNote.objects.exists()


@pytest.mark.clause("RE-1")
@pytest.mark.parametrize("who", ["ig_lead", "dpo"])
def test_inspectors_read_but_do_not_write(
    client: Client, who: str, handover: Handover, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get(line_url(handover)).status_code == 200
    assert client.post(annotate_url(handover, "completion"), {"field": "receipt", "value": "x"}).status_code == 403
    assert not LineNote.objects.exists()


@pytest.mark.parametrize("who", ["receptionist", "nurse", "partner", "assessor", "administrator", "outsider"])
def test_nobody_else_reads_the_register(
    client: Client, who: str, handover: Handover, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who))
    for url in (reverse("register"), line_url(handover), reverse("copies")):
        assert client.get(url).status_code == 403


def test_a_line_that_does_not_exist_is_not_found(keeper: Client) -> None:
    assert keeper.get(reverse("register_line", args=[2026, 99])).status_code == 404


@pytest.mark.clause("AC-10")
def test_a_copy_is_out_until_its_deletion_is_confirmed_with_evidence(keeper: Client, handover: Handover) -> None:
    url = reverse("copy_deleted", args=[handover.release.pk])
    assert url in keeper.get(reverse("copies")).content.decode()
    assert "Say how you know" in keeper.post(url, {"evidence": ""}).content.decode()
    today = clock.today()
    day = {"deleted_on_day": today.day, "deleted_on_month": today.month, "deleted_on_year": today.year}
    keeper.post(url, {"evidence": "Letter of 3 November", **day})
    assert "No copies are out." in keeper.get(reverse("copies")).content.decode()


def test_a_copy_that_is_late_says_so(keeper: Client, grant: Grant, call: Recording, now: datetime) -> None:
    handover = release(prepare(grant, call, now), grant.holder, now)
    type(handover.release).objects.filter(pk=handover.release.pk).recorded().update(delete_by=now.date() - timedelta(days=2))
    assert "Late" in keeper.get(reverse("copies")).content.decode()
    assert "Confirm that a copy is deleted" in keeper.get("/").content.decode()


@pytest.mark.clause("AC-10")
def test_the_certificate_can_be_read(keeper: Client, handover: Handover, now: datetime) -> None:
    certificate = destroying.destroy_copy(release_id=handover.release.pk, now=now)
    page: Any = keeper.get(reverse("certificate", args=[certificate.year, certificate.number]))
    assert certificate.sha256 in page.content.decode()
    assert keeper.get(reverse("certificate", args=[certificate.year, 99])).status_code == 404
