"""The two commands of the key ring."""

import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from recordings.models import Access, ObjectRole, StoredObject
from recordings.vault.keyring import KeyRing
from recordings.vault.store import Vault

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("place", ["folder"], indirect=True)]


def told(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def ring(vault: Vault, tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys" / "ring.json")


def test_a_ring_is_made_once_and_never_again(tmp_path: Path, place: object) -> None:
    with override_settings(VAULT_KEY_RING=str(tmp_path / "new" / "ring.json")):
        assert "Keep a copy" in told("make_key_ring")
        first = KeyRing(tmp_path / "new" / "ring.json").current
        with pytest.raises(CommandError, match="already"):
            told("make_key_ring")
        assert KeyRing(tmp_path / "new" / "ring.json").current == first


def test_rotating_moves_every_key_and_everything_still_opens(vault: Vault, ring: KeyRing, access: Access, subject: UUID) -> None:
    roles = (ObjectRole.ORIGINAL, ObjectRole.LISTENING)
    for role in roles:
        vault.put(subject=subject, role=role, chunks=[b"sound"])
    assert "2 keys moved" in told("rotate_key_ring")
    for stored in StoredObject.objects.all():
        assert stored.key_id == ring.current
        vault.check(access, stored)


def test_an_interrupted_rotation_goes_on_without_another_key(vault: Vault, ring: KeyRing) -> None:
    told("rotate_key_ring")
    vault.put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"sound"])
    current = ring.current
    assert "0 keys moved" in told("rotate_key_ring", "--go-on")
    assert ring.current == current


def test_a_ring_that_cannot_be_used_is_said_so(vault: Vault, ring: KeyRing) -> None:
    ring.path.chmod(0o644)
    with pytest.raises(CommandError, match="chmod 600"):
        told("rotate_key_ring")


def test_a_wrapped_key_that_does_not_open_is_said_so(vault: Vault, ring: KeyRing) -> None:
    stored = vault.put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"sound"])
    stored.wrapped_key = bytes(60)
    stored.save(update_fields=["wrapped_key"])
    with pytest.raises(CommandError, match="does not belong"):
        told("rotate_key_ring")
