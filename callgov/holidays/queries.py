"""What the table of bank holidays says today."""

from collections.abc import Iterable
from datetime import date

from callgov.clock import Calendar
from callgov.holidays.shipped import shipped
from callgov.models import HolidayChange


def bank_holidays() -> Calendar:
    """The calendar that deadlines roll by: what ships, with the practice's changes in their order. One query."""
    return calendar_with(HolidayChange.objects.order_by("pk").values_list("day", "name"))


def calendar_with(changes: Iterable[tuple[date, str]]) -> Calendar:
    """What ships, with these changes on top: a day with its name, or with a blank one to take it away."""
    known = dict(shipped())
    for day, name in changes:
        if name:
            known[day] = name
        else:
            known.pop(day, None)
    return Calendar(known)


def changes() -> list[HolidayChange]:
    """What the practice changed, newest first, with who did it and why. One query."""
    return list(HolidayChange.objects.select_related("made_by").order_by("-pk"))
