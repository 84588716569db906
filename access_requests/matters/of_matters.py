"""How the clock and the letters find a complaint or an objection."""

from datetime import datetime

from django.urls import reverse

from access_requests.clocks.cases import CONCERNED, DOORS, RightsCase
from access_requests.matters import queries
from access_requests.matters.services import after_letter
from access_requests.models import LetterKind, Matter, MatterState, Right
from callgov import clock
from callgov.people.models import User

PREFIXES = ("DPC", "OBJ")


def door(person: User, reference: str, now: datetime) -> RightsCase:
    """A complaint or an objection for somebody who may read it. Raises NotYours."""
    return rights_case(queries.one(person, reference, clock.local_day(now)))


def rights_case(matter: Matter) -> RightsCase:
    """What clock and letters must know of it."""
    decided = frozenset({LetterKind.OUTCOME}) if matter.state == MatterState.DECIDED else frozenset()
    return RightsCase(
        reference=matter.reference,
        right=Right(matter.right),
        words=f"case {matter.reference}",
        url=reverse("matter", args=[matter.reference]),
        name=matter.name,
        address=matter.contact,
        decided=decided,
        closed=matter.state == MatterState.ANSWERED,
        on_sent=dict.fromkeys((LetterKind.ACKNOWLEDGEMENT, LetterKind.OUTCOME, LetterKind.NO_REPLY), after_letter),
    )


DOORS.update(dict.fromkeys(PREFIXES, door))
CONCERNED.update(dict.fromkeys(PREFIXES, queries.concerned))
