"""What the page of the store shows: no query, no write. An object is told by what it is to which recording, never by whose call."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from callgov import clock
from callgov.refusals import Refusal
from callgov.ui import formats
from callgov.ui.formats import counted, file_size
from callgov.ui.parts import Act, Col, Row, Tag, Value
from recordings.models import Backup, Custodian, Damage, Drill, DrillKind, ObjectRole, RecoveryKey, StoredObject
from recordings.vault.certificates import BACKUP_EXPIRY
from recordings.vault.damage import recording_of
from recordings.wholeness import rules
from recordings.wholeness.forms import EraseForm

DRILL_COLUMNS = [Col("Held", row_header=True), Col("What"), Col("Came of it"), Col("Words")]
REMEDY = "Restore it from the storage's own backup or versions, then check it again. Nothing of it is played until it passes."


def whole(totals: dict[str, Any], days: int) -> list[Row]:
    """How much is stored and how much of it was checked within the practice's interval."""
    return [
        Row("Stored", f"{counted(totals['objects'], 'object')}, {file_size(totals['size'])}"),
        Row(f"Checked in the last {counted(days, 'day')}", _share(totals["checked"], totals["objects"])),
        Row("Longest unchecked since", totals["oldest"] or ("Nothing is stored" if not totals["objects"] else "Not checked yet")),
        Row("Damaged or missing", counted(totals["damaged"], "object") if totals["damaged"] else "None"),
        Row("Locked in the store by a legal hold", counted(totals["locked"], "object") if totals["locked"] else "None"),
    ]


def _share(part: int, of: int) -> str:
    return f"{part:,} of {of:,}" if of else "Nothing is stored"


def custody(key: RecoveryKey | None, held: Iterable[Custodian], drill: Drill | None) -> list[Row]:
    """Who holds the parts of the recovery key, how many are needed, and when that was last proved."""
    if key is None:
        return [Row("Recovery key", "None yet. Run manage.py make_recovery_key: without it no backup can be taken.")]
    return [
        Row("Recovery key", f"{key.fingerprint}, made {formats.nhs_date(clock.local_day(key.made_at))}"),
        Row("Custodians", [f"Part {one.part}: {one.holder.name}" for one in held]),
        Row("Parts needed", f"{key.needed} of {key.parts}"),
        Row("Last drill passed", drill.held_at if drill else "Not yet"),
        Row("Next drill by", rules.drill_due(drill.held_at if drill else None, key.made_at)),
    ]


def backups(taken: Sequence[Backup], drill: Drill | None, key: RecoveryKey | None, *, named: bool) -> list[Row]:
    """The last backup, and when restoring one was last proved."""
    rows = [Row("Last backup", _last(taken, named=named)), Row("Kept for", formats.counted(BACKUP_EXPIRY.days, "day"))]
    if key is not None:
        rows.append(Row("Next restore drill by", rules.drill_due(drill.held_at if drill else None, key.made_at)))
    return [*rows, Row("Last restore drill passed", drill.held_at if drill else "Not yet")]


def _last(taken: Sequence[Backup], *, named: bool) -> Value:
    whole = next((one for one in taken if one.finished_at), None)
    if whole is None:
        return "Not yet" if named else "Not yet, and no folders are named for them (BACKUP_FOLDER, BACKUP_KEYS_FOLDER)"
    listed = formats.counted(whole.objects_stored, "object")
    return [formats.nhs_when(whole.taken_at), f"{formats.file_size(whole.size)}, {listed} listed"]


def ring(older: int) -> list[Row]:
    """Whether every object's key lies under the current key of the ring."""
    said = (
        f"{formats.counted(older, 'key')} still under an older one; the job moves them each hour" if older else "All under the current key"
    )
    return [Row("Keys of the objects", said)]


def drills(held: Iterable[Drill]) -> list[Sequence[Value]]:
    """The last drills, newest first."""
    return [(one.held_at, DrillKind(one.kind).label, Tag("Passed" if one.passed else "Failed"), one.words) for one in held]


def damaged(objects: Iterable[StoredObject], refusal: Refusal | None) -> list[tuple[list[Row], Act]]:
    """Each object that did not pass, with the act that checks it again."""
    return [(_damaged(stored), Act("Check it again", reverse("check_again", args=[stored.pk]), refusal)) for stored in objects]


def _damaged(stored: StoredObject) -> list[Row]:
    recording = recording_of(stored)
    return [
        Row("Found", stored.damage_found_at),
        Row("What", ObjectRole(stored.role).label),
        Row("Of", f"recording {str(recording)[:8]}" if recording else f"{str(stored.subject)[:8]}"),
        Row("It is", Tag(Damage(stored.damage))),
    ]


def strays(left: int, form: EraseForm, refusal: Refusal | None) -> Act | None:
    """The act that gives up objects whose rows a restore lost; None when there are none."""
    effect = (
        f"{counted(left, 'object')} that nobody can open with today's records will be gone. A later backup might still know their keys."
    )
    return Act("Erase them", reverse("erase_strays"), refusal, effect=effect, fields=form, variant="warning") if left else None
