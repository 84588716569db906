"""Days and instants: every worked example of the retention rules, and the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgov import clock

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.clause("AC-10")
@pytest.mark.parametrize(
    ("called", "months", "last_day"),
    [
        ("2024-02-29T12:00", 12, date(2025, 2, 28)),
        ("2024-02-29T12:00", 36, date(2027, 2, 28)),
        ("2024-02-29T12:00", 48, date(2028, 2, 29)),
        ("2025-01-10T12:00", 36, date(2028, 1, 10)),
        ("2025-08-31T12:00", 6, date(2026, 2, 28)),
        ("2026-06-30T23:30", 12, date(2027, 7, 1)),
    ],
)
def test_a_recording_is_kept_for_whole_calendar_months_of_its_local_day(called: str, months: int, last_day: date) -> None:
    assert clock.retain_until(utc(called), months) == last_day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 2, 28), 1, date(2025, 3, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_are_clamped_to_the_last_day(day: date, months: int, later: date) -> None:
    assert clock.add_months(day, months) == later


@given(day=DAYS, months=st.integers(0, 240))
def test_months_agree_with_counting_them_one_by_one(day: date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    later = clock.add_months(day, months)
    assert (later.year, later.month) == (year, month)
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2026-06-30T23:30", date(2026, 7, 1)), ("2026-06-30T22:59", date(2026, 6, 30)), ("2026-12-31T23:59", date(2026, 12, 31))],
)
def test_an_instant_falls_on_its_local_day(instant: str, day: date) -> None:
    assert clock.local_day(utc(instant)) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)])
def test_a_local_day_has_its_own_number_of_hours(day: date, hours: int) -> None:
    assert clock.end_of_day(day) - clock.start_of_day(day) == timedelta(hours=hours)


@given(day=DAYS)
def test_one_day_ends_where_the_next_begins(day: date) -> None:
    assert clock.end_of_day(day) == clock.start_of_day(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        (date(2026, 3, 29), time(1, 30), None),
        (date(2026, 10, 25), time(1, 30), utc("2026-10-25T00:30")),
        (date(2026, 8, 6), time(17, 30), utc("2026-08-06T16:30")),
    ],
)
def test_a_clock_time_that_does_not_exist_is_none_and_of_two_the_first_counts(day: date, at: time, instant: datetime | None) -> None:
    assert clock.local_instant(day, at) == instant


def test_a_grant_lasts_through_its_last_day() -> None:
    last = clock.grant_ends(date(2026, 10, 24), 7)
    assert last == date(2026, 10, 31)
    assert clock.end_of_day(last) == utc("2026-11-01T00:00")


def test_now_is_utc_and_today_is_local() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.today() - clock.local_day(clock.now()) <= timedelta(days=1)
