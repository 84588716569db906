"""Stopping before every single step, on the disk and in the database, from one and the same beginning."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction


class Crash(BaseException):
    """The machine stops."""


class Steps:
    """Counts every statement, every change of a file and every wait for the disk, and stops before the one that is wanted."""

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

    def before(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """The same, as a step of its own."""

        def stepping(*args: Any, **options: Any) -> Any:
            self.step()
            return real(*args, **options)

        return stepping


@contextmanager
def stopping(before: int) -> Iterator[Steps]:
    """Everything inside stops before the so-maniest step; it goes on to the end when there are fewer."""
    steps = Steps(before)
    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(steps.statement):
        for owner, name in ((Path, "unlink"), (Path, "replace"), (os, "replace"), (os, "link"), (os, "fsync")):
            patch.setattr(owner, name, steps.before(getattr(owner, name)))
        yield steps


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put_back(folder: Path, content: dict[str, bytes]) -> None:
    """The folder as it was."""
    for name in content_of(folder).keys() - content.keys():
        (folder / name).unlink()
    for name, bytes_ in content.items():
        if not (folder / name).exists() or (folder / name).read_bytes() != bytes_:
            (folder / name).write_bytes(bytes_)


def stopped_before_every_step(work: Callable[[], object], folder: Path, *, between: Callable[[], None], after: Callable[[], None]) -> int:
    """Stop some work before its first step and do it again, then before its second, and so on until it comes to its end; how many steps.

    Each time rows and the files of the folder are as they were at first. `between` looks at what the stop left, `after` at the end.
    """
    files, before = content_of(folder), 0
    while True:
        before += 1
        start = transaction.savepoint()
        with stopping(before) as steps, suppress(Crash):
            work()
        between()
        work()
        after()
        transaction.savepoint_rollback(start)
        put_back(folder, files)
        if steps.taken < before:
            return before - 1
