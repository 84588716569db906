"""What may come in, and who may deposit and settle. Pure: each rule returns its refusal with the sentence, or None.

Sentences name rows, extensions, lines and files. They never repeat an outside number or a party.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from callgov.refusals import Refusal, Refused
from callgov.ui.formats import clock_length
from callgov.workflow import MOVED_ON
from recordings.models import AudioState, QuarantineState, Recording

_SAME_TIME = timedelta(minutes=1)
MANIFEST_ROWS = "manifest-rows"
NOT_LISTED = Refusal("not-listed", "This file is not in the manifest.", "Fill in its record and take it in, or destroy it.")
BEING_DESTROYED = Refusal("being-destroyed", "The destruction of this file has begun.", "Destroy it once more, to end it.")
HELD_ALREADY = Refusal("held", "The audio of this call is held already.")


def refuse_path(file: str, label: str) -> Refusal | None:
    """Refuse a file named outside the folder of its manifest. `label` begins the sentence, such as "Row 4: the file"."""
    path = PurePosixPath(file.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in file or not path.parts:
        sentence = f"{label} lies outside the folder of the manifest."
        return Refusal("file-outside", sentence, "Put it in that folder and name it from there.")
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


def same_call(found: Sequence[Recording], label: str, call_id: str, started: datetime, sha256: str) -> Recording | None:
    """Which of the calls that are known by a row's keys is the call of this sound; None when it is a new one.

    Raises Refused when its call id belongs to a call at another time or with other sound: then one of the two would be lost.
    """
    for known in found:
        if call_id and abs(known.started_at - started) > _SAME_TIME:
            raise Refused(refuse_other_time(label))
        if known.audio_state != AudioState.HELD or known.sha256 == sha256:
            return known
    if call_id and found:
        sentence = f"{label}: this call is held already, with other sound."
        raise Refused(Refusal("other-sound", sentence, "Check which of the two files is the call."))
    return None


def refuse_other_time(label: str) -> Refusal:
    """The refusal of a call id that belongs to a call at another time."""
    remedy = "The telephone system may count from the start again. Leave call_id empty, or name another source."
    return Refusal("row-id-reused", f"{label}: its call_id belongs to a call at another time.", remedy)


def refuse_deposit(state: str, live: bool) -> Refusal | None:
    """Refuse audio for a call that nobody may hear any more, that is held already, or that was destroyed (AC-2)."""
    if not live:
        return Refusal("grant-over", "The access for this request has ended.", "If the call is still needed, it must be asked for again.")
    if state == AudioState.DESTROYED:
        return Refusal("destroyed", "The recording of this call was destroyed on its day.", "It may not be fetched again.")
    if state == AudioState.HELD:
        return HELD_ALREADY
    return None


def refuse_no_origin(where_from: str) -> Refusal | None:
    """Refuse a deposit of which nobody says where it came from."""
    return None if where_from.strip() else Refusal("no-origin", "Enter where the file came from.")


def refuse_take_in(code: str, unusable: Collection[str]) -> Refusal | None:
    """Refuse to take in a quarantined file that is no recording, by the code that it was set aside with."""
    if code == MANIFEST_ROWS:
        return Refusal("no-recording", "This is a list of calls, not a recording.", "Correct it where it came from and import it again.")
    if code in unusable:
        sentence = "This file cannot be played, so it cannot be taken in."
        return Refusal("unusable", sentence, "Import the call again from the telephone system.")
    return None


def refuse_settled(state: str) -> Refusal | None:
    """Refuse to settle a file a second time."""
    return None if state == QuarantineState.WAITING else MOVED_ON


def refuse_no_reason(reason: str) -> Refusal | None:
    """Refuse to destroy a file without a reason."""
    return None if reason.strip() else Refusal("no-reason", "Enter the reason for destroying this file.")
