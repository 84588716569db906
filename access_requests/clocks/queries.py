"""The only readers of clocks. Who may see a case is its own area's to say; these take what that area let through."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from access_requests.clocks.reckoning import Practice, Reckoned, reckon
from access_requests.clocks.rules import NO_CLOCK
from access_requests.models import CaseClock, ClockEntry
from callgov.clock import Calendar
from callgov.holidays.queries import bank_holidays
from callgov.practice import chosen
from callgov.refusals import Refused

CHOSEN = {
    "pause_counts_asking_day": "inclusive",
    "target_days": "target_days",
    "complaint_ack_days": "acknowledge_days",
    "health_records_days": "health_records_days",
}


def practice() -> Practice:
    """The calendar and the practice's choices. Two queries."""
    return practice_of(chosen(*CHOSEN), bank_holidays())


def practice_of(said: Mapping[str, Any], table: Calendar) -> Practice:
    """The same from choices and a calendar that were read already."""
    return Practice(table, **{field: said[name] for name, field in CHOSEN.items()})


def of_case(reference: str) -> CaseClock | None:
    """The clock of a case, if it has one, with its lines. Two queries."""
    return CaseClock.objects.filter(reference=reference).prefetch_related("entries__by").first()


def lines(row: CaseClock) -> list[ClockEntry]:
    """What moved a clock, in order."""
    return list(row.entries.all())


def reckoned(reference: str, today: date) -> Reckoned | None:
    """A case's clock worked out for a day; None when it has none. Five queries at most."""
    row = of_case(reference)
    return None if row is None else reckon(row, lines(row), practice(), today)


def reckoned_or_refuse(reference: str, today: date) -> Reckoned:
    """The same for a page that is about the clock. Raises Refused when the case has none."""
    found = reckoned(reference, today)
    if found is None:
        raise Refused(NO_CLOCK)
    return found


def running_with_lines(*, locked: bool = False) -> Iterable[CaseClock]:
    """Every clock that has not stopped, soonest due first, with its lines, a few hundred at a time; `locked` for who moves them."""
    rows = CaseClock.objects.filter(answered_on=None).order_by("due_on", "pk")
    return (rows.select_for_update() if locked else rows).prefetch_related("entries").iterator(chunk_size=500)
