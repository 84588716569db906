"""What the page of the store shows: no query, no write. An object is told by what it is to which recording, never by whose call."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from callgov.refusals import Refusal
from callgov.ui.formats import counted, file_size
from callgov.ui.parts import Act, Row, Tag
from recordings.models import Damage, ObjectRole, StoredObject
from recordings.vault.damage import recording_of

REMEDY = "Restore it from the storage's own backup or versions, then check it again. Nothing of it is played until it passes."


def whole(totals: dict[str, Any], days: int, now: datetime) -> list[Row]:
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
