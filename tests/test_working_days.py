"""Working days: what ships of the bank holidays is the official table, and a deadline rolls once, never by a year nobody knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgov import clock
from callgov.clock import Calendar
from callgov.holidays.shipped import shipped

TABLE = Calendar(shipped())
FIRST, LAST = min(shipped()), max(shipped())
# law.md R13.4
KNOWN = {
    2025: "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
    2026: "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    2027: "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
    2028: "3 Jan, 14 Apr, 17 Apr, 1 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
}


@pytest.mark.parametrize("year", KNOWN)
def test_the_table_that_ships_has_the_bank_holidays_of_england(year: int):
    assert ", ".join(f"{day.day} {day:%b}" for day in sorted(shipped()) if day.year == year) == KNOWN[year]


@pytest.mark.parametrize("one_off", [date(2020, 5, 8), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)])
def test_one_off_days_stand_in_it(one_off: date):
    assert one_off in shipped()


def test_every_year_that_ships_is_known_and_no_holiday_is_on_a_weekend():
    assert all(TABLE.knows(year) for year in range(FIRST.year, LAST.year + 1))
    assert all(day.weekday() < 5 for day in shipped())
    assert not TABLE.knows(LAST.year + 1)


@pytest.mark.parametrize(
    ("day", "rolled", "passed"),
    [
        (date(2026, 12, 24), date(2026, 12, 24), []),
        (date(2026, 12, 25), date(2026, 12, 29), ["Christmas Day", "Saturday", "Sunday", "Boxing Day"]),
        (date(2026, 2, 28), date(2026, 3, 2), ["Saturday", "Sunday"]),
        (date(2027, 1, 1), date(2027, 1, 4), ["New Year\u2019s Day", "Saturday", "Sunday"]),
    ],
)
def test_a_deadline_rolls_past_weekends_and_holidays(day: date, rolled: date, passed: list[str]):
    found = clock.roll(day, TABLE)
    assert (found.day, [why for _, why in found.passed], found.unknown_year) == (rolled, passed, None)


@pytest.mark.parametrize(("day", "year"), [(date(2040, 12, 25), 2040), (date(LAST.year, 12, 31), LAST.year + 1)])
def test_a_deadline_in_a_year_nobody_knows_is_not_moved(day: date, year: int):
    table = Calendar({**shipped(), date(LAST.year, 12, 31): "A day of our own"})
    found = clock.roll(day, table)
    assert (found.day, found.passed, found.unknown_year) == (day, (), year)


@given(day=st.dates(FIRST, LAST - timedelta(days=10)))
def test_a_rolled_day_is_the_first_working_day_from_there(day: date):
    found = clock.roll(day, TABLE).day
    assert not TABLE.why_not(found)
    assert all(TABLE.why_not(day + timedelta(days=n)) for n in range((found - day).days))


@pytest.mark.parametrize(
    ("day", "days", "later"),
    [(date(2026, 11, 20), 5, date(2026, 11, 27)), (date(2026, 12, 24), 1, date(2026, 12, 29)), (date(2026, 12, 24), 0, date(2026, 12, 24))],
)
def test_working_days_are_counted_from_the_next(day: date, days: int, later: date):
    assert clock.working_days_later(day, days, TABLE) == later
