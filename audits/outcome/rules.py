"""Who sees a result, who answers, who takes a second look, who reads concerns: pure, each with its sentence."""

from collections.abc import Collection

from audits.models import SCORED, Audit, Concern, State
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.workflow import MOVED_ON

NOT_FOUND = Refusal("not-found", "There is no such result.")
NOT_THE_ASSESSED = Refusal("not-the-assessed", "Only the person who was assessed answers.")
SAY_WHY = Refusal("no-reason", "Say which call or criterion you ask to be looked at again, and why.")
LOOKED_TWICE = Refusal("looked-twice", "A second look was taken already.", "Speak to the Practice Manager.")
FIRST_ASSESSOR = Refusal("first-assessor", "You made the first assessment. A second look is taken by somebody else.")
NO_WORDS = Refusal("no-words", "Enter what was done.")
CLOSED = Refusal("closed", "This concern is closed.")
NOT_A_PARTNER = Refusal("not-a-partner", "Only the Partners answer a concern.")


@enforces("AU-6")
def refuse_result(audit: Audit, person: User, roles: Collection[Role], assessors: Collection[int]) -> Refusal | None:
    """A result is for the assessed, for who assessed it, and for who keeps HR records; for nobody else it does not exist.

    `assessors` are those whose assessment of it is finished: a second look is taken blind to the first.
    """
    if audit.state not in SCORED:
        return NOT_FOUND
    keeps_records = Action.PLAN_AUDITS in actions_of(roles)
    named = person.pk == audit.person_id or person.pk in assessors or keeps_records
    return None if named else NOT_FOUND


@enforces("AU-6")
def refuse_slip(audit: Audit, person: User, roles: Collection[Role]) -> Refusal | None:
    """The HR slip is for the assessed and for who keeps HR records."""
    if audit.state not in SCORED:
        return NOT_FOUND
    return None if person.pk == audit.person_id or Action.PLAN_AUDITS in actions_of(roles) else NOT_FOUND


def refuse_answer(audit: Audit, person: User) -> Refusal | None:
    """Only the assessed answers, while the result waits for it."""
    if audit.person_id != person.pk:
        return NOT_THE_ASSESSED
    return None if audit.state == State.FINISHED else MOVED_ON


@enforces("AU-6")
def refuse_dispute(audit: Audit, person: User, looked_twice: bool, words: str | None = None) -> Refusal | None:
    """A second look is asked for once, with a reason. `words` None asks for the button alone."""
    refusal = refuse_answer(audit, person) or (LOOKED_TWICE if looked_twice else None)
    return refusal or (SAY_WHY if words is not None and not words.strip() else None)


@enforces("AU-4")
def refuse_second(audit: Audit, person: User, first_assessor: int) -> Refusal | None:
    """A second look is taken by another assessor."""
    if audit.state != State.DISPUTED:
        return MOVED_ON
    return FIRST_ASSESSOR if person.pk == first_assessor else None


@enforces("AU-6")
def may_read_concern(concern: Concern, person: User, roles: Collection[Role]) -> bool:
    """The Partners and the assessor who raised it; never the person it is about, whatever their role."""
    if concern.about_id == person.pk:
        return False
    return concern.raised_by_id == person.pk or Action.ANSWER_CONCERNS in actions_of(roles)


@enforces("AU-6")
def refuse_concern_answer(concern: Concern, roles: Collection[Role], words: str | None = None) -> Refusal | None:
    """Only a Partner answers, in words, while it is open."""
    if Action.ANSWER_CONCERNS not in actions_of(roles):
        return NOT_A_PARTNER
    if concern.closed_at is not None:
        return CLOSED
    return NO_WORDS if words is not None and not words.strip() else None
