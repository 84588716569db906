"""Destroying: key, objects, verification, certificate, reduced record; what must stay stays, and what cannot go yet is said."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from callgov.jobs.trouble import JobFailed
from callgov.people.models import User
from callgov.registry import Blocks, registry
from callgov.trail.context import acting_as
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.keeping import services, tasks
from recordings.keeping.queries import disposals as queries
from recordings.models import AudioState, BatchState, Certificate, DisposalBatch, HoldKind, ItemState, Recording, StoredObject
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from recordings.vault.trouble import ObjectDestroyed, VaultUnavailable
from tests.recordings.factories import make_call, make_grant
from tests.recordings.keeping.conftest import LONG_AGO, NOW, make_due, state_of, why

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.xdist_group("vault")]

Authorised = Callable[..., DisposalBatch]


def files() -> set[str]:
    vault = Path(settings.STORAGES["vault"]["OPTIONS"]["location"])
    return {str(path.relative_to(vault)) for path in vault.rglob("*") if path.is_file()}


def hold(call: Recording, person: User, case: str = "REQ-2026-0009") -> None:
    with acting_as(person):
        services.place_hold(kind=HoldKind.SAR, case_reference=case, reason="Open", owner=person, recordings=[call.pk], now=NOW)


def test_a_recording_goes_with_everything_that_was_made_from_it(authorised: Authorised) -> None:
    call = make_due(external_e164="+447700900461", parties="A patient")
    objects = list(StoredObject.objects.filter(subject=call.pk))
    batch = authorised()
    assert services.carry_out(reference=batch.reference, now=NOW) == (1, 0)
    for stored in StoredObject.objects.filter(subject=call.pk):
        assert (stored.wrapped_key, stored.key_destroyed_at, stored.destroyed_at) == (None, NOW, NOW)
    assert not files() & {stored.name for stored in objects}
    call.refresh_from_db()
    assert (call.audio_state, call.external_e164, call.parties, call.extension, call.person) == (AudioState.DESTROYED, "", "", None, None)
    batch.refresh_from_db()
    assert (batch.state, batch.finished_at) == (BatchState.FINISHED, NOW)


def test_the_certificate_says_what_by_which_rule_on_whose_authority(authorised: Authorised, ig_lead: User, practice_manager: User) -> None:
    call = make_due()
    batch = authorised()
    services.carry_out(reference=batch.reference, now=NOW)
    found = Certificate.objects.get()
    assert (found.subject, found.sha256, found.batch) == (call.pk, call.sha256, batch)
    assert (found.proposed_by, found.authorised_by, found.executed_by_job) == (practice_manager, ig_lead, "disposal")
    assert found.rule == "Telephone calls, version 1: 36 months from the day of the call, until 2 March 2023"
    assert [other["role"] for other in found.others] == ["listening", "peaks"]
    assert found.description.startswith(f"Recording {str(call.pk)[:8]}, call of 2 March 2020 on Reception")
    assert str(found.backups_expire_on) == "2026-12-27"
    entry = Entry.objects.get(event=Event.RECORDING_DESTROYED)
    assert (entry.recording, entry.request, entry.facts) == (call.pk, batch.reference, {"certificate": str(found)})


def test_many_certificates_are_numbered_without_gaps(authorised: Authorised) -> None:
    for _ in range(5):
        make_due()
    services.carry_out(reference=authorised().reference, now=NOW)
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_what_is_put_on_hold_after_it_was_authorised_stays(authorised: Authorised, ig_lead: User) -> None:
    held, other = make_due(), make_due()
    batch = authorised()
    hold(held, ig_lead)
    assert services.carry_out(reference=batch.reference, now=NOW) == (1, 1)
    assert (state_of(held), why(held), state_of(other)) == (ItemState.LEFT_OUT, "It is on legal hold.", ItemState.DESTROYED)
    assert Entry.objects.get(event=Event.DISPOSAL_EXCEPTED).recording == held.pk


def test_what_a_floor_above_says_is_open_stays(authorised: Authorised, monkeypatch: pytest.MonkeyPatch) -> None:
    call, batch = make_due(), authorised
    proposed = batch()
    source = Blocks("An open request may concern this call.", lambda recordings: recordings.filter(pk=call.pk))
    monkeypatch.setattr(registry, "blocks_disposal", [*registry.blocks_disposal, source])
    assert services.carry_out(reference=proposed.reference, now=NOW) == (0, 1)
    assert why(call) == "An open request may concern this call."


def test_what_somebody_may_hear_just_now_stays(authorised: Authorised, receptionist: User, ig_lead: User) -> None:
    call, batch = make_due(), authorised()
    grant = make_grant(receptionist, ig_lead, now=NOW)
    with acting_as(receptionist):
        grant.recordings.through.objects.create(grant=grant, recording=call, chosen_by=receptionist, chosen_at=NOW)
    assert services.carry_out(reference=batch.reference, now=NOW) == (0, 1)
    assert why(call) == "Somebody may hear it just now."


def test_what_the_schedule_now_keeps_longer_stays(authorised: Authorised, ig_lead: User, practice_manager: User) -> None:
    call, batch = make_due(), authorised()
    kept = call.retention_class
    with acting_as(practice_manager):
        change = services.propose_change(
            class_id=kept.pk, months=120, at_end=kept.at_end, basis=kept.basis, reason="Longer", actor=practice_manager, now=NOW
        )
    with acting_as(ig_lead):
        services.agree_change(change_id=change.pk, actor=ig_lead, reason="", now=NOW)
    assert services.carry_out(reference=batch.reference, now=NOW) == (0, 1)
    assert "worked out again" in why(call)


def test_what_was_made_elsewhere_from_a_recording_goes_with_it(authorised: Authorised, monkeypatch: pytest.MonkeyPatch) -> None:
    call, made = make_due(), UUID(int=77)
    derived = Vault().put(subject=made, role="listening", chunks=[b"a transcript"])
    monkeypatch.setattr(registry, "made_from", [lambda recordings: {made: call.pk} if call.pk in recordings else {}])
    services.carry_out(reference=authorised().reference, now=NOW)
    derived.refresh_from_db()
    assert (derived.wrapped_key, derived.destroyed_at) == (None, NOW)
    assert str(derived.pk) in [other["id"] for other in Certificate.objects.get().others]


def test_a_recording_whose_audio_was_lost_before_gets_a_certificate_that_says_so(authorised: Authorised) -> None:
    call = make_due()
    with transaction.atomic():
        StoredObject.objects.filter(subject=call.pk).recorded().delete()
    services.carry_out(reference=authorised().reference, now=NOW)
    found = Certificate.objects.get()
    assert (found.object_id, found.sha256) == (None, call.sha256)
    assert "lost before" in found.method


def test_the_record_of_a_call_whose_audio_is_with_the_supplier_goes_too(authorised: Authorised) -> None:
    call = make_call(LONG_AGO, external_e164="+447700900461", parties="A patient")
    assert services.carry_out(reference=authorised().reference, now=NOW) == (1, 0)
    call.refresh_from_db()
    assert (call.audio_state, call.external_e164, call.parties) == (AudioState.DESTROYED, "", "")
    found = Certificate.objects.get(subject=call.pk)
    assert (found.object_id, found.sha256) == (None, "")
    assert "never held here" in found.method
    assert found.description.endswith("3 minutes 7 seconds")


def test_what_the_store_does_not_give_up_is_said_and_tried_again(authorised: Authorised, tmp_path: Path) -> None:
    stuck, other = make_due(), make_due()
    batch = authorised()
    vault = Path(settings.STORAGES["vault"]["OPTIONS"]["location"])
    path = vault / StoredObject.objects.get(subject=stuck.pk, role="original").name
    path.unlink()
    path.mkdir()  # a file that cannot be unlinked
    with pytest.raises(VaultUnavailable, match="did not give up"):
        services.carry_out(reference=batch.reference, now=NOW)
    assert (state_of(stuck), state_of(other)) == (ItemState.KEY_GONE, ItemState.DESTROYED)
    assert Certificate.objects.get().subject == other.pk
    path.rmdir()
    assert services.carry_out(reference=batch.reference, now=NOW) == (1, 0)
    assert Certificate.objects.count() == 2


def test_what_was_destroyed_cannot_be_opened_by_anyone(authorised: Authorised) -> None:
    call = make_due()
    services.carry_out(reference=authorised().reference, now=NOW)
    access = open_job_access(job=Job.INTEGRITY, subject=call.pk, reason="a test", now=NOW)
    for stored in StoredObject.objects.filter(subject=call.pk):
        with pytest.raises(ObjectDestroyed):
            Vault().open(access, stored)


def test_a_batch_is_carried_out_once_and_only_when_it_was_authorised(practice_manager: User, authorised: Authorised) -> None:
    make_due()
    with acting_as(practice_manager):
        proposed = services.propose_due(actor=practice_manager, now=NOW)
    assert services.carry_out(reference=proposed.reference, now=NOW) == (0, 0)
    assert services.carry_out_authorised(now=NOW) == (0, 0)


def test_the_job_carries_out_every_authorised_batch(authorised: Authorised) -> None:
    make_due()
    authorised()
    assert services.carry_out_authorised(now=NOW) == (1, 0)
    assert services.carry_out_authorised(now=NOW) == (0, 0)
    assert not queries.authorised()


def test_a_batch_that_is_stuck_holds_up_no_other_and_the_job_says_why(authorised: Authorised) -> None:
    stuck = make_due()
    path = Path(settings.STORAGES["vault"]["OPTIONS"]["location"]) / StoredObject.objects.get(subject=stuck.pk, role="original").name
    authorised()
    other = make_due()
    authorised(now=NOW.replace(month=12))
    path.unlink()
    path.mkdir()  # a file that cannot be unlinked
    with pytest.raises(JobFailed, match="did not give up"):
        tasks.carry_out()
    assert (state_of(stuck), state_of(other)) == (ItemState.KEY_GONE, ItemState.DESTROYED)


def test_a_hold_on_what_is_being_destroyed_comes_too_late_and_says_so(authorised: Authorised, ig_lead: User) -> None:
    call = make_due()
    services.carry_out(reference=authorised().reference, now=NOW)
    hold(call, ig_lead)
    assert Entry.objects.get(event=Event.HOLD_PLACED).facts["passed over"] == 1


def test_the_database_itself_keeps_what_is_on_hold(ig_lead: User) -> None:
    call = make_due()
    hold(call, ig_lead)
    with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic():
        StoredObject.objects.recorded().filter(subject=call.pk).update(wrapped_key=None, key_destroyed_at=NOW)
    with pytest.raises(IntegrityError, match="legal hold"), transaction.atomic():
        Recording.objects.recorded().filter(pk=call.pk).update(audio_state=AudioState.DESTROYED)


def test_what_an_intake_left_for_a_held_call_that_is_with_the_supplier_may_go(ig_lead: User) -> None:
    call = make_call()
    hold(call, ig_lead)
    left = Vault().put(subject=call.pk, role="original", chunks=[b"half"])
    assert StoredObject.objects.recorded().filter(pk=left.pk).update(wrapped_key=None, key_destroyed_at=NOW) == 1


def test_a_hundred_recordings_take_few_statements(authorised: Authorised) -> None:
    for _ in range(3):
        make_due()
    few = authorised()
    with CaptureQueriesContext(connection) as small:
        services.carry_out(reference=few.reference, now=NOW)
    for _ in range(12):
        make_due()
    many = authorised(now=NOW.replace(month=12))
    with CaptureQueriesContext(connection) as large:
        services.carry_out(reference=many.reference, now=NOW)
    assert len(large) <= len(small) < 60
