"""The pages about copies that are out, and the holder's own."""

from collections.abc import Callable
from datetime import datetime, timedelta

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
from register.models import HolderAsked, Misdelivery, Release, ReleaseState
from register.services import passcodes
from register.services.releasing import Handover
from tests.register.conftest import prepare, release

SignIn = Callable[..., None]
pytestmark = pytest.mark.clause("AC-10")


@pytest.fixture
def keeper(client: Client, practice_manager: User, sign_in: SignIn) -> Client:
    sign_in(client, practice_manager)
    return client


def _day(name: str) -> dict[str, int]:
    today = clock.today()
    return {f"{name}_day": today.day, f"{name}_month": today.month, f"{name}_year": today.year}


def test_copies_stand_in_their_groups(keeper: Client, grant: Grant, call: Recording, now: datetime) -> None:
    for days in (2, 20):
        release(prepare(grant, call, now, delete_by=clock.local_day(now) + timedelta(days=days)), grant.holder, now)
    page = keeper.get(reverse("copies")).content.decode()
    assert all(words in page for words in ("Late (0)", "Due in 7 days (1)", "Held (1)"))
    soon = keeper.get(reverse("copies"), {"group": "soon"}).content.decode()
    assert (soon.count("Ask the holder again"), page.count("Ask the holder again")) == (1, 2)


def test_the_number_of_questions_to_the_database_does_not_grow(keeper: Client, grant: Grant, call: Recording, now: datetime) -> None:
    counts = []
    for _ in range(2):
        release(prepare(grant, call, now), grant.holder, now)
        for name in ("copies", "holders"):
            with CaptureQueriesContext(connection) as asked:
                keeper.get(reverse(name))
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 14


def test_holders_are_counted(keeper: Client, handover: Handover, own_copy: Handover) -> None:
    page = keeper.get(reverse("holders")).content.decode()
    assert "Northfield Hospital" in page
    assert "The person in the call" in page


def test_one_button_revokes_and_reports(keeper: Client, handover: Handover) -> None:
    url = reverse("copy_missent", args=[handover.release.pk])
    assert "Say what happened" in keeper.post(url, {"what_happened": ""}).content.decode()
    page = keeper.post(url, {"what_happened": "Another patient got it"}, follow=True).content.decode()
    assert "Collection has stopped" in page
    assert "Another patient got it" in page
    assert Release.objects.get().state == ReleaseState.REVOKED
    assert keeper.post(url, {"what_happened": "Again"}).status_code == 409
    assert Misdelivery.objects.count() == 1


def test_a_link_is_ended_from_the_copys_page(keeper: Client, handover: Handover) -> None:
    assert "End the collection link" in keeper.get(reverse("release_detail", args=[handover.release.pk])).content.decode()
    keeper.post(reverse("link_end", args=[handover.release.pk]))
    assert "End the collection link" not in keeper.get(reverse("release_detail", args=[handover.release.pk])).content.decode()
    assert Entry.objects.filter(event=Event.COLLECTION_LINK_ENDED).count() == 1


def test_a_receipt_is_recorded_once_it_arrived(keeper: Client, grant: Grant, call: Recording, now: datetime) -> None:
    copy = release(prepare(grant, call, now, method="collected"), grant.holder, now).release
    url = reverse("copy_receipt", args=[copy.pk])
    assert url in keeper.get("/").content.decode()
    assert "identity document" in keeper.get(url).content.decode()
    page = keeper.post(url, {"detail": "Passport seen, signed", **_day("handed_on")}, follow=True).content.decode()
    assert "Passport seen, signed" in page
    assert url not in keeper.get("/").content.decode()


def test_a_link_has_no_page_for_a_receipt(keeper: Client, handover: Handover) -> None:
    assert keeper.get(reverse("copy_receipt", args=[handover.release.pk])).status_code == 404


def test_the_holder_is_asked_again(keeper: Client, handover: Handover) -> None:
    url = reverse("copy_ask", args=[handover.release.pk])
    assert 'value="email"' not in keeper.get(url).content.decode()
    keeper.post(url, {"how": "telephone"})
    assert HolderAsked.objects.get().how == "telephone"


@pytest.mark.clause("AC-11")
def test_sharing_further_is_asked_for_from_the_copys_page(keeper: Client, handover: Handover) -> None:
    url = reverse("copy_onward", args=[handover.release.pk])
    assert url in keeper.get(reverse("release_detail", args=[handover.release.pk])).content.decode()
    asked = {"reason": "Their inquiry", "recipient_name": "Claims", "recipient_type": "insurer", "wanted_format": "mp3"}
    page = keeper.post(url, asked, follow=True).content.decode()
    assert "Request sent. Its reference is" in page


def test_the_holder_says_by_one_button_that_it_is_gone(client: Client, handover: Handover, now: datetime) -> None:
    HolderAsked.objects.create(
        release=handover.release, stage="copy-late", how="email", asked_at=now, token_hash=passcodes.hash_token("token")
    )
    url = reverse("holder_deleted", args=["token"])
    assert "Have you deleted your copy?" in client.get(url).content.decode()
    assert Release.objects.get().holder_deleted_at is None
    assert "Thank you" in client.post(url).content.decode()
    assert Release.objects.get().holder_deleted_at is not None
    assert client.post(reverse("holder_deleted", args=["never"])).status_code == 404


@pytest.mark.parametrize("name", ["copy_deleted", "copy_ask", "copy_receipt", "copy_missent", "link_end"])
def test_nobody_else_does_any_of_it(client: Client, handover: Handover, receptionist: User, sign_in: SignIn, name: str) -> None:
    sign_in(client, receptionist)
    assert client.post(reverse(name, args=[handover.release.pk])).status_code == 403


def test_a_stranger_to_the_request_does_not_ask_to_share_it(client: Client, handover: Handover, nurse: User, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    assert client.get(reverse("copy_onward", args=[handover.release.pk])).status_code == 404


def test_the_lead_sees_copies_but_does_not_confirm_them(client: Client, handover: Handover, ig_lead: User, sign_in: SignIn) -> None:
    sign_in(client, ig_lead)
    page = client.get(reverse("copies")).content.decode()
    assert "Northfield Hospital" in page
    assert "Record that it is deleted" not in page
