"""Who may place and release holds, and what a hold must say: pure functions that return a refusal or nothing."""

from collections.abc import Collection
from datetime import date

from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from recordings.models import HoldKind, LegalHold

NOT_A_HOLDER = Refusal("not-a-holder", "You cannot place or release a legal hold.", "Ask the Information Governance Lead.")
RELEASED_ALREADY = Refusal("released-already", "This hold was released already.")
NOTHING_TO_HOLD = Refusal("nothing-to-hold", "None of these recordings is here any more, so there is nothing to hold.")

OPEN_CASE = {
    HoldKind.SAR: "A subject access request is open. The hold stays until it closes.",
    HoldKind.COMPLAINT: "A complaint is open. The hold stays until it closes.",
    HoldKind.BREACH: "A breach is open. The hold stays until it closes.",
    HoldKind.SIGNIFICANT_EVENT: "A significant event is open. The hold stays until it closes.",
}

# Cases whose recordings are kept by a class of their own from the day the case closed (law.md 5.5).
LINKING = frozenset({HoldKind.COMPLAINT, HoldKind.CLAIM, HoldKind.SIGNIFICANT_EVENT, HoldKind.BREACH})


@enforces("AC-1")
def refuse_holder(roles: Collection[Role]) -> Refusal | None:
    """Refuse someone who does not keep legal holds."""
    return None if Action.KEEP_HOLDS in actions_of(roles) else NOT_A_HOLDER


def refuse_hold(*, kind: str, case_reference: str, reason: str, review_on: date, today: date) -> Refusal | None:
    """A hold names its case, says why, and is looked at again on a day to come."""
    if kind not in HoldKind.values or not case_reference.strip():
        return Refusal("no-case", "Say which case the hold is for.")
    if not reason.strip():
        return Refusal("no-reason", "Enter why the recordings must be kept.")
    return refuse_review(review_on, today)


def refuse_review(review_on: date, today: date) -> Refusal | None:
    """A hold is looked at again on a day to come."""
    return None if review_on > today else Refusal("review-past", "The review must be after today.")


@enforces("AC-1", "AC-10")
def refuse_releasing(hold: LegalHold, reason: str) -> Refusal | None:
    """A hold ends once, with a reason; one that an open case has set ends with the case and in no other way."""
    if hold.released_at is not None:
        return RELEASED_ALREADY
    if hold.automatic:
        return Refusal("case-open", OPEN_CASE.get(HoldKind(hold.kind), "The case is open. The hold stays until it closes."))
    return refuse_unexplained(reason)


def refuse_unexplained(reason: str) -> Refusal | None:
    """What is released, changed or destroyed is explained."""
    return None if reason.strip() else Refusal("no-reason", "Enter the reason.")
