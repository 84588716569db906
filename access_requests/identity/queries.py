"""What a check of who asks must know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from access_requests import queries
from access_requests.identity.rules import compare
from access_requests.models import AccessRequest, Asker, IdentityCheck, Match
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import holders
from callgov.roles import Role
from recordings.models import Recording
from recordings.numbers import Kind, normalise


@dataclass(frozen=True)
class Checked:
    """A request with who asks and the check that stands; the calls found for it, and whether somebody else asked with the same number."""

    request: AccessRequest
    asker: Asker | None
    standing: IdentityCheck | None
    found: Sequence[Recording] = ()
    known_as_another: bool = False


def to_check(person: User, reference: str, now: datetime, *, lock: bool = False) -> Checked:
    """A request whose asker this person may check; locked for the service that writes the check. Raises NotYours."""
    request = (queries.locked if lock else queries.one)(person, reference, clock.local_day(now))
    asker: Asker | None = getattr(request, "asker", None)
    return Checked(request, asker, latest(request), queries.chosen_calls(reference), _known_as_another(asker))


def _known_as_another(asker: Asker | None) -> bool:
    """Whether the number of whoever asks was given by somebody of another name before."""
    if asker is None or not asker.telephone_e164:
        return False
    return Asker.objects.filter(telephone_e164=asker.telephone_e164).exclude(name__iexact=asker.name).exists()


def latest(request: AccessRequest) -> IdentityCheck | None:
    """The check that stands."""
    return IdentityCheck.objects.filter(request=request).select_related("checked_by").first()


def match_of(checked: Checked, *, shared: bool) -> Match:
    """How the number of whoever asks compares with the number of each call that was found, or else of the call that they describe."""
    request, asker = checked.request, checked.asker
    number, shared = asker.telephone_e164 if asker else "", shared or checked.known_as_another
    if checked.found:
        each = {compare(number, call.external_e164, withheld=call.withheld, shared=shared) for call in checked.found}
        return next(match for match in (Match.MISMATCH, Match.WITHHELD, Match.UNKNOWN, Match.SHARED, Match.MATCH) if match in each)
    withheld = bool(request.external_raw) and normalise(request.external_raw).kind == Kind.WITHHELD
    return compare(number, request.external_e164, withheld=withheld, shared=shared)


def dpos(today: date) -> list[User]:
    """Who decides a doubt today."""
    return list(holders(Role.DPO, today))
