"""What one list of calls tells: records without sound go in together, then file by file. A row that is refused stops no other."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from callgov.refusals import Conflict, Refusal, Refused
from recordings.audio import UnusableAudio
from recordings.intake import folder, queries, rules
from recordings.intake.ahead import Ahead
from recordings.intake.plan import REPEATED, Planned
from recordings.intake.services.bulk import put_records
from recordings.intake.services.quarantine import set_aside, settle_waiting
from recordings.intake.services.runs import NOWHERE, Kept, Run
from recordings.intake.services.sealing import Incoming, Unsteady, discard
from recordings.intake.services.taking import give_sound, known_as, take_in
from recordings.intake.services.unnoticed import report_unnoticed
from recordings.models import AudioState, ObjectRole

Progress = Callable[[int, int], None]


class Batch(NamedTuple):
    """A folder, its list of calls, and the only files of it that are meant (None: all)."""

    root: Path
    manifest: Path
    only: frozenset[str] | None = None


def import_batch(*, batch: Batch, items: Iterable[Planned], run: Run, progress: Progress | None = None) -> None:
    """Take in what the rows of one list tell: the records without sound together, then file by file."""
    chosen = [item for item in items if batch.only is None or item.file in batch.only]
    _records([item for item in chosen if not item.file], run)
    sounds = [item for item in chosen if item.file]
    new = _expected_new(sounds, run.source)
    with Ahead(batch.root) as ahead:
        for done, item in enumerate(sounds, start=1):
            for coming in sounds[done - 1 : done + 1]:
                if coming.file in new:
                    ahead.begin(coming.file)
            _sound(batch.root, item, run, ahead)
            if progress:
                progress(done, len(sounds))


def _expected_new(items: Iterable[Planned], source: str) -> set[str]:
    """The files that will surely be decoded: of sensible rows, at whose start no call is known."""
    starts = {item.file: item.call.started_at for item in items if item.call and not item.refusal}
    known = queries.known_starts(source, list(starts.values()))
    return {file for file, start in starts.items() if start not in known}


def _records(items: list[Planned], run: Run) -> None:
    for item in items:
        if item.refusal:
            _refuse_row(item, item.refusal, run)
    good = [item for item in items if not item.refusal]
    if not good:
        return
    if run.dry:
        new, others = len(good) - queries.count_known(run.source, [item.key for item in good]), list[int]()
    else:
        new, others = put_records(run=run.row, source=run.source, records=good, now=run.now)
    run.outcome.records_only += new
    run.outcome.known_already += len(good) - new - len(others)
    for row in others:
        run.outcome.refuse(rules.refuse_other_time(f"Row {row}"))


def _refuse_row(item: Planned, refusal: Refusal, run: Run) -> None:
    if refusal.code == REPEATED:
        run.outcome.known_already += 1
        run.outcome.note(refusal.sentence)
    else:
        run.outcome.refuse(refusal, folder.printable(item.file))
        if not run.dry:
            report_unnoticed(refusal=refusal, source=run.source, now=run.now)


def _sound(root: Path, item: Planned, run: Run, ahead: Ahead) -> None:
    """One row with its file: in, known already, in quarantine, or refused because the file cannot even be opened."""
    if item.refusal and item.refusal.code == REPEATED:
        _refuse_row(item, item.refusal, run)
        return
    try:
        label = f"{item.row.label}: the file"
        with folder.opened(root, item.file, label) as file:
            incoming = Incoming(file, item.file, folder.sha256(file, label), label, ahead)
            kept = _bring_in(incoming, item, run)
            if run.after:
                run.after(root, incoming, kept)
    except Refused as refused:
        run.later += isinstance(refused, Unsteady | Conflict)
        if not (run.after and refused.refusal.code == folder.MISSING and _came_before(item, run)):
            _refuse_row(item, item.refusal or refused.refusal, run)


def _came_before(item: Planned, run: Run) -> bool:
    """Whether a file that is gone was removed by an import that was interrupted after it had kept it."""
    if not queries.came_before(run.source, item, folder.printable(item.file)):
        return False
    run.outcome.known_already += 1
    return True


def _bring_in(incoming: Incoming, item: Planned, run: Run) -> Kept:
    try:
        item.told()
        return _take(incoming, item, run)
    except (Unsteady, Conflict):
        raise
    except UnusableAudio as unusable:
        return keep_aside(incoming=incoming, refusal=Refusal(unusable.code, unusable.sentence), cells=item.row.cells, run=run)
    except Refused as refused:
        return keep_aside(incoming=incoming, refusal=refused.refusal, cells=item.row.cells, run=run)


def _take(incoming: Incoming, item: Planned, run: Run) -> Kept:
    known = known_as(item, run.source, incoming.sha256)
    if known is not None and known.audio_state != AudioState.WITH_SUPPLIER:
        run.outcome.known_already += 1
        return Kept(known.pk, ObjectRole.ORIGINAL) if known.audio_state == AudioState.HELD else NOWHERE
    if run.dry:
        with incoming.examined():
            run.outcome.taken_in += 1
        return NOWHERE
    settled: list[UUID] = []

    def also() -> None:
        if run.may_wait_in_quarantine(incoming.sha256):
            settled.extend(settle_waiting(sha256=incoming.sha256, name=folder.printable(incoming.name)))

    facts = {"run": str(run.row.pk)}
    if known is not None:
        recording = give_sound(recording=known, incoming=incoming, now=run.now, facts=facts, also=also)
    else:
        recording = take_in(item=item, source=run.source, incoming=incoming, now=run.now, facts=facts, also=also)
    for subject in settled:
        discard(subject=subject, now=run.now)
    run.outcome.taken_in += 1
    if recording.note:
        run.outcome.note(recording.note, folder.printable(incoming.name))
    return Kept(recording.pk, ObjectRole.ORIGINAL)


def keep_aside(*, incoming: Incoming, refusal: Refusal, cells: Mapping[str, str], run: Run) -> Kept:
    """Put a file in quarantine, unless it waits there already."""
    name = folder.printable(incoming.name)
    run.outcome.set_aside(refusal, name)
    waiting = queries.waiting_file(incoming.sha256, name)
    if waiting is None:
        run.outcome.quarantined += 1
        if run.dry:
            return NOWHERE
        waiting = set_aside(run=run.row, source=run.source, incoming=incoming, refusal=refusal, written=cells, now=run.now)
    return Kept(waiting.pk, ObjectRole.QUARANTINE)


def _known_sound(incoming: Incoming, run: Run) -> Kept | None:
    """Where the same sound is held already, if it is."""
    subject = queries.held_as(incoming.sha256)
    if subject is None:
        return None
    run.outcome.known_already += 1
    return Kept(subject, ObjectRole.ORIGINAL)


def unlisted(*, root: Path, name: str, run: Run) -> None:
    """Set aside a file that stands in no list, unless what is in it is held already."""
    label = "The file"
    try:
        with folder.opened(root, name, label) as file:
            incoming = Incoming(file, name, folder.sha256(file, label), label)
            kept = _known_sound(incoming, run) or keep_aside(incoming=incoming, refusal=rules.NOT_LISTED, cells={}, run=run)
            if run.after:
                run.after(root, incoming, kept)
    except Refused as refused:
        run.outcome.refuse(refused.refusal, folder.printable(name))
