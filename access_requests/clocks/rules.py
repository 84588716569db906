"""Who may move a clock, and how. Pure: each rule returns its refusal with the sentence, or None."""

from collections.abc import Collection, Sequence
from datetime import date

from access_requests.clocks.reckoning import Asked, Reckoned
from access_requests.models import CaseClock, ClockEntry, Doing, Right
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.ui.formats import nhs_date

NOT_THERE = Refusal("not-there", "There is no such case.")
NO_CLOCK = Refusal("no-clock", "This case has no statutory clock.")
NOT_HANDLER = Refusal("not-a-handler", "You do not handle people's rights here.", "Ask the Information Governance Lead.")
OWN_CASE = Refusal("own-case", "You asked for this yourself, so someone else must answer it.")
ANSWERED = Refusal("answered", "This case has been answered. Its clock has stopped.")
NO_WORDS = Refusal("no-words", "Say it so that the person can understand it.")
NO_REASON = Refusal("no-reason", "Say why.")
IN_FUTURE = Refusal("in-the-future", "The day must be today or in the past.")
BEFORE_RECEIPT = Refusal("before-receipt", "The day must not be before the case reached us.")
ASKED_ALREADY = Refusal("asked-already", "That was asked already, and we wait for the answer.", "Record the answer first.")
NOT_ASKED = Refusal("not-asked", "That question is not open.")
NO_EXTENSION = Refusal("no-extension", "The law allows no extension here.")
EXTENDED_ALREADY = Refusal("extended-already", "It was extended already. The law allows two months once.")
KEPT = Refusal("kept", "What we told them cannot be taken back.")
WAITING_FOR_THEM = Refusal("waiting", "We wait for their answer, so there is nothing to extend yet.", "Record the answer first.")
EXTENDABLE = (Right.SUBJECT_ACCESS, Right.OBJECTION)


@enforces("AC-6")
def refuse_handler(roles: Collection[Role]) -> Refusal | None:
    """Refuse someone who does not handle people's rights (AC-6)."""
    return None if Action.HANDLE_CASES in actions_of(roles) else NOT_HANDLER


def refuse_moving(row: CaseClock) -> Refusal | None:
    """Refuse to move a clock that has stopped."""
    return None if row.answered_on is None else ANSWERED


def refuse_day(row: CaseClock, on: date, today: date) -> Refusal | None:
    """A day that counts lies between the receipt and today."""
    if on > today:
        return IN_FUTURE
    return BEFORE_RECEIPT if on < row.received_on else None


def refuse_asking(row: CaseClock, question: str, words: str, on: date, today: date, asked: Sequence[Asked]) -> Refusal | None:
    """Ask for one thing at a time, in words (R1.9, R1.12)."""
    refusal = refuse_moving(row) or refuse_day(row, on, today)
    if refusal is None and not words.strip():
        refusal = NO_WORDS
    if refusal is None and any(one.question == question and one.answer is None for one in asked):
        refusal = ASKED_ALREADY
    return refusal


def refuse_answer(row: CaseClock, one: Asked | None, on: date, today: date) -> Refusal | None:
    """An answer belongs to an open question and does not come before it."""
    if one is None or one.answer is not None:
        return NOT_ASKED
    before = Refusal("before-the-question", f"The answer cannot have come before we asked, on {nhs_date(one.line.on)}.")
    return refuse_moving(row) or refuse_day(row, on, today) or (before if on < one.line.on else None)


@enforces("AC-6")
def refuse_extending(found: Reckoned, reasons: str, on: date, *, late_anyway: bool = False) -> Refusal | None:
    """Two months more only for a right that has them, once, with reasons, and in time; late only when someone answers for it (R1.7, C3)."""
    if found.row.right not in EXTENDABLE or found.notice_by is None:
        return NO_EXTENSION
    if found.extension is not None:
        return EXTENDED_ALREADY
    refusal = refuse_moving(found.row) or refuse_day(found.row, on, found.today)
    if refusal is None and not reasons.strip():
        refusal = NO_REASON
    if refusal is None and on > found.notice_by and not late_anyway:
        refusal = too_late_to_extend(found.notice_by)
    return refusal


def too_late_to_extend(notice_by: date) -> Refusal:
    """The sentence that stands where the button would be."""
    return Refusal("too-late-to-extend", f"It is too late to extend. The notice had to go by {nhs_date(notice_by)}.")


def refuse_taking_back(row: CaseClock, line: ClockEntry | None, reason: str, entries: Collection[ClockEntry]) -> Refusal | None:
    """Only a question can be taken back, once, with the reason; an extension was told to them."""
    if line is None or line.doing != Doing.ASKED or any(one.of_id == line.pk and one.doing == Doing.TAKEN_BACK for one in entries):
        return KEPT if line is not None and line.doing == Doing.EXTENDED else NOT_ASKED
    return refuse_moving(row) or (None if reason.strip() else NO_REASON)
