"""The pages on which a copy is prepared and released."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Grant, Recording
from register.models import RegisterLine, Release, ReleaseState
from register.packaging.passphrases import new_passphrase
from register.services.releasing import Handover
from tests.register.packages import shown_passphrase

SignIn = Callable[..., None]


@pytest.fixture
def releaser(client: Client, practice_manager: User, sign_in: SignIn) -> Client:
    sign_in(client, practice_manager)
    return client


def answers(now: datetime, **given: Any) -> dict[str, Any]:
    day = clock.local_day(now) + timedelta(days=14)
    usual = {
        "format": "mp3",
        "method": "link",
        "unredacted_reason": "Nobody else is heard",
        "delete_by_day": day.day,
        "delete_by_month": day.month,
        "delete_by_year": day.year,
    }
    return {**usual, **given}


def prepare_url(grant: Grant, call: Recording) -> str:
    return reverse("release_new", args=[grant.pk, call.pk])


def test_a_copy_is_prepared_and_checked_before_it_is_released(releaser: Client, grant: Grant, call: Recording, now: datetime) -> None:
    page = releaser.post(prepare_url(grant, call), answers(now), follow=True)
    assert "The register line that will be written" in page.content.decode()
    assert Release.objects.get().state == ReleaseState.PREPARED


@pytest.mark.clause("AC-9")
def test_another_format_than_the_wanted_one_needs_a_reason(releaser: Client, grant: Grant, call: Recording, now: datetime) -> None:
    page = releaser.post(prepare_url(grant, call), answers(now, format="wav"))
    assert "Say why the copy is not in the format" in page.content.decode()
    assert not Release.objects.exists()


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(releaser: Client, grant: Grant, call: Recording, now: datetime) -> None:
    page = releaser.post(prepare_url(grant, call), answers(now, start="0:02", end="0:01")).content.decode()
    assert "To must be after From" in page
    assert 'value="0:02"' in page


@pytest.mark.clause("RE-1")
def test_releasing_shows_line_link_and_code_once(releaser: Client, prepared: Release) -> None:
    page = releaser.post(reverse("release_now", args=[prepared.pk])).content.decode()
    assert "line 2026/001" in page or f"line {clock.today().year}/001" in page
    assert "/collect/" in page
    again = releaser.get(reverse("release_detail", args=[prepared.pk])).content.decode()
    assert "/collect/" not in again


def test_pressing_twice_releases_once(releaser: Client, handover: Handover) -> None:
    response = releaser.post(reverse("release_now", args=[handover.release.pk]))
    assert response.status_code == 409
    assert RegisterLine.objects.count() == 1


@pytest.mark.clause("AC-10")
def test_a_copy_is_discarded_from_its_page_and_can_no_longer_be_released(releaser: Client, prepared: Release) -> None:
    assert "Discard this copy" in releaser.get(reverse("release_detail", args=[prepared.pk])).content.decode()
    page = releaser.post(reverse("release_discard", args=[prepared.pk]), follow=True).content.decode()
    assert "Nothing was released." in page
    assert "Certificate of destruction" in page
    for name in ("release_now", "release_discard"):
        assert releaser.post(reverse(name, args=[prepared.pk])).status_code == 409
    assert not RegisterLine.objects.exists()


def test_releasing_needs_a_fresh_second_factor(client: Client, practice_manager: User, prepared: Release, sign_in: SignIn) -> None:
    sign_in(client, practice_manager, fresh=False)
    response = client.post(reverse("release_now", args=[prepared.pk]))
    assert response.status_code in (302, 403)
    assert not RegisterLine.objects.exists()


def test_a_release_is_not_made_by_following_a_link(releaser: Client, prepared: Release) -> None:
    assert releaser.get(reverse("release_now", args=[prepared.pk])).status_code == 405


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("who", ["receptionist", "nurse", "administrator", "partner"])
def test_others_see_no_copy_and_cannot_release(
    client: Client, who: str, prepared: Release, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("release_detail", args=[prepared.pk])).status_code == 403
    assert client.post(reverse("release_now", args=[prepared.pk])).status_code == 403
    assert Entry.objects.filter(event=Event.REFUSED).count() == 2


@pytest.mark.clause("AC-4")
def test_someone_elses_grant_does_not_exist_for_other_releasers(
    client: Client, ig_lead: User, grant: Grant, call: Recording, sign_in: SignIn
) -> None:
    sign_in(client, ig_lead)
    assert client.get(prepare_url(grant, call)).status_code == 404


def test_the_request_page_offers_the_copy_to_its_releaser(releaser: Client, grant: Grant, call: Recording) -> None:
    page = releaser.get(reverse("request_detail", args=[grant.request_reference])).content.decode()
    assert prepare_url(grant, call) in page


def test_home_reminds_the_releaser_of_a_prepared_copy(releaser: Client, prepared: Release) -> None:
    assert reverse("release_detail", args=[prepared.pk]) in releaser.get("/").content.decode()


@pytest.mark.parametrize("method", ["email", "media", "collected"])
def test_a_locked_package_is_handed_over_by_its_releaser(
    releaser: Client, grant: Grant, call: Recording, now: datetime, method: str
) -> None:
    releaser.post(prepare_url(grant, call), answers(now, method=method))
    release = Release.objects.get()
    releaser.post(reverse("release_now", args=[release.pk]))
    page = releaser.post(reverse("release_package", args=[release.pk])).content.decode()
    response = releaser.post(reverse("package_download", args=[release.pk]), {"passphrase": shown_passphrase(page)})
    assert b"".join(response).startswith(b"PK")
    assert Entry.objects.filter(event=Event.COPY_COLLECTED).count() == 1


def test_a_copy_for_a_link_is_not_for_media(releaser: Client, handover: Handover) -> None:
    locked = {"passphrase": new_passphrase()}
    assert releaser.post(reverse("package_download", args=[handover.release.pk]), locked).status_code == 409


@pytest.mark.parametrize("passphrase", ["", "1234", "AAAA-AAAA-AAAA-AAAA-AAA1"])
def test_a_package_is_not_locked_with_a_passphrase_of_someones_own(releaser: Client, handover: Handover, passphrase: str) -> None:
    answer = releaser.post(reverse("package_download", args=[handover.release.pk]), {"passphrase": passphrase})
    assert answer.status_code == 403
    assert not Entry.objects.filter(event=Event.COPY_COLLECTED).exists()
