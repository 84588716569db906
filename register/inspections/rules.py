"""Who may inspect what, when an inspection is whole, and when the next is due: pure functions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from callgov import clock
from callgov.policy import enforces
from callgov.refusals import Refusal

FIRST_AFTER_MONTHS = 3  # the first inspection, counted from the first line (law.md 8.2: quarterly)


@dataclass(frozen=True)
class Drawn:
    """What the rules know of a drawn line: its name, who released it and who asked for it, and the answer so far."""

    name: str
    released_by: int
    requested_by: int | None
    agrees: bool | None = None


@enforces("RE-2")
def refuse_opening(*, is_open: bool, lines: int) -> Refusal | None:
    """One inspection at a time, and only of something."""
    if is_open:
        return Refusal("open-already", "An inspection is open already.", "Finish that one first.")
    return None if lines else Refusal("no-lines", "No line has been written since the last inspection.")


@enforces("RE-2")
def refuse_own(line: Drawn, person: int) -> Refusal | None:
    """Nobody inspects a release of their own, or one that they asked for."""
    if person == line.released_by:
        return Refusal("own-release", f"You released line {line.name}.", "Someone else must inspect it.")
    if person == line.requested_by:
        return Refusal("own-request", f"You asked for the copy of line {line.name}.", "Someone else must inspect it.")
    return None


def refuse_answer(*, agrees: bool, note: str) -> Refusal | None:
    """What does not agree is said in a note."""
    return None if agrees or note.strip() else Refusal("no-note", "Say what does not agree.")


@enforces("RE-2")
def refuse_signing(*, lines: Sequence[Drawn], actions: int, findings: str, drawn: bool, person: int) -> Refusal | None:
    """Every drawn line is answered, what does not agree has an action, the findings are written, and no line is the signer's own."""
    if not drawn:
        return Refusal("not-drawn", "The lines have not been drawn yet.")
    waiting = [line.name for line in lines if line.agrees is None]
    if waiting:
        return Refusal(
            "not-checked", f"Check every line first. {len(waiting)} of {len(lines)} {'is' if len(waiting) == 1 else 'are'} left."
        )
    own = next((refusal for line in lines if (refusal := refuse_own(line, person))), None)
    if own is not None:
        return Refusal(own.code, own.sentence, "Someone else must sign this inspection.")
    if any(line.agrees is False for line in lines) and not actions:
        return Refusal("no-action", "Something does not agree, so say what must be done, by whom and by when.")
    return None if findings.strip() else Refusal("no-findings", "Enter what you found.")


def refuse_action(*, what: str, due: date, today: date) -> Refusal | None:
    """Something to do, by a day that can still be met."""
    if not what.strip():
        return Refusal("no-words", "Enter what must be done.")
    return None if due >= today else Refusal("due-past", "The day must be today or later.")


def refuse_done(*, done: bool, evidence: str, person: int, allowed: Collection[int]) -> Refusal | None:
    """Whoever owns an action, or inspects, says that it is done and how they know."""
    if done:
        return Refusal("done-already", "This is recorded as done.")
    if person not in allowed:
        return Refusal("not-yours", "Only whoever must do it, or an inspector, can record that it is done.")
    return None if evidence.strip() else Refusal("no-evidence", "Say how you know that it is done.")


def next_due(signed_on: date, months: int) -> date:
    """The local day by which the next inspection is due."""
    return clock.add_months(signed_on, months)


@enforces("RE-2")
def due_on(last_due: date | None, first_line: date | None) -> date | None:
    """By when the register must be inspected: as the last inspection says, or three months after its first line; None while empty."""
    if last_due is not None:
        return last_due
    return clock.add_months(first_line, FIRST_AFTER_MONTHS) if first_line else None
