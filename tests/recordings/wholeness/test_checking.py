"""The rolling check finds what is damaged or missing, says so once, and comes round to everything."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from callgov import clock
from callgov.incidents import Incident
from callgov.jobs.trouble import JobFailed
from callgov.people.models import User
from callgov.refusals import NotYours
from callgov.registry import registry
from callgov.trail.context import acting_as
from callgov.trail.models import Entry
from recordings.models import Access, Damage, StoredObject
from recordings.vault.damage import note_whole_again
from recordings.vault.keyring import create_ring
from recordings.vault.store import Vault
from recordings.vault.trouble import NotCovered
from recordings.wholeness import tasks
from recordings.wholeness.services.checking import BATCH, check_again, check_due
from tests.recordings.vault.stores import FolderPlace, Place
from tests.recordings.wholeness.conftest import LATER, NOW, access_to, flip, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-5"), pytest.mark.xdist_group("vault")]


@pytest.fixture
def incidents(monkeypatch: pytest.MonkeyPatch) -> list[Incident]:
    """What is reported."""
    heard: list[Incident] = []
    monkeypatch.setattr(registry, "incidents", [heard.append])
    return heard


def test_what_is_whole_is_noted_as_checked(three: list[StoredObject]) -> None:
    assert check_due(now=NOW).whole == 3
    assert all(fresh(stored).checked_at for stored in three)
    assert check_due(now=clock.now()).whole == 0


def test_after_its_interval_everything_is_checked_again_the_longest_unchecked_first(three: list[StoredObject]) -> None:
    check_due(now=NOW)
    for days, stored in zip((40, 35, 10), three, strict=True):
        StoredObject.objects.filter(pk=stored.pk).recorded().update(checked_at=NOW - timedelta(days=days))
    assert check_due(now=NOW).whole == 2
    assert fresh(three[2]).checked_at == NOW - timedelta(days=10)


def test_one_round_has_one_entry_and_one_access_that_opens_nothing(three: list[StoredObject], vault: Vault) -> None:
    check_due(now=NOW)
    assert Entry.objects.get(event="audio_checked").facts["whole"] == 3
    access = Access.objects.get(action="check")
    with pytest.raises(NotCovered):
        vault.open(access, three[0])
    with pytest.raises(NotCovered):
        vault.destroy(access, three[0], now=NOW)


def test_where_nothing_is_due_nothing_is_opened(vault: Vault, db: None) -> None:
    check_due(now=NOW)
    assert not Access.objects.exists()


@pytest.mark.parametrize("place", ["folder", "versioned bucket"], indirect=True)
def test_damaged_and_missing_audio_is_an_incident_each_told_once(
    three: list[StoredObject], place: Place, incidents: list[Incident], ig_lead: User, django_capture_on_commit_callbacks: Any
) -> None:
    flip(place, three[0])
    place.take_away(three[1].name)
    with django_capture_on_commit_callbacks(execute=True):
        done = check_due(now=NOW)
    assert (done.whole, done.bad) == (1, 2)
    assert [fresh(stored).damage for stored in three] == [Damage.DAMAGED, Damage.MISSING, ""]
    assert {(incident.kind, incident.recording) for incident in incidents} == {
        ("audio_lost", three[0].subject),
        ("audio_lost", three[1].subject),
    }
    assert check_due(now=LATER).bad == 2
    assert len(incidents) == 2
    assert Entry.objects.filter(event="audio_damaged").count() == 4


def test_those_who_must_see_to_it_are_mailed_once(
    three: list[StoredObject], place: Place, ig_lead: User, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "recordings.wholeness.services.checking.notify", lambda people, **_: told.extend(person.username for person in people)
    )
    flip(place, three[0])
    check_due(now=NOW)
    check_due(now=LATER)
    assert sorted(told) == ["administrator", "ig_lead"]
    assert mail.outbox == []


def test_an_object_that_was_restored_is_whole_again_at_the_next_round(three: list[StoredObject], place: Place) -> None:
    kept = place.bytes_of(three[0].name)
    flip(place, three[0])
    check_due(now=NOW)
    place.spoil(three[0].name, kept)
    check_due(now=NOW)
    assert (fresh(three[0]).damage, fresh(three[0]).damage_found_at) == ("", None)
    note_whole_again(stored=three[0], now=LATER)  # another round found it whole at the same time
    assert Entry.objects.filter(event="audio_whole_again").count() == 1


def test_a_person_may_have_one_object_checked_again(three: list[StoredObject], place: Place, administrator: User) -> None:
    kept = place.bytes_of(three[0].name)
    flip(place, three[0])
    check_due(now=NOW)
    with acting_as(administrator):
        assert not check_again(object_id=three[0].pk, actor=administrator, now=NOW)
        place.spoil(three[0].name, kept)
        assert check_again(object_id=three[0].pk, actor=administrator, now=NOW)
        with pytest.raises(NotYours):
            check_again(object_id=three[0].pk, actor=administrator, now=NOW)


def test_what_was_destroyed_is_neither_checked_nor_missed(three: list[StoredObject], vault: Vault) -> None:
    vault.destroy(access_to(three[0]), three[0], now=NOW)
    done = check_due(now=NOW)
    assert (done.whole, done.bad) == (2, 0)


def test_what_is_destroyed_while_the_round_runs_is_no_damage(
    three: list[StoredObject], vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = Vault.check

    def destroyed_meanwhile(self: Vault, access: Access, stored: StoredObject) -> None:
        vault.destroy(access_to(stored), stored, now=NOW)
        check(self, access, stored)

    monkeypatch.setattr(Vault, "check", destroyed_meanwhile)
    done = check_due(now=NOW)
    assert done.bad == 3  # it was not there when it was read
    assert not Entry.objects.filter(event="audio_damaged").exists()


def test_a_round_that_is_over_time_stops_and_the_next_goes_on(three: list[StoredObject]) -> None:
    assert check_due(now=NOW, seconds=0).whole == 1
    assert check_due(now=NOW).whole == 2


def test_a_round_goes_on_past_what_it_cannot_note(
    vault: Vault, db: None, monkeypatch: pytest.MonkeyPatch, three: list[StoredObject]
) -> None:
    monkeypatch.setattr("recordings.wholeness.services.checking.BATCH", 1)
    assert BATCH > 1
    assert check_due(now=NOW).whole == 3


def test_the_job_says_what_it_did_and_what_stopped_it(three: list[StoredObject], place: FolderPlace, tmp_path: Any, settings: Any) -> None:
    assert tasks.check()["objects whole"] == 3
    StoredObject.objects.all().recorded().update(checked_at=None)
    place.folder.rename(tmp_path / "elsewhere")
    place.folder.touch()
    with pytest.raises(JobFailed, match="cannot be read"):
        tasks.check()


def test_objects_whose_ring_key_is_gone_do_not_hold_up_the_others(three: list[StoredObject], tmp_path: Any, settings: Any) -> None:
    create_ring(tmp_path / "other" / "ring.json")
    settings.VAULT_KEY_RING = str(tmp_path / "other" / "ring.json")
    from uuid import uuid4

    Vault().put(subject=uuid4(), role="original", chunks=[b"x"])
    with pytest.raises(JobFailed, match="holds no key named"):
        tasks.check()
    assert StoredObject.objects.filter(checked_at__isnull=False).count() == 1
