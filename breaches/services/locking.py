"""The breach in hand: locked from the check to the commit, so that of two leads who press at once one waits for the other."""

from datetime import datetime

from breaches import queries
from breaches.models import OPEN, Breach
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict
from callgov.workflow import MOVED_ON


def locked(person: User, reference: str, now: datetime) -> Breach:
    """A breach that is not over and that this person may see, locked. Raises NotYours, or Conflict when it is over."""
    seen = queries.one(person, reference, clock.local_day(now))
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if breach.state not in OPEN:
        raise Conflict(MOVED_ON)
    return breach
