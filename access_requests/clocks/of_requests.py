"""How the clock and the letters find a request."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.urls import reverse

from access_requests import queries
from access_requests.clocks.cases import CONCERNED, DOORS, RightsCase
from access_requests.clocks.rules import OWN_CASE
from access_requests.models import FROM_OUTSIDE, AccessRequest, Kind, Letter, LetterKind, Right, State
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refused

PREFIX = "REQ"

# What a letter does to its request beside its clock; the services of requests, which stand on clocks, are put in when the app is ready.
ON_SENT: dict[LetterKind, Callable[[Letter, User, datetime], None]] = {}
_DECIDED = {
    State.APPROVED: frozenset({LetterKind.REPLY}),
    State.CLOSED: frozenset({LetterKind.REPLY}),
    State.REFUSED: frozenset({LetterKind.REFUSAL}),
}


def door(person: User, reference: str, now: datetime) -> RightsCase:
    """A request for somebody who may see it and has no stake in it. Raises NotYours, Refused for who asked for themselves."""
    request = queries.one(person, reference, clock.local_day(now))
    if request.asked_by_id == person.pk:
        raise Refused(OWN_CASE)
    return rights_case(request)


def rights_case(request: AccessRequest) -> RightsCase:
    """What clock and letters must know of a request, and whom they write to: who asks outside, or the colleague who asked."""
    asker = getattr(request, "asker", None)
    address = "\n".join(filter(None, (asker.address, "" if asker.address else asker.email))) if asker else ""
    return RightsCase(
        reference=request.reference,
        right=Right.HEALTH_RECORDS if request.kind == Kind.HEALTH_RECORDS else Right.SUBJECT_ACCESS,
        words=f"request {request.reference}",
        url=reverse("request_detail", kwargs={"reference": request.reference}),
        name=asker.name if asker else request.requester.get_full_name(),
        address=address,
        decided=_DECIDED.get(State(request.state), frozenset()),
        closed=request.state in (State.WITHDRAWN, State.LAPSED),
        on_sent=ON_SENT,
    )


def concerned(references: Collection[str]) -> dict[str, int | None]:
    """Which colleague asked for themselves."""
    rows = AccessRequest.objects.filter(reference__in=references).exclude(kind__in=FROM_OUTSIDE)
    return dict(rows.values_list("reference", "requester"))


DOORS[PREFIX] = door
CONCERNED[PREFIX] = concerned
