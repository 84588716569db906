"""The page of the store: what it says, who may see it, who may have something checked again."""

from typing import Any

import pytest
from django.test import Client

from callgov.people.models import User
from callgov.trail.models import Entry
from recordings.models import StoredObject
from recordings.wholeness.services.checking import check_due
from tests.cast import SignIn
from tests.recordings.vault.stores import FolderPlace, Place
from tests.recordings.wholeness.conftest import NOW, flip, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-5"), pytest.mark.xdist_group("vault")]


@pytest.fixture
def damaged(three: list[StoredObject], place: Place) -> StoredObject:
    """One of three objects did not pass."""
    flip(place, three[0])
    check_due(now=NOW)
    return three[0]


def again(stored: StoredObject) -> str:
    return f"/recordings/storage/objects/{stored.pk}/check/"


def test_the_page_says_how_much_is_whole_and_what_is_not(client: Client, ig_lead: User, sign_in: SignIn, damaged: StoredObject) -> None:
    sign_in(client, ig_lead)
    page = client.get("/recordings/storage/").content.decode()
    assert "2 of 3" in page
    assert f"recording {str(damaged.subject)[:8]}" in page
    assert "Damaged" in page


def test_an_empty_store_is_told_as_such(client: Client, ig_lead: User, sign_in: SignIn) -> None:
    sign_in(client, ig_lead)
    assert "Nothing is stored" in client.get("/recordings/storage/").content.decode()


@pytest.mark.parametrize("who", ["nurse", "practice_manager", "partner", "assessor"])
def test_the_page_is_for_those_who_answer_for_the_service(
    client: Client, who: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get("/recordings/storage/").status_code == 403


def test_the_page_costs_the_same_for_ten_and_a_hundred_objects(
    client: Client, ig_lead: User, sign_in: SignIn, damaged: StoredObject, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, ig_lead)
    for objects in (10, 100):
        rows = [StoredObject(subject=damaged.pk, role="peaks", name=f"x{objects}/{n}", key_destroyed_at=NOW, plain_size=1, sealed_size=1,
                             created_at=NOW) for n in range(objects)]  # fmt: skip
        StoredObject.objects.all().recorded().bulk_create(rows)
        with django_assert_max_num_queries(14):
            client.get("/recordings/storage/")


def test_the_administrator_has_what_was_restored_checked_again(
    client: Client, administrator: User, sign_in: SignIn, damaged: StoredObject, place: Place
) -> None:
    sign_in(client, administrator)
    assert "It still does not pass its check." in client.post(again(damaged), follow=True).content.decode()
    flip(place, damaged)
    assert "It is whole again." in client.post(again(damaged), follow=True).content.decode()
    assert fresh(damaged).damage == ""
    assert Entry.objects.get(event="audio_whole_again").actor == administrator
    assert client.post(again(damaged)).status_code == 404


def test_who_only_sees_may_not_have_it_checked_and_others_methods_are_refused(
    client: Client, ig_lead: User, administrator: User, sign_in: SignIn, damaged: StoredObject
) -> None:
    sign_in(client, ig_lead)
    assert client.post(again(damaged)).status_code == 403
    sign_in(client, administrator)
    assert client.get(again(damaged)).status_code == 405


def test_while_the_store_does_not_answer_it_says_so(
    client: Client, administrator: User, sign_in: SignIn, damaged: StoredObject, place: FolderPlace
) -> None:
    place.folder.rename(place.folder.with_name("elsewhere"))
    place.folder.touch()
    sign_in(client, administrator)
    assert "It cannot be read just now." in client.post(again(damaged), follow=True).content.decode()


def test_damage_is_on_home_for_those_who_must_see_to_it(
    client: Client, administrator: User, dpo: User, nurse: User, sign_in: SignIn, damaged: StoredObject
) -> None:
    words = {}
    for person in (administrator, dpo, nurse):
        sign_in(client, person)
        words[person.username] = client.get("/").content.decode()
    assert "Restore 1 stored object" in words["administrator"]
    assert "1 stored object did not pass the check." in words["dpo"]
    assert "stored object" not in words["nurse"]
