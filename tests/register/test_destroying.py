"""On its day the stored copy goes, and a certificate says so."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from callgov.refusals import Refused
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import Certificate, Grant, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import GRAVES, Vault
from recordings.vault.trouble import ObjectDestroyed
from register.models import Release, ReleaseState
from register.services import collecting, destroying
from register.services.releasing import Handover
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
    def crash(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    later = now + timedelta(days=28)
    with monkeypatch.context() as broken:
        broken.setattr(destroying, crash_in, crash)
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


def test_the_database_refuses_to_change_a_certificate(handover: Handover, now: datetime) -> None:
    destroying.destroy_copy(release_id=handover.release.pk, now=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE recordings_certificate SET sha256 = ''")


def test_destruction_is_a_named_job_in_the_trail(handover: Handover, now: datetime) -> None:
    with as_job(Job.COPY_DESTRUCTION):
        destroying.destroy_copy(release_id=handover.release.pk, now=now)
    assert Entry.objects.get(event=Event.CERTIFICATE_WRITTEN).job == Job.COPY_DESTRUCTION
