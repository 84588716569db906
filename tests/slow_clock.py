"""The month of law.md section 1 counted slowly, day by day, without anything of `callgov.clock`: what the quick one must agree with."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

ONE = timedelta(days=1)
Span = tuple[date, date]


@cache
def easter(year: int) -> date:
    """Easter Sunday by Gauss's rule."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    late = epact - weekday
    month = 3 + (late + 40) // 44
    return date(year, month, late + 28 - 31 * (month // 4))


def holidays(years: Iterable[int]) -> dict[date, str]:
    """The bank holidays of an ordinary English year, substitute days included."""
    return {day: "Bank holiday" for year in years for day in _of(year)}


def _of(year: int) -> set[date]:
    days = {easter(year) - 2 * ONE, easter(year) + ONE, _monday(date(year, 5, 1), ONE), _monday(date(year, 5, 31), -ONE)}
    days.add(_monday(date(year, 8, 31), -ONE))
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() > 4 or fixed in days:
            fixed += ONE
        days.add(fixed)
    return days


def _monday(day: date, step: timedelta) -> date:
    while day.weekday():
        day += step
    return day


OFF = frozenset(holidays(range(2019, 2054)))


def months_later(day: date, months: int) -> date:
    """Walk on, month by month, to the same number, or to the last day of a month that does not have it."""
    at = day
    for _ in range(months):
        at = at.replace(day=1)
        while at.day != 1 or at == day.replace(day=1) or at.month == day.month:
            at += ONE
        day = at
    return at


def same_day_later(day: date, months: int) -> date:
    """The same date so many months on, or that month's last."""
    first = months_later(day, months) if months else day.replace(day=1)
    at = first
    while at.day < day.day and (at + ONE).month == first.month:
        at += ONE
    return at


def working(day: date) -> date:
    """The day itself or the next that is neither weekend nor holiday."""
    while day.weekday() > 4 or day in OFF:
        day += ONE
    return day


def slow_due(received: date, arrived: Sequence[date], pauses: Sequence[Span], told: date | None, *, inclusive: bool) -> date:
    """The deadline. Each pause is looked at on its asking day with what was known on that day, and dropped when it came too late."""
    relevant = max([received, *arrived])
    kept: list[Span] = []
    for asked, answered in sorted(pauses, key=lambda span: span[0]):
        known = [(first, min(last, asked)) for first, last in kept]
        extended = told is not None and told <= asked
        if asked <= _due(relevant, known, extended=extended, inclusive=inclusive):
            kept.append((asked, answered))
    return _due(relevant, kept, extended=told is not None, inclusive=inclusive)


def _due(relevant: date, pauses: Sequence[Span], *, extended: bool, inclusive: bool) -> date:
    due = same_day_later(relevant, 3 if extended else 1)
    end = max([relevant, *(last for _, last in pauses)])
    day = relevant + ONE
    while day <= end:
        if any((first <= day if inclusive else first < day) and day <= last for first, last in pauses):
            due += ONE
        day += ONE
    return working(due)
