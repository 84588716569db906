"""Imports by command: folders and files with their lists of calls. What is in stays in, whatever happens to the rest."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused
from recordings.intake import folder, locks, manifest, queries
from recordings.intake.outcome import Outcome
from recordings.intake.plan import plan
from recordings.intake.services.batches import Batch, Progress, import_batch, unlisted
from recordings.intake.services.runs import SOURCE, Run, clear_interrupted, finish


@enforces("LB-1", "AC-5")
def import_path(
    *, paths: Sequence[Path], now: datetime, manifest_path: Path | None = None, source: str = SOURCE, started_by: User | None = None,
    dry_run: bool = False, progress: Progress | None = None,
) -> Outcome:  # fmt: skip
    """Take in folders, or single files of a folder, each with its list of calls; a dry run looks and decodes but writes nothing.

    Can be run again at any time: what is in is known already. Raises Conflict while another import runs, Refused for a path that is
    nothing, and VaultUnavailable, AudioToolMissing or DatabaseError when it had to stop: what went in before stays in.
    """
    batches = _batches(paths, manifest_path)
    label = ", ".join(f"{batch.root.name}/{batch.manifest.name}" for batch in batches)
    run = Run(label=label, source=source, now=now, started_by=started_by, dry=dry_run)
    if dry_run:
        _import_all(batches, run, progress)
        return run.outcome
    with locks.alone(locks.IMPORTING, locks.IMPORT_RUNS):
        clear_interrupted(now=now)
        _import_all(batches, run, progress)
        finish(run=run)
    return run.outcome


def _batches(paths: Sequence[Path], manifest_path: Path | None) -> list[Batch]:
    batches, files = [], dict[Path, set[str]]()
    for path in paths:
        if path.is_dir():
            batches.append(Batch(path, manifest_path or folder.manifest_of(path)))
        elif path.exists():
            files.setdefault(path.parent, set()).add(path.name)
        else:
            raise Refused(Refusal("path-missing", f"{path} does not exist.", "Check its spelling."))
    return batches + [Batch(root, manifest_path or folder.manifest_of(root), frozenset(names)) for root, names in files.items()]


def _import_all(batches: Iterable[Batch], run: Run, progress: Progress | None) -> None:
    for batch in batches:
        try:
            listed = manifest.read(folder.manifest_bytes(batch.manifest), batch.manifest.name)
        except Refused as refused:
            run.outcome.refuse(refused.refusal, batch.root.name)
            continue
        run.outcome.notes.extend(listed.notes)
        items = plan(listed.rows, queries.directory(), run.now)
        import_batch(batch=batch, items=items, run=run, progress=progress)
        _unlisted(batch, {item.file for item in items}, run)


def _unlisted(batch: Batch, listed: set[str], run: Run) -> None:
    """What lies in the folder, or was named, and stands in no row."""
    present = batch.only if batch.only is not None else folder.sound_files(batch.root)
    for name in sorted(set(present) - listed - {batch.manifest.name}):
        unlisted(root=batch.root, name=name, run=run)
