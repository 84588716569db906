"""Destroying is stopped before every single step, on the disk and in the database: run again, it ends the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.keeping import services
from recordings.models import AudioState, BatchState, Certificate, DisposalBatch, HoldKind, ItemState, Recording, StoredObject
from tests.recordings.keeping.conftest import NOW, make_due, state_of
from tests.recordings.stopping import Crash, stopped_before_every_step, stopping

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.xdist_group("vault")]


def vault() -> Path:
    return Path(settings.STORAGES["vault"]["OPTIONS"]["location"])


def in_the_vault() -> set[str]:
    return {str(path.relative_to(vault())) for path in vault().rglob("*") if path.is_file()}


def insist_nothing_false_is_said() -> None:
    """A key is gone or its file is whole; a certificate stands only for what is gone; a live key has a live recording."""
    files = in_the_vault()
    for stored in StoredObject.objects.all():
        assert stored.wrapped_key is None or stored.name in files
        assert stored.destroyed_at is None or stored.name not in files
        assert (stored.wrapped_key is None) == (Recording.objects.get(pk=stored.subject).audio_state == AudioState.DESTROYED)
    for certificate in Certificate.objects.all():
        assert not StoredObject.objects.filter(subject=certificate.subject, destroyed_at=None).exists()


def test_stopped_before_any_step_and_run_again_it_ends_the_same(authorised: Callable[[], DisposalBatch], ig_lead: User) -> None:
    held, gone = make_due(), make_due()
    with acting_as(ig_lead):
        services.place_hold(kind=HoldKind.CLAIM, case_reference="C-1", reason="Open", owner=ig_lead, recordings=[held.pk], now=NOW)
    batch = authorised()

    def after() -> None:
        insist_it_ended(batch, gone)
        assert Recording.objects.get(pk=held.pk).audio_state == AudioState.HELD
        assert list(Certificate.objects.values_list("number", flat=True)) == [1]

    steps = stopped_before_every_step(
        lambda: services.carry_out(reference=batch.reference, now=NOW), vault(), between=insist_nothing_false_is_said, after=after
    )
    assert steps > 40


def insist_it_ended(batch: DisposalBatch, gone: Recording) -> None:
    batch.refresh_from_db()
    gone.refresh_from_db()
    assert (batch.state, state_of(gone), gone.audio_state, gone.external_e164) == (
        BatchState.FINISHED, ItemState.DESTROYED, AudioState.DESTROYED, "",
    )  # fmt: skip
    objects = StoredObject.objects.filter(subject=gone.pk)
    assert len(objects) == 3
    assert all(stored.wrapped_key is None and stored.destroyed_at for stored in objects)
    assert not {stored.name for stored in objects} & in_the_vault()
    assert Certificate.objects.filter(subject=gone.pk).count() == 1
    assert Entry.objects.filter(recording=gone.pk, event=Event.RECORDING_DESTROYED).count() == 1
    assert Entry.objects.filter(request=batch.reference, event=Event.DISPOSAL_FINISHED).count() == 1


def test_a_hold_that_comes_while_the_machine_is_down_is_kept(authorised: Callable[[], DisposalBatch], ig_lead: User) -> None:
    """Whatever the crash left with its key is still protected by a hold that is placed before the next run."""
    call = make_due()
    batch = authorised()
    with stopping(8), pytest.raises(Crash):
        services.carry_out(reference=batch.reference, now=NOW)
    assert StoredObject.objects.filter(subject=call.pk, wrapped_key__isnull=False).count() == 3
    with acting_as(ig_lead):
        services.place_hold(kind=HoldKind.CLAIM, case_reference="C-1", reason="Open", owner=ig_lead, recordings=[call.pk], now=NOW)
    services.carry_out(reference=batch.reference, now=NOW)
    assert state_of(call) == ItemState.LEFT_OUT
    assert StoredObject.objects.filter(subject=call.pk, wrapped_key__isnull=False).count() == 3
