"""Backup and restore on the real PostgreSQL: what was destroyed stays dead, and a crash anywhere ends the same."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Job
from callgov.trail.models import Entry
from callgov.trail.queries import head
from callgov.trail.sealing import seal
from recordings.models import (
    Access,
    Backup,
    Certificate,
    Drill,
    HeldRecording,
    LegalHold,
    ObjectRole,
    Recording,
    RecoveryKey,
    Restore,
    StoredObject,
)
from recordings.vault.store import Vault
from recordings.vault.trouble import ObjectDestroyed
from recordings.wholeness import files, tasks
from recordings.wholeness.files import BadBackup
from recordings.wholeness.services import backing_up, custody, reconciling, restoring
from tests.cast import make_person
from tests.recordings.factories import make_call
from tests.recordings.wholeness.conftest import NOW, access_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("AC-10"), pytest.mark.xdist_group("vault")]


class Crash(BaseException):
    """The process ends here."""


@pytest.fixture
def parts(db: None) -> list[str]:
    """Two of the three parts of the recovery key."""
    people = [make_person(name, factor=False) for name in ("one", "two", "three")]
    with as_job(Job.COMMAND):
        return [part for _, part in custody.make_recovery_key(custodians=people, needed=2, now=NOW).parts[:2]]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "backups", tmp_path / "backups-of-keys"


@pytest.fixture
def backup(parts: list[str], folders: tuple[Path, Path], vault: Vault) -> Path:
    """A practice with two recordings, backed up."""
    for _ in range(2):
        call = make_call(audio_state="held", duration_ms=1000, sha256="0" * 64)
        vault.put(subject=call.pk, role=ObjectRole.ORIGINAL, chunks=[b"the sound of a call" * 5000])
    backing_up.back_up(data=folders[0], keys=folders[1], now=NOW)
    return next(files.backups(folders[0]))


def restore(backup: Path, parts: list[str]) -> dict[str, int]:
    restored = restoring.restore(folder=backup, written_parts=parts, replace=True, now=clock.now())
    return restoring.settle(restored=restored, now=clock.now())


def destroy_one(vault: Vault) -> StoredObject:
    stored = StoredObject.objects.earliest("created_at")
    vault.destroy(access_to(stored), stored, now=clock.now())
    return stored


def test_a_backup_holds_nothing_that_can_be_read_and_keeps_the_ring_apart(backup: Path, folders: tuple[Path, Path], settings: Any) -> None:
    ring = Path(settings.VAULT_KEY_RING).read_bytes()
    content = {
        path.name: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file() and path.name != files.LIST
    }
    assert set(content) == {files.DATABASE, files.INVENTORY, files.RING}
    name = StoredObject.objects.earliest("created_at").name.encode()
    for secret in (b"practice.example", b"CREATE TABLE", json.loads(ring)["current"].encode(), name):
        assert all(secret not in bytes_ for bytes_ in content.values())
    assert (backup / files.RING).exists() is False
    assert all(path.stat().st_mode & 0o077 == 0 for folder in folders for path in folder.rglob("*"))


def test_what_was_there_is_there_again(backup: Path, parts: list[str], vault: Vault) -> None:
    User.objects.filter(username="one").update(name="Somebody else")
    kept = StoredObject.objects.count()
    assert restore(backup, parts)["missing"] == 0
    assert User.objects.get(username="one").name == "One"
    assert StoredObject.objects.count() == kept
    for stored in StoredObject.objects.all():
        vault.check(access_to(stored), stored)
    assert Restore.objects.get().settled_at
    assert Entry.objects.filter(event="backup_restored").exists()


def test_what_was_destroyed_since_stays_dead_and_gets_its_certificate_again(backup: Path, parts: list[str], vault: Vault) -> None:
    gone = destroy_one(vault)
    counts = restore(backup, parts)
    row = StoredObject.objects.get(pk=gone.pk)
    assert (counts["destructions replayed"], row.wrapped_key) == (1, None)
    assert row.destroyed_at
    call = Recording.objects.get(pk=gone.subject)
    assert (call.audio_state, call.external_e164, call.person) == ("destroyed", "", None)
    assert Certificate.objects.get(subject=call.pk).executed_by_job == "reconcile"
    with pytest.raises(ObjectDestroyed):
        vault.open(access_to(row), row)


def test_it_stays_dead_even_when_the_backup_knows_a_hold_on_it_that_was_released_since(
    backup: Path, parts: list[str], vault: Vault, folders: tuple[Path, Path]
) -> None:
    first = StoredObject.objects.earliest("created_at")
    lead = User.objects.get(username="one")
    with as_job(Job.COMMAND):
        hold = LegalHold.objects.create(
            kind="claim", case_reference="CL-1", reason="A claim", owner=lead, placed_at=NOW, review_on=NOW.date(), placed_by=lead
        )
        HeldRecording.objects.create(hold=hold, recording_id=first.subject, held_at=NOW)
    backing_up.back_up(data=folders[0], keys=folders[1], now=clock.now())
    with as_job(Job.COMMAND):
        hold.released_at, hold.released_by, hold.release_reason = NOW + timedelta(hours=2), lead, "Settled"
        hold.save()
    destroy_one(vault)
    restore(next(one for one in files.backups(folders[0]) if one != backup), parts)
    assert StoredObject.objects.get(pk=first.pk).wrapped_key is None
    assert Recording.objects.get(pk=first.subject).audio_state == "held"  # until the hold, which is there again, is released
    with as_job(Job.COMMAND):
        again = LegalHold.objects.get()
        again.released_at, again.released_by, again.release_reason = NOW + timedelta(hours=2), lead, "Settled"
        again.save()
    assert reconciling.reconcile(now=clock.now()).calls_closed == 1


def test_it_stays_dead_even_when_the_store_was_restored_too(backup: Path, parts: list[str], vault: Vault, place: Any) -> None:
    first = StoredObject.objects.earliest("created_at")
    bytes_ = place.bytes_of(first.name)
    destroy_one(vault)
    place.spoil(first.name, bytes_)
    restore(backup, parts)
    assert first.name not in place.names()
    assert StoredObject.objects.get(pk=first.pk).wrapped_key is None


def steps_of(monkeypatch: pytest.MonkeyPatch, stop_at: int) -> list[str]:
    """Count the steps of a restore and crash before one of them."""
    taken: list[str] = []

    def stepping(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            taken.append(name)
            if len(taken) > stop_at:
                raise Crash
            return real(*args, **options)

        return step

    for module, names in {
        restoring: ("put_database_back", "advance", "open_job_access", "reconcile", "_settled"),
        restoring.postgres: ("run",),
        Vault: ("destroy", "destroyed"),
    }.items():  # fmt: skip
        for name in names:
            monkeypatch.setattr(module, name, stepping(name, getattr(module, name)))
    return taken


def test_a_restore_that_is_stopped_before_any_step_ends_the_same_when_it_is_run_again(
    backup: Path, parts: list[str], vault: Vault, place: Any
) -> None:
    gone = destroy_one(vault)
    stop = 0
    while True:
        with pytest.MonkeyPatch.context() as patched:
            taken = steps_of(patched, stop)
            try:
                restore(backup, parts)
                break
            except Crash:
                pass
        assert not StoredObject.objects.filter(pk=gone.pk, wrapped_key__isnull=False).exists()
        stop += 1
    assert stop > 4, taken
    assert StoredObject.objects.get(pk=gone.pk).destroyed_at
    assert Certificate.objects.filter(subject=gone.subject).count() == 1
    assert Restore.objects.count() == 1
    assert gone.name not in place.names()


def test_a_restore_that_breaks_off_in_the_database_changes_nothing(backup: Path, parts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking_off(pieces: Iterator[bytes]) -> Iterator[bytes]:
        yield next(iter(pieces))
        raise BadBackup("It broke off.")

    User.objects.filter(username="one").update(name="As it is now")
    with monkeypatch.context() as patched:
        patched.setattr(restoring, "expanded", breaking_off)
        with pytest.raises(BadBackup):
            restore(backup, parts)
    assert User.objects.get(username="one").name == "As it is now"


def test_while_the_rest_is_not_settled_the_service_is_not_ready(backup: Path, parts: list[str], client: Client) -> None:
    restored = restoring.restore(folder=backup, written_parts=parts, replace=True, now=clock.now())
    assert client.get("/readyz").json()["parts"]["restore settled"] is False
    restoring.settle(restored=restored, now=clock.now())
    assert client.get("/readyz").json()["parts"]["restore settled"] is True


def test_a_practice_is_not_replaced_by_accident_nor_with_too_few_parts(backup: Path, parts: list[str], tmp_path: Path) -> None:
    file = tmp_path / "parts"
    file.write_text("\n".join(parts))
    with pytest.raises(CommandError, match="Restoring would replace all of it"):
        call_command("restore", backup, parts=file)
    file.write_text(parts[0])
    with pytest.raises(CommandError, match="2 parts are needed"):
        call_command("restore", backup, parts=file, replace=True)
    (backup / files.DATABASE).write_bytes(b"else")
    file.write_text("\n".join(parts))
    with pytest.raises(CommandError, match="is not what was written"):
        call_command("restore", backup, parts=file, replace=True)
    assert not Restore.objects.exists()


def test_one_command_restores_ring_and_database(
    backup: Path, folders: tuple[Path, Path], parts: list[str], tmp_path: Path, settings: Any, capsys: Any
) -> None:
    file = tmp_path / "parts"
    file.write_text("\n".join(parts))
    ring = Path(settings.VAULT_KEY_RING)
    kept = ring.read_bytes()
    ring.unlink()
    call_command("restore", backup, keys=folders[1] / backup.name, parts=file, replace=True)
    assert "Restored." in capsys.readouterr().out
    assert json.loads(ring.read_bytes()) == json.loads(kept)
    stored = StoredObject.objects.latest("created_at")
    Vault().check(access_to(stored), stored)


# Backups that are cut off, and those past their day


@pytest.mark.parametrize("where", ["_begin", "dump", "_inventory", "finish", "_finish"])
def test_a_backup_that_is_cut_off_is_none_and_the_next_is_whole(
    parts: list[str], folders: tuple[Path, Path], vault: Vault, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def crash(*_: Any, **__: Any) -> Any:
        raise Crash

    holder = {"dump": backing_up.postgres, "finish": backing_up.files}.get(where, backing_up)
    with monkeypatch.context() as patched:
        patched.setattr(holder, where, crash)
        with pytest.raises(Crash):
            backing_up.back_up(data=folders[0], keys=folders[1], now=NOW)
    assert len(list(files.backups(folders[0]))) == (1 if where == "_finish" else 0)
    backing_up.back_up(data=folders[0], keys=folders[1], now=NOW + timedelta(hours=1))
    whole = next(files.backups(folders[0]))
    assert files.read_list(whole).taken_at == NOW + timedelta(hours=1)
    assert not list(folders[0].glob("*.partial"))


def test_a_backup_past_its_day_is_destroyed_and_one_before_it_is_not(backup: Path, folders: tuple[Path, Path]) -> None:
    day = timedelta(days=35)
    assert backing_up.destroy_expired(data=folders[0], keys=folders[1], now=NOW + day - timedelta(seconds=1)) == 0
    assert backing_up.destroy_expired(data=folders[0], keys=folders[1], now=NOW + day + timedelta(seconds=1)) == 2
    assert not list(folders[0].iterdir())
    assert Entry.objects.filter(event="backup_expired").count() == 2


def test_the_nightly_job_backs_up_where_folders_are_named_and_says_why_it_could_not(
    parts: list[str], folders: tuple[Path, Path], vault: Vault, settings: Any
) -> None:
    assert tasks.back_up() == {}
    settings.BACKUP_FOLDER, settings.BACKUP_KEYS_FOLDER = map(str, folders)
    assert tasks.back_up()["bytes written"] > 1000
    assert Backup.objects.get().finished_at
    RecoveryKey.objects.filter(retired_at=None).recorded().update(retired_at=NOW)
    for root in folders:
        for folder in list(files.backups(root)):
            folder.rename(root / f"2020-01-01T013000Z{folder.name[18:]}")
    with pytest.raises(JobFailed, match="no recovery key"):
        tasks.back_up()
    assert not [*folders[0].iterdir(), *folders[1].iterdir()], "what is past its day goes all the same"


# Drills


@pytest.fixture
def parts_file(parts: list[str], tmp_path: Path) -> Path:
    file = tmp_path / "parts"
    file.write_text("\n".join(parts))
    return file


def test_the_drill_is_one_command_that_restores_beside_the_practice(
    parts: list[str], parts_file: Path, folders: tuple[Path, Path], settings: Any, capsys: Any
) -> None:
    """In the vault of this process, because the proof is made by another one."""
    stored = Vault().put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"the sound of a call" * 5000])
    doomed = Vault().put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"the sound of another"])
    seal(now=NOW)
    settings.BACKUP_FOLDER, settings.BACKUP_KEYS_FOLDER = map(str, folders)
    call_command("backup")
    Vault().destroy(access_to(doomed), doomed, now=NOW)
    call_command("restore_drill", parts=parts_file)
    drill = Drill.objects.get()
    assert (drill.passed, drill.facts["opened"]) == (True, 1)
    assert "The drill was passed." in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'callgov_drill_%%'")
        assert cursor.fetchone() == (0,)
    assert not Restore.objects.exists()
    Vault().destroy(access_to(stored), stored, now=NOW)
    assert not Access.objects.filter(reason="Drill of a restore").exists()


def test_what_is_sealed_while_a_backup_is_taken_is_in_the_next_one(
    parts: list[str], parts_file: Path, folders: tuple[Path, Path], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = backing_up.postgres.dump

    def seal_first(*args: Any, **how: Any) -> Iterator[bytes]:
        with ThreadPoolExecutor() as elsewhere:
            elsewhere.submit(lambda: (seal(now=NOW), connections.close_all())).result()
        return dump(*args, **how)

    stored = Vault().put(subject=uuid4(), role=ObjectRole.ORIGINAL, chunks=[b"the sound of a call"])
    monkeypatch.setattr(backing_up.postgres, "dump", seal_first)
    settings.BACKUP_FOLDER, settings.BACKUP_KEYS_FOLDER = map(str, folders)
    call_command("backup")
    assert head() != files.read_list(next(files.backups(folders[0]))).trail_head
    call_command("restore_drill", parts=parts_file)
    assert Drill.objects.get().passed
    Vault().destroy(access_to(stored), stored, now=NOW)


def test_the_drill_of_the_custodians(parts: list[str], parts_file: Path, capsys: Any) -> None:
    call_command("custody_drill", parts=parts_file)
    assert "The drill was passed." in capsys.readouterr().out
    parts_file.write_text(parts[0])
    with pytest.raises(CommandError, match="2 parts are needed"):
        call_command("custody_drill", parts=parts_file)
    assert list(Drill.objects.order_by("pk").values_list("passed", flat=True)) == [True, False]
    assert Entry.objects.filter(event="drill_held").count() == 2


def test_a_new_recovery_key_retires_the_old_whose_parts_then_fail_the_drill(parts: list[str], parts_file: Path, capsys: Any) -> None:
    call_command("make_recovery_key", "one", "two", needed=2)
    assert RecoveryKey.objects.filter(retired_at=None).count() == 1
    assert "2 parts, 2 needed" in capsys.readouterr().out
    with pytest.raises(CommandError, match="another recovery key"):
        call_command("custody_drill", parts=parts_file)


@pytest.mark.parametrize(
    ("people", "needed", "says"),
    [
        (["one"], 2, "At least two parts"), (["one", "two"], 1, "At least two parts"), (["one", "two"], 3, "At least two parts"),
        (["one", "one"], 2, "one part"), (["one", "nobody"], 2, "Nobody of this name"),
    ],
)  # fmt: skip
@pytest.mark.clause("AC-1")
def test_nobody_recovers_alone(parts: list[str], people: list[str], needed: int, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("make_recovery_key", *people, needed=needed)
