"""The watched folder: what was laid there goes in, and its plain file goes once what was sealed has been read back.

A list of calls is worked off when all its files are there and nothing has touched them for a while; after an hour it is worked off
without the missing ones. A file that no list names within an hour goes to quarantine.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from callgov import clock
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused
from callgov.trail.events import Event, Job
from callgov.trail.services import record
from recordings.intake import folder, locks, manifest, queries, rules
from recordings.intake.folder import printable
from recordings.intake.outcome import Outcome
from recordings.intake.plan import Planned, plan
from recordings.intake.services.batches import Batch, import_batch, keep_aside, unlisted
from recordings.intake.services.runs import SOURCE, Kept, Run, clear_interrupted, finish
from recordings.intake.services.sealing import Incoming
from recordings.models import ObjectRole
from recordings.vault.services import open_job_access
from recordings.vault.store import Vault
from recordings.vault.trouble import TamperedObject

SETTLED = timedelta(seconds=10)
PATIENCE = timedelta(hours=1)
JUST_NOW = timedelta(0)
_SENTENCES = 50


@enforces("AC-1")
def watch_folder(*, root: Path, now: datetime) -> Outcome:
    """Take in what lies ready in the watched folder. Can be run again after a crash anywhere.

    Raises Conflict while another import runs, Refused when the folder is not there, and VaultUnavailable, AudioToolMissing or
    DatabaseError when it had to stop: then every plain file that is not safe yet is still there.
    """
    if not root.is_dir():
        raise Refused(Refusal("folder-missing", f"The watched folder {root} is not there.", "Make it, or correct INTAKE_FOLDER."))
    with locks.alone(locks.IMPORTING, locks.IMPORT_RUNS):
        clear_interrupted(now=now)
        run = Run(label="Watched folder", source=SOURCE, now=now, after=remove_plain)
        expected = set[str]()
        for name in folder.manifests(root):
            expected |= _work_off(root, name, run)
        _set_aside_unlisted(root, expected, run)
        if run.has_row:
            finish(run=run)
        return run.outcome


def _work_off(root: Path, name: str, run: Run) -> set[str]:
    """Work off one list if it is ready. Returns the files that a list which stays still needs."""
    try:
        listed = manifest.read(folder.manifest_bytes(root / name), name)
    except Refused as refused:
        _end_list(root, name, [refused.refusal], run)
        return set()
    items = plan(listed.rows, queries.directory(), run.now)
    inside = [item for item in items if item.file and rules.refuse_path(item.file, "") is None]
    files, waited = {item.file for item in inside}, _age(root / name, run.now) or JUST_NOW
    if waited < SETTLED or (waited < PATIENCE and any(_is_awaited(root, item, run) for item in inside)):
        return files
    return _import(root, name, items, files, run)


def _is_awaited(root: Path, item: Planned, run: Run) -> bool:
    """Whether a file is still on its way: not there and not taken in before an interruption, or touched just now."""
    age = _age(root / item.file, run.now)
    return age < SETTLED if age is not None else not queries.came_before(run.source, item, printable(item.file))


def _import(root: Path, name: str, items: Sequence[Planned], files: set[str], run: Run) -> set[str]:
    """Import a list and remove it, unless something of it must be tried again; then the files that it still needs."""
    before, later = len(run.outcome.refusals), run.later
    import_batch(batch=Batch(root, root / name), items=items, run=run)
    if run.later > later:
        return files
    _end_list(root, name, [said.refusal for said in run.outcome.refusals[before:]], run)
    return set()


def _end_list(root: Path, name: str, refusals: Sequence[Refusal], run: Run) -> None:
    """Remove a list that was worked off. One with rows that did not go in anywhere is kept in quarantine with their sentences."""
    try:
        with folder.opened(root, name, "The list of calls") as file:
            incoming = Incoming(file, name, folder.sha256(file, "The list of calls"), "The list of calls")
            if refusals:
                remove_plain(root, incoming, keep_aside(incoming=incoming, refusal=_together(refusals), cells={}, run=run))
            else:
                _unlink(root, incoming)
    except Refused as refused:
        run.outcome.refuse(refused.refusal, name)


def _together(refusals: Sequence[Refusal]) -> Refusal:
    """The sentences of a list in one."""
    more = [f"And {len(refusals) - _SENTENCES} more."] if len(refusals) > _SENTENCES else []
    return Refusal(rules.MANIFEST_ROWS, " ".join([*map(str, refusals[:_SENTENCES]), *more]))


def _set_aside_unlisted(root: Path, expected: set[str], run: Run) -> None:
    """Set aside what has lain for an hour and stands in no list."""
    for name in folder.sound_files(root):
        if name not in expected and (_age(root / name, run.now) or JUST_NOW) >= PATIENCE:
            unlisted(root=root, name=name, run=run)


def _age(path: Path, now: datetime) -> timedelta | None:
    """For how long nothing has touched a file, None when it is not there. A change of its content cannot be dated back."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return now - datetime.fromtimestamp(max(found.st_mtime, found.st_ctime), UTC)


@enforces("AC-1")
def remove_plain(root: Path, incoming: Incoming, kept: Kept) -> None:
    """Remove a plain file whose content is safe: what lies sealed is read back first. Raises Refused when it is not what was put in."""
    if kept.subject is not None:
        _read_back(kept.subject, kept.role, incoming.label)
    _unlink(root, incoming)


def _read_back(subject: UUID, role: ObjectRole, label: str) -> None:
    stored = queries.kept_object(subject, role)
    reason = "Read back before the plain file is removed"
    access = open_job_access(job=Job.WATCHED_FOLDER, subject=subject, reason=reason, now=clock.now())
    try:
        Vault().check(access, stored)
    except TamperedObject as error:
        record(Event.AUDIO_DAMAGED, subject=stored, facts={"role": role.value})
        sentence = f"{label} was sealed, but could not be read back. The plain file stays."
        raise Refused(Refusal("not-read-back", sentence, "Tell the system administrator: the vault's store may be failing.")) from error


def _unlink(root: Path, incoming: Incoming) -> None:
    """Remove the very file that was read, and no other that took its name meanwhile."""
    path, read = root / incoming.name, os.fstat(incoming.file.fileno())
    try:
        found = path.lstat()
        if (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns) == (read.st_dev, read.st_ino, read.st_size, read.st_mtime_ns):
            path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        remedy = "Give the service the right to remove files there."
        sentence = f"{incoming.label} is kept, but the plain file cannot be removed."
        raise Refused(Refusal("file-not-removed", sentence, remedy)) from error
