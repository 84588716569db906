"""Every deadline as a function of dates. Nothing in here reads a database; only `now` and `today` read the time.

Instants are UTC; days are local days in Europe/London. Callers fetch `now()` at the edge and hand it down.
"""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
YEARS_HOLIDAYS = 8  # an English year has at least so many: a table with fewer does not know the year
_SATURDAY = 5


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


# Working days (law.md R1.5, C5)


@dataclass(frozen=True)
class Calendar:
    """The bank holidays that are known, by day, with their names."""

    holidays: Mapping[date, str] = field(default_factory=dict)

    def why_not(self, day: date) -> str:
        """Why this is no working day: "Saturday", "Christmas Day"; blank when it is one."""
        if day.weekday() >= _SATURDAY:
            return f"{day:%A}"
        return self.holidays.get(day, "")

    def knows(self, year: int) -> bool:
        """Whether the table has the whole of a year."""
        return sum(1 for day in self.holidays if day.year == year) >= YEARS_HOLIDAYS


@dataclass(frozen=True)
class Rolled:
    """A deadline after its weekend and holidays: the day, what was passed over and why, and a year the table does not know."""

    day: date
    passed: tuple[tuple[date, str], ...] = ()
    unknown_year: int | None = None


def roll(day: date, table: Calendar) -> Rolled:
    """The next working day on or after a day. Not moved at all when the table does not know a year that was looked at (C5)."""
    passed: list[tuple[date, str]] = []
    for looked_at in _days_from(day):
        if not table.knows(looked_at.year):
            return Rolled(day, unknown_year=looked_at.year)
        why = table.why_not(looked_at)
        if not why:
            return Rolled(looked_at, tuple(passed))
        passed.append((looked_at, why))
    raise AssertionError("days do not end")


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += ONE_DAY


def working_days_later(day: date, days: int, table: Calendar) -> date:
    """The last of so many working days that begin with the next one (law.md R3.8)."""
    for _ in range(days):
        day = roll(day + ONE_DAY, table).day
    return day
