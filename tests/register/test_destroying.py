"""On its day the stored copy goes, and a certificate says so."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import Certificate, Grant, ObjectRole, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import GRAVES, Vault
from recordings.vault.trouble import ObjectDestroyed
from register.models import RegisterLine, Release, ReleaseState
from register.services import collecting, destroying, preparing
from register.services.releasing import Handover, release_copy
from tests.register.conftest import prepare

pytestmark = pytest.mark.clause("AC-10")


def _on_its_day(release: Release, now: datetime) -> datetime:
    return now + timedelta(days=28)


def test_a_copy_is_destroyed_on_its_day_and_not_before(handover: Handover, now: datetime) -> None:
    assert destroying.destroy_due(now=now + timedelta(days=27)) == 0
    assert destroying.destroy_due(now=now + timedelta(days=28)) == 1
    assert Release.objects.get().state == ReleaseState.DESTROYED


def test_the_certificate_names_what_was_destroyed(handover: Handover, now: datetime) -> None:
    destroying.destroy_due(now=now + timedelta(days=28))
    certificate, stored = Certificate.objects.get(), StoredObject.objects.get(subject=handover.release.pk)
    assert (certificate.object_id, certificate.sha256, certificate.size) == (stored.pk, stored.sha256, stored.plain_size)
    assert (certificate.number, certificate.executed_by_job) == (1, Job.COPY_DESTRUCTION)
    assert certificate.key_destroyed_at <= certificate.destroyed_at


def test_nothing_of_the_copy_is_left(handover: Handover, now: datetime, tmp_path: Path) -> None:
    stored = StoredObject.objects.get(subject=handover.release.pk)
    destroying.destroy_due(now=now + timedelta(days=28))
    stored.refresh_from_db()
    assert stored.wrapped_key is None
    left = [path for path in tmp_path.rglob(f"*{stored.name.rpartition('/')[2]}*") if path.parent.name != GRAVES]
    assert left == []
    access = open_job_access(job=Job.COPY_DESTRUCTION, subject=handover.release.pk, reason="try", now=now)
    with pytest.raises(ObjectDestroyed):
        Vault().open(access, stored)


def test_a_destroyed_copy_can_no_longer_be_collected(handover: Handover, now: datetime) -> None:
    key = collecting.open_link(token=handover.token, passcode=handover.passcode, now=now)
    destroying.destroy_copy(release_id=handover.release.pk, now=now)
    with pytest.raises(Refused):
        collecting.collect(token=handover.token, key=key, now=now)


def test_a_second_run_changes_nothing(handover: Handover, now: datetime) -> None:
    later = now + timedelta(days=28)
    first = destroying.destroy_copy(release_id=handover.release.pk, now=later)
    assert destroying.destroy_copy(release_id=handover.release.pk, now=later) == first
    assert Entry.objects.filter(event=Event.COPY_DESTROYED).count() == 1


@pytest.mark.parametrize("crash_in", ["_certify", "_write"])
def test_a_crash_at_any_step_is_finished_by_the_next_run(handover: Handover, now: datetime, crash_in: str, monkeypatch: Any) -> None:
    later = now + timedelta(days=28)
    with monkeypatch.context() as broken:
        broken.setattr(destroying, crash_in, _stop)
        with pytest.raises(KeyboardInterrupt):
            destroying.destroy_due(now=later)
    assert not Certificate.objects.exists()
    assert destroying.destroy_due(now=later) == 1
    assert Certificate.objects.count() == 1


def test_a_copy_prepared_and_forgotten_is_destroyed_too(grant: Grant, call: Recording, now: datetime) -> None:
    forgotten = prepare(grant, call, now)
    assert destroying.destroy_due(now=now + timedelta(days=9)) == 1
    forgotten.refresh_from_db()
    assert forgotten.state == ReleaseState.DISCARDED


def test_a_copy_that_will_not_be_released_is_discarded_by_its_maker(prepared: Release, practice_manager: User, now: datetime) -> None:
    with acting_as(practice_manager):
        certificate = destroying.discard_copy(release_id=prepared.pk, person=practice_manager, now=now)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.destroyed_at) == (ReleaseState.DISCARDED, now)
    assert (certificate.subject, certificate.authorised_by) == (prepared.pk, practice_manager)
    assert not RegisterLine.objects.exists()
    assert destroying.destroy_due(now=now) == 0


def test_nobody_discards_anothers_copy_or_one_that_is_released(
    handover: Handover, practice_manager: User, ig_lead: User, now: datetime
) -> None:
    for person, refused in ((ig_lead, NotYours), (practice_manager, Conflict)):
        with acting_as(person), pytest.raises(refused):
            destroying.discard_copy(release_id=handover.release.pk, person=person, now=now)
    assert Release.objects.get().state == ReleaseState.RELEASED


def test_discarding_cut_off_is_ended_by_the_next_run(prepared: Release, practice_manager: User, now: datetime, monkeypatch: Any) -> None:
    for broken in (Vault, "destroy"), (destroying, "_write"):
        with monkeypatch.context() as cut, acting_as(practice_manager):
            cut.setattr(*broken, _stop)
            with pytest.raises(KeyboardInterrupt):
                destroying.destroy_copy(release_id=prepared.pk, now=now, authorised_by=practice_manager)
        with acting_as(practice_manager), pytest.raises(Conflict):
            release_copy(release_id=prepared.pk, person=practice_manager, now=now)
    assert destroying.destroy_due(now=now) == 1
    assert Certificate.objects.get().subject == prepared.pk


def test_a_copy_that_could_not_be_entered_does_not_stay(
    grant: Grant, call: Recording, prepared: Release, now: datetime, monkeypatch: Any
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(preparing, "_enter", _stop)
        with pytest.raises(KeyboardInterrupt):
            prepare(grant, call, now)
    [left] = StoredObject.objects.filter(role=ObjectRole.RELEASE).exclude(subject=prepared.pk)
    assert destroying.destroy_ownerless(now=now) == 0  # somebody may be at work on it
    assert destroying.destroy_ownerless(now=now + timedelta(days=2)) == 1
    left.refresh_from_db()
    assert left.destroyed_at is not None
    assert destroying.destroy_ownerless(now=now + timedelta(days=2)) == 0


def _stop(*_args: Any, **_kwargs: Any) -> None:
    raise KeyboardInterrupt


def test_the_database_refuses_to_change_a_certificate(handover: Handover, now: datetime) -> None:
    destroying.destroy_copy(release_id=handover.release.pk, now=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE recordings_certificate SET sha256 = ''")


def test_destruction_is_a_named_job_in_the_trail(handover: Handover, now: datetime) -> None:
    with as_job(Job.COPY_DESTRUCTION):
        destroying.destroy_copy(release_id=handover.release.pk, now=now)
    assert Entry.objects.get(event=Event.CERTIFICATE_WRITTEN).job == Job.COPY_DESTRUCTION
