"""When a call was, as people know it, and the stretch of time in which it will be looked for. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from callgov import clock
from callgov.clock import LONDON
from callgov.ui.formats import nhs_date, nhs_time

AROUND = timedelta(minutes=30)

Window = tuple[datetime, datetime]


class NoSuchTime(ValueError):
    """What was typed names no stretch of time; its words say why."""


def call_window(first: date, last: date | None, span: tuple[time, time] | None) -> Window:
    """From the first instant of a day, or of a time on it, up to but without the last (law.md R13.3).

    One time means half an hour either side. Raises NoSuchTime for a time that the clocks jump over, a time given for more than one
    day, and a last day before the first.
    """
    if last is not None and last < first:
        raise NoSuchTime("The last day must be the same as or after the first")
    if span is None:
        return clock.start_of_day(first), clock.end_of_day(last or first)
    if last not in (None, first):
        raise NoSuchTime("Give a time only when you know the day")
    start, end = _instant(first, span[0], fold=0), _instant(first, span[1], fold=1)
    return (start - AROUND, end + AROUND) if span[0] == span[1] else (start, end)


def _instant(day: date, at: time, *, fold: int) -> datetime:
    """Of a time that occurs twice, the first or (`fold` 1) the second."""
    if clock.local_instant(day, at) is None:
        raise NoSuchTime(f"There was no {nhs_time(at)} on {nhs_date(day)}: the clocks went forward")
    return datetime.combine(day, at, LONDON).replace(fold=fold).astimezone(UTC)


def in_words(window: Window) -> str:
    """The window as people read it: "2 November 2026", "2 November 2026 to 4 November 2026", "2 November 2026, 5pm to 6pm"."""
    start, end = (instant.astimezone(LONDON) for instant in window)
    final = end - timedelta(microseconds=1)
    if start.time() == end.time() == time.min:
        return nhs_date(start) if start.date() == final.date() else f"{nhs_date(start)} to {nhs_date(final)}"
    if start.date() == final.date():
        return f"{nhs_date(start)}, {nhs_time(start)} to {nhs_time(end)}"
    return f"{nhs_date(start)}, {nhs_time(start)} to {nhs_date(end)}, {nhs_time(end)}"
