"""Who may prepare, release and collect a copy, and when: pure functions that return a refusal or nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from access_requests.models import RecipientType, State, Wanted
from callgov.policy import enforces
from callgov.refusals import Refusal
from recordings.models import AudioState
from register.models import Method

# Who must confirm that they deleted their copy; a data subject keeps theirs (law.md P8).
CONFIRMS_DELETION: dict[str, bool] = {
    RecipientType.INTERNAL: True,
    RecipientType.OTHER_SERVICE: True,
    RecipientType.INSURER: True,
    RecipientType.DATA_SUBJECT: False,
    RecipientType.AUTHORITY: False,
    RecipientType.OTHER: True,
}

# Who may take the recording as it is: it is about them, and a locked package may be more than their telephone can open.
PLAIN_FOR = frozenset({RecipientType.DATA_SUBJECT})
NOT_PLAIN = Refusal("not-plain", "This copy is given as a locked package only.")

LINK_ENDED = Refusal("link-ended", "This link has ended.", "Phone the practice.")


@dataclass(frozen=True)
class Parties:
    """Who did what in a case, by person id: asked (a colleague, for themselves), approved; and whether one person may do both."""

    requester: int | None
    approver: int
    approver_may_release: bool


@enforces("RE-1", "AC-2")
def refuse_releaser(person: int, parties: Parties) -> Refusal | None:
    """Whoever asked does not release; approver and releaser are two people unless the practice says that it is too small."""
    if person == parties.requester:
        return Refusal("own-request", "You cannot release a copy that you asked for.", "Someone else who releases copies must do it.")
    if person == parties.approver and not parties.approver_may_release:
        return Refusal("approved-by-you", "You approved this request, so someone else must release the copy.")
    return None


@enforces("AC-9", "AC-10")
def refuse_preparing(*, state: str, wanted: str, audio_state: str, delete_by: date, today: date) -> Refusal | None:
    """A copy is made only of held audio, for an approved request that asked for one, with a day on which it must be gone."""
    if state != State.APPROVED:
        return Refusal("not-approved", "A copy can only be prepared while the request is approved.")
    if wanted != Wanted.COPY:
        return Refusal("no-copy-asked", "This request is for listening. A copy for someone is a new request.")
    if audio_state != AudioState.HELD:
        return Refusal("audio-not-held", "The audio of this call is not held here yet.", "Fetch it from the supplier and deposit it first.")
    if delete_by < today:
        return Refusal("delete-by-past", "The day by which the copy must be deleted must be today or later.")
    return None


@enforces("AC-10")
def refuse_late(delete_by: date, today: date) -> Refusal | None:
    """What must be gone already is given to nobody."""
    if delete_by >= today:
        return None
    return Refusal("delete-by-passed", "The day by which this copy must be deleted has passed.", "Discard this copy and make it again.")


@enforces("AC-9")
def refuse_listening(method: str, *, text: bool) -> Refusal | None:
    """What is listened to at the practice is sound."""
    if method == Method.LISTENED and text:
        return Refusal("text-is-not-heard", "A transcript cannot be listened to.", "Choose MP3, WAV or Ogg Opus.")
    return None


def confirms_deletion(recipient_type: str, method: str) -> bool:
    """Whether the holder must confirm that their copy is gone: of what was only listened to they have none."""
    return method != Method.LISTENED and CONFIRMS_DELETION[recipient_type]


def refuse_extract(from_ms: int | None, until_ms: int | None, duration_ms: int) -> Refusal | None:
    """An extract lies inside the recording and has a length."""
    if from_ms is None and until_ms is None:
        return None
    start, end = from_ms or 0, duration_ms if until_ms is None else until_ms
    if end <= start:
        return Refusal("extract-empty", "To must be after From.")
    if end > duration_ms:
        return Refusal("extract-past-end", f"The recording ends at {duration_ms // 60000}:{duration_ms % 60000 / 1000:04.1f}.")
    return None


def refuse_collecting(*, ended: bool, expires_at: datetime, opened: bool, tries_left: int, now: datetime) -> Refusal | None:
    """A collection link opens once, before it expires, within five tries."""
    return LINK_ENDED if ended or opened or tries_left == 0 or now >= expires_at else None


def may_take_plain(recipient_type: str) -> bool:
    """Whether a recipient may download the recording alone, unlocked, beside the locked package."""
    return recipient_type in PLAIN_FOR


def wrong_passcode(tries_left: int) -> Refusal:
    """What an outsider reads after a wrong code."""
    if tries_left == 0:
        return LINK_ENDED
    return Refusal("wrong-code", f"Check the code. You have {tries_left} {'try' if tries_left == 1 else 'tries'} left.")


# What the Practice Manager may still add to a line: what only they come to know after the release.
COMPLETABLE = {
    "receipt": "Receipt or tracking number", "recipient_role": "The recipient's role", "parties": "People in the call",
    "identity_verified": "How identity or authority was checked", "dpo_advice": "What the Data Protection Officer advised, and when",
    "third_party_review": "What was decided about other people in the call", "clinician_review": "Which clinician reviewed it, and when",
    "notes": "Notes",
}  # fmt: skip
# What people said or decided may have been written down wrongly; numbers, times, hashes and who acted are the program's own.
CORRECTABLE = {
    "recipient_name": "Recipient", "recipient_organisation": "Organisation", "parties": "People in the call", "receipt": "Receipt",
    "conditions": "Conditions", "reason": "Reason", "lawful_basis": "Legal basis", "dpo_advice": "Advice of the Data Protection Officer",
    "identity_verified": "Check of identity or authority", "third_party_review": "Decision about other people in the call",
    "clinician_review": "Review by a clinician", "extent": "Extent", "method": "How it was handed over",
}  # fmt: skip

NOTED_FIELDS = {**COMPLETABLE, **CORRECTABLE}


@enforces("RE-1")
def refuse_note(kind: str, field: str, value: str, reason: str, *, stands: bool = False) -> Refusal | None:
    """A line itself never changes: what is blank is completed, what `stands` is corrected by a new linked note that says why."""
    if field not in (COMPLETABLE if kind == "completion" else CORRECTABLE):
        return Refusal("not-a-field", "Lines cannot be changed. Choose what you complete or correct.")
    if not value.strip():
        return Refusal("blank", "Enter what should stand in the register.")
    if kind == "completion" and stands and field != "notes":
        return Refusal("stands-already", "This is in the register already.", "If it is wrong, add a correction.")
    if kind == "correction" and not reason.strip():
        return Refusal("no-reason", "Say why the line is corrected.")
    return None
