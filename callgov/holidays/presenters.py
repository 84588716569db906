"""What the pages of the bank holidays show: no query, no write."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from callgov.clock import Calendar
from callgov.models import HolidayChange
from callgov.ui.formats import nhs_day, nhs_when
from callgov.ui.parts import Act, Col, Link

COLUMNS = [Col("Day", row_header=True), Col("Bank holiday")]
CHANGED = [Col("Day", row_header=True), Col("Change"), Col("Who and when"), Col("Reason")]


def page(calendar: Calendar, changes: Iterable[HolidayChange], today: date) -> dict[str, Any]:
    """Every day from this year on, by year; what was changed; the ways to change it."""
    years = sorted({day.year for day in calendar.holidays if day.year >= today.year})
    known = [year for year in years if calendar.knows(year)]
    return {
        "columns": COLUMNS,
        "years": [(year, _rows(calendar, year)) for year in years],
        "known_until": known[-1] if known else None,
        "changed_columns": CHANGED,
        "changed": [_changed(change) for change in changes],
        "acts": [
            Act("Add a bank holiday", reverse("holiday_add"), opens=True),
            Act("Take a bank holiday away", reverse("holiday_remove"), opens=True, variant="secondary"),
            Act("Import the official file", reverse("holidays_import"), opens=True, variant="secondary"),
        ],
        "back": Link("Settings", reverse("practice_settings")),
    }


def _rows(calendar: Calendar, year: int) -> list[tuple[str, str]]:
    return [(nhs_day(day), name) for day, name in sorted(calendar.holidays.items()) if day.year == year]


def _changed(change: HolidayChange) -> tuple[Any, ...]:
    who = change.made_by.get_full_name() if change.made_by else "Command line"
    what = f"Added: {change.name}" if change.name else "Taken away"
    return (nhs_day(change.day), what, f"{who}, {nhs_when(change.made_at)}", change.reason)
