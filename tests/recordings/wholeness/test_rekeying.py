"""Rotating the key ring moves every key and no audio; stopped at any step it goes on by itself and ends right."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from callgov.jobs.trouble import JobFailed
from callgov.trail.models import Entry
from recordings.models import StoredObject
from recordings.vault.keyring import create_ring, rotate, take_back
from recordings.vault.store import Vault
from recordings.vault.trouble import KeyRingUnusable
from recordings.wholeness import tasks
from tests.recordings.stopping import stopped_before_every_step
from tests.recordings.vault.stores import Place
from tests.recordings.wholeness.conftest import NOW, access_to, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-1"), pytest.mark.xdist_group("vault")]


@pytest.fixture
def rotated(three: list[StoredObject], settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[StoredObject]:
    """Three objects under a ring that has a newer key, moved one at a time."""
    rotate(settings.VAULT_KEY_RING)
    monkeypatch.setattr("recordings.vault.store.REWRAPPED_AT_ONCE", 1)
    return three


def test_the_job_moves_what_is_left_and_touches_no_audio(rotated: list[StoredObject], place: Place, vault: Vault) -> None:
    before = {stored.name: place.bytes_of(stored.name) for stored in rotated}
    assert tasks.move_keys() == {"keys moved": 3}
    assert {stored.name: place.bytes_of(stored.name) for stored in rotated} == before
    for stored in rotated:
        assert fresh(stored).key_id == vault.ring_key
        vault.check(access_to(stored), fresh(stored))
    assert tasks.move_keys() == {"keys moved": 0}
    assert Entry.objects.get(event="keys_rewrapped").facts["moved"] == 3


def test_stopped_before_any_step_it_goes_on_and_every_object_opens_all_the_while(
    three: list[StoredObject], vault: Vault, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the rotation of the ring itself, too: whoever runs the command again, or the job, has every object under the newest key."""
    monkeypatch.setattr("recordings.vault.store.REWRAPPED_AT_ONCE", 1)
    ring = Path(settings.VAULT_KEY_RING)
    first = vault.ring_key

    def work() -> None:
        if vault.ring_key == first:
            rotate(ring)
        tasks.move_keys()

    def between() -> None:
        for stored in three:
            vault.check(access_to(stored), fresh(stored))

    def after() -> None:
        between()
        assert {fresh(stored).key_id for stored in three} == {vault.ring_key}
        assert vault.ring_key != first
        assert [path.name for path in ring.parent.iterdir()] == [ring.name]

    assert stopped_before_every_step(work, ring.parent, between=between, after=after) > 12


def test_a_key_that_does_not_open_holds_up_none_of_the_others(rotated: list[StoredObject], vault: Vault) -> None:
    first = min(rotated, key=lambda stored: stored.pk)
    StoredObject.objects.filter(pk=first.pk).recorded().update(key_id="of another ring")
    with pytest.raises(JobFailed, match="of another ring"):
        tasks.move_keys()
    assert sum(fresh(stored).key_id == vault.ring_key for stored in rotated) == 2


def test_what_was_destroyed_meanwhile_has_no_key_to_move(rotated: list[StoredObject], vault: Vault) -> None:
    vault.destroy(access_to(rotated[0]), rotated[0], now=NOW)
    assert vault.rewrap_all() == 2


def test_a_ring_from_a_backup_adds_what_is_missing_and_changes_nothing_else(tmp_path: Path) -> None:
    ring, lost = tmp_path / "ring.json", tmp_path / "new" / "ring.json"
    create_ring(ring)
    old = ring.read_bytes()
    rotate(ring)
    newer = ring.read_bytes()
    assert not take_back(ring, old)
    assert ring.read_bytes() == newer
    assert take_back(lost, old)
    assert take_back(lost, newer)
    assert (lost.stat().st_mode & 0o777, lost.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not take_back(lost, newer)


def test_a_ring_of_another_installation_is_not_mixed_in(tmp_path: Path) -> None:
    ring = tmp_path / "ring.json"
    create_ring(ring)
    other = json.loads(before := ring.read_text())
    other["keys"] = dict.fromkeys(other["keys"], b64encode(bytes(32)).decode())
    with pytest.raises(KeyRingUnusable, match="different installations"):
        take_back(ring, json.dumps(other).encode())
    assert ring.read_text() == before
    with pytest.raises(KeyRingUnusable, match="not a key ring"):
        take_back(ring, b"nonsense")
