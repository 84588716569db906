"""What a check of who asks must know."""

from dataclasses import dataclass
from datetime import date, datetime

from access_requests import queries
from access_requests.identity.rules import compare
from access_requests.models import AccessRequest, Asker, IdentityCheck, Match
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import holders
from callgov.roles import Role
from recordings.numbers import Kind, normalise


@dataclass(frozen=True)
class Checked:
    """A request with who asks and the check that stands."""

    request: AccessRequest
    asker: Asker | None
    standing: IdentityCheck | None


def to_check(person: User, reference: str, now: datetime) -> Checked:
    """A request whose asker this person may check. Raises NotYours."""
    request = queries.one(person, reference, clock.local_day(now))
    return Checked(request, getattr(request, "asker", None), latest(request))


def latest(request: AccessRequest) -> IdentityCheck | None:
    """The check that stands."""
    return IdentityCheck.objects.filter(request=request).select_related("checked_by").first()


def match_of(checked: Checked, *, shared: bool) -> Match:
    """How the number of whoever asks compares with the number of the call that they describe."""
    request, asker = checked.request, checked.asker
    withheld = bool(request.external_raw) and normalise(request.external_raw).kind == Kind.WITHHELD
    return compare(asker.telephone_e164 if asker else "", request.external_e164, withheld=withheld, shared=shared)


def dpos(today: date) -> list[User]:
    """Who decides a doubt today."""
    return list(holders(Role.DPO, today))
