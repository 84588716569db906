"""What the table of bank holidays says today."""

from callgov.clock import Calendar
from callgov.holidays.shipped import shipped
from callgov.models import HolidayChange


def bank_holidays() -> Calendar:
    """The calendar that deadlines roll by: what ships, with the practice's changes in their order. One query."""
    known = dict(shipped())
    for day, name in HolidayChange.objects.order_by("pk").values_list("day", "name"):
        if name:
            known[day] = name
        else:
            known.pop(day, None)
    return Calendar(known)


def changes() -> list[HolidayChange]:
    """What the practice changed, newest first, with who did it and why. One query."""
    return list(HolidayChange.objects.select_related("made_by").order_by("-pk"))
