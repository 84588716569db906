"""How the clock and the letters find a request."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from access_requests import queries
from access_requests.clocks.cases import CONCERNED, DOORS, RightsCase
from access_requests.models import AccessRequest, LetterKind, Right, State
from callgov import clock
from callgov.people.models import User

PREFIX = "REQ"
_DECIDED = {
    State.APPROVED: frozenset({LetterKind.REPLY}),
    State.CLOSED: frozenset({LetterKind.REPLY}),
    State.REFUSED: frozenset({LetterKind.REFUSAL}),
}


def door(person: User, reference: str, now: datetime) -> RightsCase:
    """A request for somebody who may see it. Raises NotYours."""
    request = queries.one(person, reference, clock.local_day(now))
    return rights_case(request)


def rights_case(request: AccessRequest) -> RightsCase:
    """What clock and letters must know of a request."""
    return RightsCase(
        reference=request.reference,
        right=Right.SUBJECT_ACCESS,
        words=f"request {request.reference}",
        url=reverse("request_detail", kwargs={"reference": request.reference}),
        name=request.recipient_name,
        decided=_DECIDED.get(State(request.state), frozenset()),
    )


def concerned(references: Collection[str]) -> dict[str, int | None]:
    """Who asked, where it was a colleague."""
    return dict(AccessRequest.objects.filter(reference__in=references).values_list("reference", "requester"))


DOORS[PREFIX] = door
CONCERNED[PREFIX] = concerned
