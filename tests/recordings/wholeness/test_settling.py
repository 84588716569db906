"""What is left to do once a restored database is in place: stopped before any step and run again, it ends the same."""

from datetime import timedelta
from uuid import uuid4

import pytest

from recordings.models import AudioState, Certificate, ObjectRole, Recording, Restore, StoredObject
from recordings.vault.store import Vault
from recordings.wholeness import queries
from recordings.wholeness.services import reconciling, restoring
from tests.recordings.factories import make_call
from tests.recordings.stopping import stopped_before_every_step
from tests.recordings.vault.stores import FolderPlace
from tests.recordings.wholeness.conftest import LATER, NOW, access_to, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.xdist_group("vault")]


@pytest.fixture
def replayed(vault: Vault, place: FolderPlace, monkeypatch: pytest.MonkeyPatch) -> StoredObject:
    """The sound of a call that was destroyed after the backup: its end is replayed, and the store was restored to hold its bytes again."""
    call = make_call(audio_state=AudioState.HELD, duration_ms=1000, sha256="0" * 64, parties="A patient")
    stored = vault.put(subject=call.pk, role=ObjectRole.ORIGINAL, chunks=[b"the sound of a call" * 50])
    content = place.bytes_of(stored.name)
    vault.destroy(access_to(stored), stored, now=NOW)
    place.spoil(stored.name, content)
    StoredObject.objects.recorded().filter(pk=stored.pk).update(destroyed_at=None)
    Restore.objects.create(backup_id=uuid4(), taken_at=NOW - timedelta(days=1), restored_at=NOW, replayed=1)
    monkeypatch.setattr(reconciling, "FOLDERS", (stored.name[:2],))
    return stored


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a cursor that was stopped before it was declared
def test_stopped_before_any_step_and_run_again_it_ends_the_same(replayed: StoredObject, place: FolderPlace) -> None:
    def work() -> None:
        restored = queries.unsettled_restore()
        if restored is not None:
            restoring.settle(restored=restored, now=LATER)

    def between() -> None:
        assert fresh(replayed).wrapped_key is None
        assert queries.unsettled_restore() is None or not Restore.objects.exclude(settled_at=None).exists()

    def after() -> None:
        call = Recording.objects.get(pk=replayed.subject)
        assert (call.audio_state, call.parties, call.external_e164) == (AudioState.DESTROYED, "", "")
        assert fresh(replayed).destroyed_at is not None
        assert place.names() == []
        assert Certificate.objects.filter(subject=call.pk).count() == 1
        assert Restore.objects.get().settled_at == LATER

    assert stopped_before_every_step(work, place.folder, between=between, after=after) > 20
