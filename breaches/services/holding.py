"""The calls that an open breach is about are kept from destruction: at once, without anybody having to think of it (AC-5, BR-3)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from breaches.calls import calls, open_about
from breaches.models import Breach
from callgov.policy import enforces
from recordings.keeping.services import hold_for_case
from recordings.models import Grant, HoldKind


@enforces("AC-5", "BR-3")
def hold_calls(breach: Breach, now: datetime) -> int:
    """Hold what an open breach is about, as far as it is not held yet, in the caller's transaction; how many calls it is about."""
    found = calls(breach)
    hold_for_case(
        kind=HoldKind.BREACH, case_reference=breach.reference, reason=f"Breach {breach.reference} is open.", recordings=found, now=now
    )
    return len(found)


def hold_chosen(grant: Grant, recordings: Collection[UUID], now: datetime) -> None:
    """Calls that are found for a request which an open breach is about belong to the breach, too."""
    for breach in open_about(grant.request_reference) if recordings else ():
        hold_calls(breach, now)
