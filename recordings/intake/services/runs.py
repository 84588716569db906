"""One import while it runs: its row, its counts, its end, and what became of one that was interrupted."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.intake import queries
from recordings.intake.outcome import Outcome
from recordings.intake.services.sealing import Incoming, sweep
from recordings.models import ImportRun, ObjectRole

SOURCE = "telephone system"


class Kept(NamedTuple):
    """Where what was in a plain file lies now; nowhere when its call was destroyed on its day, or nothing is to be written."""

    subject: UUID | None
    role: ObjectRole


NOWHERE = Kept(None, ObjectRole.ORIGINAL)

After = Callable[[Path, Incoming, Kept], None]


class Run:
    """One import while it runs. Its row is made when the first thing is about to be kept, so that one without effect leaves none."""

    def __init__(
        self, *, label: str, source: str, now: datetime, started_by: User | None = None, dry: bool = False, after: After | None = None
    ) -> None:
        self.label, self.source, self.now, self.started_by, self.dry = label[:120], source[:40], now, started_by, dry
        self.outcome = Outcome()
        self.after = after
        self.later = 0
        self._row: ImportRun | None = None
        self._waiting: frozenset[str] | None = None

    @property
    def row(self) -> ImportRun:
        """The row of this import."""
        if self._row is None:
            self._row = ImportRun.objects.create(label=self.label, started_by=self.started_by, started_at=self.now)
        return self._row

    def may_wait_in_quarantine(self, sha256: str) -> bool:
        """Whether a file of this content waited in quarantine when this was first asked; asked of the database once."""
        if self._waiting is None:
            self._waiting = queries.waiting_hashes()
        return sha256 in self._waiting

    @property
    def has_row(self) -> bool:
        """Whether anything was kept so far."""
        return self._row is not None


@transaction.atomic
def finish(*, run: Run) -> ImportRun:
    """Close the books of an import: its counts and one entry."""
    row = run.row
    for name, count in run.outcome.counts.items():
        setattr(row, name, count)
    row.finished_at = clock.now()
    row.save()
    record(Event.IMPORT_FINISHED, subject=row, facts=run.outcome.counts)
    return row


def clear_interrupted(*, now: datetime) -> None:
    """Destroy what an import left in the vault that never finished, and say of it that it was interrupted. Only while no other runs."""
    interrupted = list(queries.interrupted_runs())
    if not interrupted:
        return
    sweep(now=now)
    for row in interrupted:
        _close_interrupted(row, now)


@transaction.atomic
def _close_interrupted(row: ImportRun, now: datetime) -> None:
    row.label, row.finished_at = f"{row.label[:105]} (interrupted)", now
    row.taken_in, row.quarantined = queries.came_in(row)
    row.save()
    record(Event.IMPORT_FINISHED, subject=row, facts={"interrupted": True, "taken_in": row.taken_in, "quarantined": row.quarantined})
