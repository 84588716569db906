"""By when a request should be answered, and when it lapses. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from access_requests.kinds import Kind
from access_requests.routes import ROUTES
from callgov import clock
from callgov.clock import Calendar


@dataclass(frozen=True)
class Days:
    """What the practice's settings say, in days."""

    decision_days: int
    request_lapse_days: int
    external_days: int
    health_records_days: int


def due_on(kind: str, received: date, days: Days, table: Calendar, *, subject_access: bool = False, comply_by: date | None = None) -> date:
    """The day by which a request should be answered, as the law or the practice's settings have it (law.md sections 1 to 3).

    A court's own date counts as it stands and is never rolled (R3.5).
    """
    if subject_access:
        return clock.month_deadline(clock.Case(received), table).due
    match kind:
        case Kind.COURT_ORDER if comply_by is not None:
            return comply_by
        case Kind.EXTERNAL_BODY | Kind.COURT_ORDER:
            return clock.working_days_later(received, days.external_days, table)
        case Kind.LIFE_AT_RISK:
            return received
        case Kind.HEALTH_RECORDS:
            return clock.records_of_the_dead_due(received, days.health_records_days)
    return received + timedelta(days=days.decision_days)


def lapses_on(kind: str, received: date, days: Days, *, subject_access: bool = False) -> date | None:
    """The last day of a request that nobody answers; None where the law asks for an answer however late."""
    if subject_access or not ROUTES[kind].lapses:
        return None
    return received + timedelta(days=days.request_lapse_days)


def review_due_on(approved: date, table: Calendar) -> date:
    """The end of the next working day, by which what was done at once is reviewed (law.md R3.7)."""
    return clock.working_days_later(approved, 1, table)
