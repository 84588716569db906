"""Who starts a calibration, who sits in it, and when marks are seen: pure."""

from collections.abc import Collection

from audits.models import Seat
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.workflow import MOVED_ON

NOT_FOUND = Refusal("not-found", "There is no such calibration.")
NOT_PLANNER = Refusal("not-planner", "Only who plans audits starts a calibration.")
TWO = Refusal("two-assessors", "Choose two different assessors.")
NOT_ASSESSOR = Refusal("not-assessor", "Both must hold the role Assessor.")
NO_CALL = Refusal(
    "no-call", "There is no assessed call that both can mark.", "Its audio must be held, and neither may have marked it or be in it."
)
NOT_SITTING = Refusal("not-sitting", "You are not part of this calibration.")


def refuse_start(
    roles: Collection[Role], first: User, second: User, first_roles: Collection[Role], second_roles: Collection[Role]
) -> Refusal | None:
    """By who plans audits, for two different people who both assess."""
    if Action.PLAN_AUDITS not in actions_of(roles):
        return NOT_PLANNER
    if first.pk == second.pk:
        return TWO
    both = Action.ASSESS in actions_of(first_roles) and Action.ASSESS in actions_of(second_roles)
    return None if both else NOT_ASSESSOR


def refuse_marking(seat: Seat, person: User) -> Refusal | None:
    """Each marks once, and nobody for somebody else."""
    if seat.assessor_id != person.pk:
        return NOT_SITTING
    return MOVED_ON if seat.finished_at else None


def may_compare(seats: Collection[Seat], person: User, roles: Collection[Role]) -> bool:
    """The two see each other's marks once both are finished; so does who plans audits."""
    if any(seat.finished_at is None for seat in seats):
        return False
    return any(seat.assessor_id == person.pk for seat in seats) or Action.PLAN_AUDITS in actions_of(roles)
