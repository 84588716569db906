"""Every deadline as a function of dates. Nothing in here reads a database; only `now` and `today` read the time.

Instants are UTC; days are local days in Europe/London. Callers fetch `now()` at the edge and hand it down.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This instant, in UTC. Called at the edge, never inside a rule."""
    return datetime.now(UTC)


def today() -> date:
    """The local day of this instant."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """The Europe/London day on which an instant falls (law.md R5.6: 2026-06-30T23:30Z is 1 July)."""
    return instant.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The first instant after a local day, in UTC: until when something that lasts through that day holds."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Calendar months later, clamped to the last day of that month (law.md R1.4, R5.6)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def retain_until(called: datetime, months: int) -> date:
    """Last local day on which a recording is kept; it is disposable from the next (law.md R5.6)."""
    return add_months(local_day(called), months)


def grant_ends(starts: date, days: int) -> date:
    """Last local day of a grant that lasts so many days, the first included as day nought (default 7)."""
    return starts + timedelta(days=days)


def local_instant(day: date, at: time) -> datetime | None:
    """A local clock time as an instant in UTC; None where the clocks jump over it (law.md R13.3).

    Of a time that occurs twice, the first.
    """
    local = datetime.combine(day, at, LONDON)
    instant = local.astimezone(UTC)
    return instant if instant.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None) else None
