"""Who may propose and authorise destruction, and what stands against destroying a recording: pure functions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.ui.formats import nhs_date
from callgov.workflow import MOVED_ON
from recordings.keeping.rules.schedule import NOT_A_PROPOSER
from recordings.models import AtEnd, AudioState, BatchKind, BatchState, DisposalBatch, Ground, Recording

NOT_AUTHORISER = Refusal("not-the-lead", "Only the Information Governance Lead or their deputy authorises destruction.")
OWN_BATCH = Refusal("own-batch", "You proposed this batch. Someone else must authorise it.")
NOTHING_DUE = Refusal("nothing-due", "Nothing is due for destruction.")
OPEN_ALREADY = Refusal("open-already", "What is due is proposed already.", "It must be authorised or turned down first.")
ON_HOLD = "It is on legal hold."
GRANTED = "Somebody may hear it just now."
REVIEW_FIRST = "The schedule says that a person looks at it first."
NEVER_HERE = "It is the only clinical record. It is moved to the care record, not destroyed here."
GONE = "It was destroyed already."
DATE_BEHIND = "Its date is being worked out again after a change of the schedule."


@dataclass(frozen=True)
class Early:
    """Early destruction as it is proposed: on which ground, why, and under which case."""

    ground: str
    reason: str
    case_reference: str = ""


@enforces("AC-1", "AC-10")
def refuse_early(early: Early, roles: Collection[Role]) -> Refusal | None:
    """Early destruction is proposed by who proposes destruction, on one of the grounds, and says why."""
    if Action.PROPOSE_KEEPING not in actions_of(roles):
        return NOT_A_PROPOSER
    if early.ground not in Ground.values:
        return Refusal("no-ground", "Select the ground on which they may be destroyed early.")
    return None if early.reason.strip() else Refusal("no-reason", "Enter why they must be destroyed early.")


@enforces("AC-1", "AC-10")
def refuse_authorising(batch: DisposalBatch, person: User, roles: Collection[Role]) -> Refusal | None:
    """The Information Governance Lead or deputy authorises, and never what they proposed themselves."""
    if Action.AUTHORISE_DESTRUCTION not in actions_of(roles):
        return NOT_AUTHORISER
    return OWN_BATCH if person.pk == batch.proposed_by_id else None


def refuse_count(said: int, planned: int) -> Refusal | None:
    """Whoever destroys types how many."""
    return None if said == planned else Refusal("count", f"Enter {planned}, the number of recordings that will be destroyed.")


def refuse_leaver_out(roles: Collection[Role]) -> Refusal | None:
    """Whoever proposes or authorises destruction may keep a recording from it."""
    return None if actions_of(roles) & {Action.PROPOSE_KEEPING, Action.AUTHORISE_DESTRUCTION} else NOT_A_PROPOSER


def refuse_leaving_out(batch: DisposalBatch, reason: str) -> Refusal | None:
    """A recording is left out before the batch is authorised, with a reason."""
    if batch.state != BatchState.PROPOSED:
        return MOVED_ON
    return None if reason.strip() else Refusal("no-reason", "Enter why this recording must be kept.")


@enforces("AC-1", "AC-10")
def keeps(recording: Recording, kind: str, today: date) -> str:
    """What of its own keeps a recording from being destroyed by such a batch, as a sentence; "" when nothing does (law.md R5.6)."""
    if recording.audio_state == AudioState.DESTROYED:
        return GONE
    if kind == BatchKind.EARLY:
        return ""
    kept = recording.retention_class
    if recording.retention_version != kept.version:
        return DATE_BEHIND
    if recording.retain_until >= today:
        return f"It is kept until {nhs_date(recording.retain_until)}."
    return at_end(kept.at_end)


def at_end(end: str) -> str:
    """Why something of a class that is not simply destroyed at its end is left out, as a sentence."""
    return {AtEnd.DESTROY: "", AtEnd.REVIEW: REVIEW_FIRST, AtEnd.TRANSFER: NEVER_HERE}[AtEnd(end)]
