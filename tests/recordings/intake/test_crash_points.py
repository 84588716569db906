"""Intake stopped before any of its writes, to the database or the store: run again it ends right, and nothing lies about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from callgov import clock
from recordings.intake import services
from recordings.models import Extension, ImportRun, Line, QuarantinedFile, Recording, StoredObject
from recordings.vault.places import Folder
from recordings.wholeness.services.reconciling import reconcile
from tests.recordings.intake.conftest import Inbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("AC-5"), pytest.mark.xdist_group("vault")]

WRITES = ("INSERT", "UPDATE", "DELETE", "COPY")


class Crash(BaseException):
    """The process ends here."""


@contextmanager
def dying_before(write: int) -> Iterator[list[str]]:
    """Before its so-many-th write the process dies: no later write of it happens either, not even one that would clear up."""
    done: list[str] = []

    def step(what: str) -> None:
        if len(done) >= write:
            raise Crash
        done.append(what)

    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if str(sql).lstrip().upper().startswith(WRITES):
            step(str(sql)[:40])
        return execute(sql, params, many, context)

    with pytest.MonkeyPatch.context() as patched, connection.execute_wrapper(statement):
        for name in ("write", "erase"):
            real = getattr(Folder, name)
            patched.setattr(Folder, name, lambda *args, real=real, name=name: (step(name), real(*args))[1])
        yield done


def test_intake_that_dies_before_any_write_ends_right_when_it_is_run_again(main_line: Line, tmp_path: Path) -> None:
    Extension.objects.create(number="214", line=main_line)
    for write in range(60):
        inbox = (
            Inbox(tmp_path / f"inbox{write}")
            .call("a.wav", seconds=1 + write / 100, call_id=f"A{write}")
            .call("b.txt", b"no sound %d" % write)
        )
        try:
            with dying_before(write):
                inbox.imported()
            break
        except Crash:
            inbox.imported()
        assert Recording.objects.filter(source_key=f"A{write}", audio_state="held").count() == 1
        assert QuarantinedFile.objects.count() == write + 1
    else:
        pytest.fail("It never got to its end.")
    assert write > 10
    services.clear_left_over(now=clock.now())
    reconcile(now=clock.now() + timedelta(days=2))
    alive = StoredObject.objects.filter(wrapped_key__isnull=False)
    owners = {*Recording.objects.values_list("pk", flat=True), *QuarantinedFile.objects.values_list("pk", flat=True)}
    assert {stored.subject for stored in alive} == owners
    lying = {str(path.relative_to(tmp_path / "vault")) for path in (tmp_path / "vault").rglob("*") if path.is_file()}
    assert {name for name in lying if not name.startswith("destroyed/")} == {stored.name for stored in alive}
    assert not ImportRun.objects.filter(finished_at=None).exists()
