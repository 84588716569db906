"""What may come in, and who may deposit and settle. Pure: each rule returns its refusal with the sentence, or None.

Sentences name rows, extensions, lines and files. They never repeat an outside number or a party.
"""

from collections.abc import Collection
from pathlib import PurePosixPath

from callgov.refusals import Refusal
from callgov.ui.formats import clock_length
from recordings.models import AudioState


def refuse_path(file: str, label: str) -> Refusal | None:
    """Refuse a file named outside the folder of its manifest. `label` begins the sentence, such as "Row 4"."""
    path = PurePosixPath(file.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in file or not path.parts:
        return Refusal("file-outside", f"{label}: the file lies outside the folder of the manifest.", "Put it in that folder and name it from there.")
    return None


def length_note(stated: int | None, duration_ms: int) -> str:
    """A sentence when the record and the sound differ by more than 3 seconds and more than 5 per cent; else nothing."""
    if stated is None or abs(stated - duration_ms / 1000) <= max(3.0, 0.05 * max(stated, duration_ms / 1000)):
        return ""
    return f"The record says {_length(stated)}; the sound lasts {_length(duration_ms / 1000)}."


def refuse_length(stated: int | None, duration_ms: int) -> Refusal | None:
    """Refuse a deposit that is more than 30 seconds and more than a quarter away from its record: it is likely another call (AC-2)."""
    if stated is None or abs(stated - duration_ms / 1000) <= max(30.0, 0.25 * stated):
        return None
    sentence = f"The record of this call says {_length(stated)}. This file lasts {_length(duration_ms / 1000)}."
    return Refusal("other-length", sentence, "Check that you downloaded the right call.")


def _length(seconds: float) -> str:
    return "0 seconds" if not seconds else clock_length(seconds)


def refuse_deposit(state: str, live: bool) -> Refusal | None:
    """Refuse audio for a call that nobody may hear any more, that is held already, or that was destroyed (AC-2)."""
    if not live:
        return Refusal("grant-over", "The access for this request has ended.", "If the call is still needed, it must be asked for again.")
    if state == AudioState.DESTROYED:
        return Refusal("destroyed", "The recording of this call was destroyed on its day.", "It may not be fetched again.")
    if state == AudioState.HELD:
        return Refusal("held", "The audio of this call is held already.")
    return None


_NO_RECORDING = frozenset({"manifest-rows", "manifest-unusable"})


def refuse_take_in(code: str, unusable: Collection[str]) -> Refusal | None:
    """Refuse to take in a quarantined file that is no recording, by the code that it was set aside with."""
    if code in _NO_RECORDING:
        return Refusal("no-recording", "This is a list of calls, not a recording.", "Correct it where it came from, import it again, then destroy this one.")
    if code in unusable:
        return Refusal("unusable", "This file cannot be played, so it cannot be taken in.", "Import the call again, then destroy this one.")
    return None
