"""The twenty-three columns of the Release of Recording Register (law.md 8.2), each read from a line and what was added to it.

Pure: a line comes with its notes, release and people. What was written with the line stands first; where that is blank, what the Practice
Manager completed; a correction never takes its place but stands as a line of its own beneath.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from access_requests.models import CopyFormat, RecipientType
from callgov.policy import enforces
from callgov.ui.formats import clock_length, masked, nhs_date, nhs_when
from recordings.models import Direction
from recordings.purposes import PURPOSE_WORDS, Article9, LawfulBasis
from register.models import LineNote, Method, RegisterLine, ReleaseState
from register.rules import NOTED_FIELDS

NOTHING = ""


@dataclass(frozen=True)
class Column:
    """One column: its number in law.md 8.2, its heading, and how it is read from a line."""

    number: int
    title: str
    read: Callable[[RegisterLine], str]


def line_name(line: RegisterLine) -> str:
    """2026/015."""
    return f"{line.year}/{line.number:03}"


def completed(line: RegisterLine, field: str) -> str:
    """A field as written with the line or, where that is blank or no field of it, as completed since."""
    written = getattr(line, field, NOTHING) if field != "notes" else NOTHING
    return str(written) or "; ".join(note.value for note in line.notes.all() if _completes(note, field))


def stands(line: RegisterLine, field: str) -> bool:
    """Whether a field holds something already."""
    return bool(completed(line, field))


def corrections(line: RegisterLine) -> list[LineNote]:
    """The corrections of a line, oldest first."""
    return [note for note in line.notes.all() if note.kind == LineNote.Kind.CORRECTION]


@enforces("RE-1")
def rows(lines: Sequence[RegisterLine]) -> Iterator[list[str]]:
    """Every line with its columns, and beneath it each correction as a linked line: 2026/015 C1 (RE-1)."""
    for line in lines:
        yield [column.read(line) for column in COLUMNS]
        for number, note in enumerate(corrections(line), 1):
            yield [
                f"{line_name(line)} C{number}",
                line.request_reference,
                nhs_when(note.written_at),
                *[NOTHING] * 18,
                note.written_by.name,
                _said(note),
            ]


def _completes(note: LineNote, field: str) -> bool:
    return note.kind == LineNote.Kind.COMPLETION and note.field == field


def _said(note: LineNote) -> str:
    return f"Corrects {NOTED_FIELDS[note.field].lower()}: {note.value} Why: {note.reason}"


def _call(line: RegisterLine) -> str:
    number = masked(line.call_number) if line.call_number else "number not known"
    parts = [
        f"Recording {line.recording_id}", nhs_when(line.call_started_at), clock_length(line.call_duration_ms / 1000),
        Direction(line.call_direction).label if line.call_direction else NOTHING,
        f"extension {line.call_extension}" if line.call_extension else NOTHING, number,
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


def _recipient(line: RegisterLine) -> str:
    parts = (line.recipient_name, completed(line, "recipient_role"), line.recipient_organisation, RecipientType(line.recipient_type).label)
    return ", ".join(part for part in parts if part)


def _basis(line: RegisterLine) -> str:
    basis = LawfulBasis(line.lawful_basis).label
    return f"{basis}; {Article9(line.article9).label}" if line.article9 else str(basis)


def _authorised(line: RegisterLine) -> str:
    both = ". Approver and releaser are one person, as the practice's settings allow" if line.one_person_approved_and_released else NOTHING
    return f"{line.authorised_by.name}, {nhs_when(line.authorised_at)}{both}"


def _method(line: RegisterLine) -> str:
    collected = line.release.collected_at
    receipt = completed(line, "receipt") or (f"Collected {nhs_when(collected)}" if line.method == Method.LINK and collected else NOTHING)
    return f"{Method(line.method).label}. {receipt or 'No receipt yet'}"


def _deletion(line: RegisterLine) -> str:
    release = line.release
    due = f"Due {nhs_date(line.delete_by)}"
    if release.holder_deleted_at:
        by = release.holder_deleted_by.name if release.holder_deleted_by else "the holder"
        return f"{due}. Confirmed {nhs_when(release.holder_deleted_at)} by {by}: {release.holder_deleted_evidence}"
    if release.never_left:
        return f"{due}. Nobody collected it, and the stored copy is destroyed"
    return f"{due}. Not confirmed" if line.confirmation_required else f"{due} here. The holder need not confirm"


def _onward(line: RegisterLine) -> str:
    said = []
    for onward in line.release.onward.all():
        given = [line_name(one.line) for one in onward.request.releases.all() if hasattr(one, "line")]
        said.append(f"{onward.request.reference}: {', '.join(given) or onward.request.get_state_display().lower()}")
    return "; ".join(said)


def _notes(line: RegisterLine) -> str:
    missent = getattr(line.release, "misdelivery", None)
    said = [completed(line, "notes"), f"Reached the wrong recipient, reported {nhs_when(missent.reported_at)}" if missent else NOTHING]
    said.append("Stored copy destroyed" if line.release.state == ReleaseState.DESTROYED else NOTHING)
    count = len(corrections(line))
    said.append(f"Corrected by C1{f' to C{count}' if count > 1 else NOTHING}" if count else NOTHING)
    return ". ".join(one for one in said if one)


COLUMNS = (
    Column(1, "Register number", line_name),
    Column(2, "Request", lambda line: line.request_reference),
    Column(3, "Released", lambda line: nhs_when(line.released_at)),
    Column(4, "Recording and call", _call),
    Column(5, "Data subjects", lambda line: completed(line, "parties")),
    Column(6, "Recipient", _recipient),
    Column(7, "Purpose and reason", lambda line: f"{PURPOSE_WORDS[line.purpose]}. {line.reason}"),
    Column(8, "Legal basis, Article 9 condition", _basis),
    Column(9, "Authorised by", _authorised),
    Column(10, "DPO consulted", lambda line: completed(line, "dpo_advice")),
    Column(11, "Identity or authority verified", lambda line: completed(line, "identity_verified")),
    Column(12, "Third-party review and redactions", lambda line: completed(line, "third_party_review")),
    Column(13, "Clinician review", lambda line: completed(line, "clinician_review")),
    Column(14, "Extent", lambda line: line.extent),
    Column(15, "Format", lambda line: str(CopyFormat(line.format).label)),
    Column(16, "SHA-256 of the file", lambda line: line.sha256),
    Column(17, "Method and receipt", _method),
    Column(18, "Released by", lambda line: line.released_by.name),
    Column(
        19, "Conditions, onward sharing", lambda line: f"{line.conditions} Onward sharing allowed: {'yes' if line.onward_allowed else 'no'}"
    ),
    Column(20, "Deletion due and confirmed", _deletion),
    Column(21, "Onward sharing authorised", _onward),
    Column(22, "Entry made by", lambda line: f"{line.written_by.name}, {nhs_when(line.written_at)}"),
    Column(23, "Notes and corrections", _notes),
)


def empty_fields(line: RegisterLine, fields: dict[str, str]) -> dict[str, str]:
    """Which of these a line still lacks: what its keeper may come to know and add. Notes may always be added."""
    return {name: words for name, words in fields.items() if name == "notes" or not completed(line, name)}
