"""Destroying is stopped before every single step, on the disk and in the database: run again, it ends the same."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from callgov.people.models import User
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.keeping import services
from recordings.models import AudioState, BatchState, Certificate, DisposalBatch, HoldKind, ItemState, Recording, StoredObject
from tests.recordings.keeping.conftest import NOW, make_due, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.xdist_group("vault")]


class Crash(BaseException):
    """The machine stops."""


class Steps:
    """Counts every statement, every removal and every wait for the disk, and stops before the one that is wanted."""

    def __init__(self, stop_before: int) -> None:
        self.stop_before, self.taken = stop_before, 0

    def step(self) -> None:
        self.taken += 1
        if self.taken == self.stop_before:
            raise Crash

    def statement(self, execute: Callable[..., Any], *said: Any) -> Any:
        if not str(said[0]).startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.step()
        return execute(*said)


@contextmanager
def stopping(before: int) -> Iterator[Steps]:
    """Everything inside stops before the so-maniest step; it goes on to the end when there are fewer."""
    steps, unlink, fsync = Steps(before), Path.unlink, os.fsync

    def unlinking(path: Path, *args: Any, **options: Any) -> None:
        steps.step()
        unlink(path, *args, **options)

    def syncing(number: int) -> None:
        steps.step()
        fsync(number)

    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(steps.statement):
        patch.setattr(Path, "unlink", unlinking)
        patch.setattr(os, "fsync", syncing)
        yield steps


def in_the_vault() -> set[str]:
    vault = Path(settings.STORAGES["vault"]["OPTIONS"]["location"])
    return {str(path.relative_to(vault)) for path in vault.rglob("*") if path.is_file()}


def insist_nothing_false_is_said() -> None:
    """A key is gone or its file is whole; a certificate stands only for what is gone; a live key has a live recording."""
    files = in_the_vault()
    for stored in StoredObject.objects.all():
        assert stored.wrapped_key is None or stored.name in files
        assert stored.destroyed_at is None or stored.name not in files
        assert (stored.wrapped_key is None) == (Recording.objects.get(pk=stored.subject).audio_state == AudioState.DESTROYED)
    for certificate in Certificate.objects.all():
        assert not StoredObject.objects.filter(subject=certificate.subject, destroyed_at=None).exists()


def run_with_a_crash(batch: DisposalBatch, before: int) -> bool:
    """Carry out with a crash before a step, then again without; whether there was such a step."""
    with stopping(before) as steps, suppress(Crash):
        services.carry_out(reference=batch.reference, now=NOW)
    crashed = steps.taken >= before
    insist_nothing_false_is_said()
    services.carry_out(reference=batch.reference, now=NOW)
    return crashed


def test_stopped_before_any_step_and_run_again_it_ends_the_same(
    authorised: Callable[[], DisposalBatch], ig_lead: User, practice_manager: User
) -> None:
    held = make_due()
    with acting_as(ig_lead):
        services.place_hold(kind=HoldKind.CLAIM, case_reference="C-1", reason="Open", owner=ig_lead, recordings=[held.pk], now=NOW)
    before, crashed = 0, True
    while crashed:
        before += 1
        gone = make_due()
        batch = authorised()
        crashed = run_with_a_crash(batch, before)
        insist_it_ended(batch, gone)
    assert before > 40
    assert Recording.objects.get(pk=held.pk).audio_state == AudioState.HELD
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == list(range(1, before + 1))


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


def test_a_hold_that_comes_while_the_machine_is_down_is_kept(
    authorised: Callable[[], DisposalBatch], ig_lead: User, practice_manager: User
) -> None:
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
