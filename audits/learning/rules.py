"""Who raises and closes a significant event, and what it must say: pure."""

from collections.abc import Collection

from audits.models import EventKind, Review, SignificantEvent
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of

NOT_FOUND = Refusal("not-found", "There is no such significant event.")
NOT_THE_ASSESSOR = Refusal("not-the-assessor", "Only the assessor of the call raises a significant event from it.")
NOT_FLAGGED = Refusal("not-flagged", "Mark the call as exemplary or as a learning event first.")
SAY_WHAT = Refusal("say-what", "Say what happened and what can be learned.")
NOT_KEEPER = Refusal("not-keeper", "Only the Practice Manager or a Partner closes a significant event.")
NO_ACTION = Refusal("no-action", "Enter what was done.")
CLOSED = Refusal("closed", "This significant event is closed.")


@enforces("AU-8")
def refuse_raising(review: Review, person: User, kind: str, what_happened: str, learning: str) -> Refusal | None:
    """By the assessor of the call, of one that was flagged, in words."""
    if review.assessment.assessor_id != person.pk:
        return NOT_THE_ASSESSOR
    flagged = review.exemplary if kind == EventKind.GOOD else review.learning and kind == EventKind.POOR
    if not flagged:
        return NOT_FLAGGED
    return None if what_happened.strip() and learning.strip() else SAY_WHAT


@enforces("AU-8")
def refuse_closing(event: SignificantEvent, roles: Collection[Role], action: str | None = None) -> Refusal | None:
    """By who keeps significant events, with what was done. `action` None asks for the button alone."""
    if Action.KEEP_LEARNING not in actions_of(roles):
        return NOT_KEEPER
    if event.closed_at is not None:
        return CLOSED
    return NO_ACTION if action is not None and not action.strip() else None
