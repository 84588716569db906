"""The page of the store: what it says, who may see it, who may have something checked again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from callgov.models import JobRun
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.trail.models import Entry
from recordings.models import Backup, DrillKind, RecoveryKey, Restore, StoredObject
from recordings.vault.damage import telling
from recordings.vault.registration import DAMAGED, trouble
from recordings.vault.store import Vault
from recordings.vault.trouble import KeyRingUnusable, ObjectDestroyed, TamperedObject, VaultUnavailable
from recordings.wholeness.services.checking import check_due
from recordings.wholeness.services.custody import make_recovery_key, note_drill
from tests.cast import SignIn
from tests.recordings.vault.stores import FolderPlace, Place
from tests.recordings.wholeness.conftest import NOW, access_to, flip, fresh

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


# Keys, backups, drills, and what a restore left


@pytest.fixture
def key(ig_lead: User, dpo: User) -> RecoveryKey:
    """A recovery key in two parts."""
    with as_job(Job.COMMAND):
        return make_recovery_key(custodians=[ig_lead, dpo], needed=2, now=NOW).key


def test_the_page_says_who_holds_parts_when_drills_are_due_and_how_the_last_came_out(
    client: Client, ig_lead: User, sign_in: SignIn, key: RecoveryKey
) -> None:
    with as_job(Job.COMMAND):
        note_drill(kind=DrillKind.RESTORE, passed=False, words="Object 1234 does not open.", facts={}, now=NOW)
    Backup.objects.create(taken_at=NOW, finished_at=NOW, size=5_000_000, objects_stored=3, recovery_key=key.fingerprint)
    sign_in(client, ig_lead)
    page = client.get("/recordings/storage/").content.decode()
    for words in (key.fingerprint, "2 of 2", "Part 1: Ig Lead", "Object 1234 does not open.", "3 objects listed", "Next restore drill by"):
        assert words in page


def test_without_a_recovery_key_the_page_says_what_to_do(client: Client, administrator: User, sign_in: SignIn) -> None:
    sign_in(client, administrator)
    page = client.get("/recordings/storage/").content.decode()
    assert "make_recovery_key" in page
    assert "BACKUP_FOLDER" in page


def test_a_drill_that_is_due_is_on_the_administrator_s_home(client: Client, administrator: User, key: RecoveryKey, sign_in: SignIn) -> None:
    sign_in(client, administrator)
    assert "Hold the restore drill" in client.get("/").content.decode()
    with as_job(Job.COMMAND):
        note_drill(kind=DrillKind.RESTORE, passed=True, words="All opened.", facts={}, now=NOW)
    page = client.get("/").content.decode()
    assert "Hold the restore drill" not in page
    assert "custodians" in page


@pytest.fixture
def stray(three: list[StoredObject]) -> StoredObject:
    """An object whose row a restore lost, as the last comparison found it."""
    Restore.objects.create(backup_id=three[0].pk, taken_at=NOW - timedelta(days=1), restored_at=NOW + timedelta(days=1))
    StoredObject.objects.filter(pk=three[0].pk).recorded().delete()
    JobRun.objects.create(
        task="recordings.wholeness.tasks.reconcile", started_at=NOW, finished_at=NOW, outcome="done", counts={"strays left": 1}
    )
    return three[0]


ERASE = "/recordings/storage/strays/erase/"


@pytest.mark.clause("AC-1")
def test_the_lead_gives_up_what_a_restore_left_with_a_reason(
    client: Client, ig_lead: User, sign_in: SignIn, stray: StoredObject, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, ig_lead)
    assert "Left by a restore" in client.get("/recordings/storage/").content.decode()
    assert "Enter why they may go" in client.post(ERASE, {"reason": ""}).content.decode()
    monkeypatch.setattr("recordings.wholeness.rules.YOUNG", timedelta(0))
    assert "1 object erased." in client.post(ERASE, {"reason": "There is no later backup"}, follow=True).content.decode()
    assert stray.name not in place.names()
    assert Entry.objects.filter(event="store_reconciled", actor=ig_lead, reason="There is no later backup").exists()


@pytest.mark.clause("AC-1")
def test_the_administrator_sees_it_and_may_not_erase(
    client: Client, administrator: User, sign_in: SignIn, stray: StoredObject, place: Place
) -> None:
    sign_in(client, administrator)
    assert "Ask the Information Governance Lead." in client.get("/recordings/storage/").content.decode()
    assert client.post(ERASE, {"reason": "It looks old"}).status_code == 403
    assert stray.name in place.names()


def test_while_the_store_is_away_nothing_is_erased(
    client: Client, ig_lead: User, sign_in: SignIn, stray: StoredObject, place: FolderPlace
) -> None:
    place.folder.rename(place.folder.with_name("elsewhere"))
    sign_in(client, ig_lead)
    assert "It cannot be read just now." in client.post(ERASE, {"reason": "None"}, follow=True).content.decode()
    assert client.get(ERASE).status_code == 405


# Trouble that no page expected


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (VaultUnavailable("x"), "cannot be reached just now"), (KeyRingUnusable("x"), "cannot be reached just now"),
        (ObjectDestroyed("x"), "This was destroyed."), (TamperedObject("x"), "did not pass its check"),
    ],
)  # fmt: skip
def test_trouble_with_the_vault_is_a_sentence_on_any_page_and_never_an_error(
    client: Client, ig_lead: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    def raises(*_: Any) -> None:
        raise error

    monkeypatch.setattr("recordings.wholeness.queries.totals", raises)
    sign_in(client, ig_lead)
    answer = client.get("/recordings/storage/")
    assert answer.status_code == 503
    assert says in answer.content.decode()


def test_damage_that_a_page_did_not_expect_is_an_incident_all_the_same(
    client: Client, ig_lead: User, sign_in: SignIn, three: list[StoredObject], place: Place, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(place, three[0])
    monkeypatch.setattr("recordings.wholeness.queries.totals", lambda *_: list(vault.open(access_to(three[0]), three[0])))
    sign_in(client, ig_lead)
    assert client.get("/recordings/storage/").status_code == 503
    assert fresh(three[0]).damage == "damaged"
    assert Entry.objects.filter(event="incident_reported", actor=ig_lead).exists()


def test_damage_found_while_nobody_is_logged_in_is_an_incident_too(three: list[StoredObject]) -> None:
    damage = TamperedObject("x")
    damage.object_id = three[0].pk
    assert trouble(damage) == DAMAGED
    assert Entry.objects.get(event="incident_reported").job == Job.INTEGRITY


def test_damage_found_on_the_way_out_is_reported_before_the_way_breaks_off(three: list[StoredObject], place: Place, vault: Vault) -> None:
    sealed = place.bytes_of(three[0].name)
    place.spoil(three[0].name, sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(TamperedObject):
        list(telling(three[0], vault.open(access_to(three[0]), three[0]), job=Job.COLLECTION))
    assert fresh(three[0]).damage == "damaged"
    assert Entry.objects.get(event="audio_damaged").job == "collection"
