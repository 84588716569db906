"""Who may add to the record of a request, and what."""

from collections.abc import Collection
from datetime import date

from access_requests.models import AccessRequest, State
from access_requests.routes import ROUTES
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal
from callgov.roles import Role

NOT_OPEN = Refusal("not-open", "This request has been answered. Nothing can be added to it.")


@enforces("AC-7", "AC-8")
def refuse_adding(request: AccessRequest, person: User, roles: Collection[Role]) -> Refusal | None:
    """Papers and facts are added while a request is open, by who sent it or by a role of its route."""
    if request.state not in (State.SENT, State.APPROVED):
        return NOT_OPEN
    route = ROUTES[request.kind]
    may = person.pk == request.requester_id or any(role in roles for role in (*(step.who for step in route.all_steps()), *route.readers))
    return None if may else Refusal("no-part", "Only who sent this request or decides it can add to it.")


def refuse_arrived_on(arrived_on: date | None, today: date) -> Refusal | None:
    """A paper has arrived already."""
    return Refusal("in-the-future", "The day must be today or in the past.") if arrived_on is not None and arrived_on > today else None


@enforces("AC-8", "AU-2")
def refuse_paper_kind(kind: str, offered: Collection[str]) -> Refusal | None:
    """A paper is one that requests of this kind have."""
    return None if kind in offered else Refusal("no-paper-kind", "Select what the paper is.")
