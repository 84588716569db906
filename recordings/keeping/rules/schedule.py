"""Who may change the retention schedule, and to what: pure functions that return a refusal or nothing."""

from collections.abc import Collection

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from recordings.keeping.defaults import LEAST
from recordings.models import Covers, RetentionChange, RetentionClass

LONGEST = 600  # months

NOT_A_PROPOSER = Refusal("not-a-proposer", "You cannot propose this.", "Ask the Practice Manager.")
NOT_THE_LEAD = Refusal("not-the-lead", "Only the Information Governance Lead or their deputy agrees to this.")
UNCHANGED = Refusal("unchanged", "That is how it stands already.", "Choose another period, or leave it as it is.")
OPEN_ALREADY = Refusal("open-already", "A change of this class is proposed already.", "It must be agreed or turned down first.")
MOVED_ON = Refusal("moved-on", "The class was changed meanwhile.", "Propose the change again.")
NO_REASON = Refusal("no-reason", "Enter the reason.")
SECOND_PERSON = Refusal(
    "second-person", "Shortening needs a second person.", "Someone else who leads on information governance must agree."
)


@enforces("AC-1")
def refuse_proposer(roles: Collection[Role]) -> Refusal | None:
    """Refuse someone who proposes neither changes nor destruction."""
    return None if Action.PROPOSE_KEEPING in actions_of(roles) else NOT_A_PROPOSER


@enforces("AC-1")
def refuse_lead(roles: Collection[Role]) -> Refusal | None:
    """Only the Information Governance Lead, or who deputises on that day, agrees."""
    return None if Action.AUTHORISE_DESTRUCTION in actions_of(roles) else NOT_THE_LEAD


def refuse_months(covers: str, months: int) -> Refusal | None:
    """A period is within what makes sense, and not under what the law asks for its kind (law.md 5.5)."""
    least = LEAST.get(Covers(covers), 1)
    if least <= months <= LONGEST:
        return None
    return Refusal("months", f"It must be kept for {least} to {LONGEST} months.")


def refuse_change(kept: RetentionClass, *, months: int, at_end: str, basis: str, reason: str) -> Refusal | None:
    """A change changes something, makes sense, and says on which basis and why."""
    if not basis.strip():
        return Refusal("no-basis", "Say on which basis it is kept for that long.")
    if not reason.strip():
        return Refusal("no-reason", "Enter the reason for this change.")
    if (months, at_end, basis.strip()) == (kept.months, kept.at_end, kept.basis):
        return UNCHANGED
    return refuse_months(kept.covers, months)


@enforces("AC-1")
def refuse_agreeing(change: RetentionChange, person: User, roles: Collection[Role]) -> Refusal | None:
    """The Lead agrees; what shortens a period, or lets a person no longer look first, is never agreed by who proposed it."""
    refusal = refuse_lead(roles)
    if refusal is None and person.pk == change.proposed_by_id and is_shorter(change):
        return SECOND_PERSON
    return refusal


def is_shorter(change: RetentionChange) -> bool:
    """Whether something would be destroyed earlier, or more easily, than before."""
    return change.months < change.months_before or change.at_end != change.at_end_before
