"""Every clock of law.md 4.11, and the line that is drawn of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breaches.countdown import ALERTS, Countdown, alerts, deadline, drawn, in_words
from callgov import clock

pytestmark = pytest.mark.clause("BR-3")


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    instant = clock.local_instant(date(year, month, day), time(hour, minute))
    assert instant is not None
    return instant


TWICE = (date(2025, 10, 26), time(1, 30))
SECOND = clock.second_instant(*TWICE)
WORKED = [
    (local(2025, 1, 14, 9, 15), "Friday 17 January 2025 at 9:15am"),
    (local(2025, 10, 24, 17, 30), "Monday 27 October 2025 at 4:30pm"),
    (local(2026, 3, 27, 10), "Monday 30 March 2026 at 11am"),
    (local(2026, 4, 2, 16, 45), "Sunday 5 April 2026 at 4:45pm"),
    (local(2026, 12, 24, 12), "Sunday 27 December 2026 at midday"),
    (local(2025, 10, 26, 1, 30), "Wednesday 29 October 2025 at 12:30am"),
    (SECOND, "Wednesday 29 October 2025 at 1:30am"),
]


@pytest.mark.parametrize(("aware", "ends"), WORKED)
def test_the_worked_clocks(aware: datetime, ends: str) -> None:
    assert in_words(deadline(aware)) == ends


@given(st.integers(0, 6 * 365 * 24 * 60))
def test_it_is_always_72_elapsed_hours(minutes: int) -> None:
    aware = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert deadline(aware) - aware == timedelta(hours=72)
    assert [instant - aware for _, instant in alerts(aware)] == [timedelta(hours=hours) for hours in ALERTS]


def test_a_time_that_comes_once_has_no_second() -> None:
    assert clock.second_instant(date(2025, 10, 26), time(3)) is None
    assert clock.second_instant(date(2026, 3, 29), time(1, 30)) is None


AWARE = local(2025, 10, 24, 17, 30)


@pytest.mark.parametrize(
    ("hours", "short", "late"),
    [
        (0, "72 hours left of 72", False),
        (44, "28 hours left of 72", False),
        (70.5, "1 hour left of 72", False),
        (71.5, "Less than an hour left of 72", False),
        (72, "Less than an hour left of 72", False),
        (73, "The 72 hours are over", True),
        (-1, "72 hours left of 72", False),
    ],
)
def test_what_is_left_is_never_rounded_up(hours: float, short: str, late: bool) -> None:
    countdown = Countdown(AWARE, AWARE + timedelta(hours=hours))
    assert (countdown.short, countdown.late) == (short, late)


def test_the_line_adds_up_and_says_that_the_clocks_change() -> None:
    line = drawn(Countdown(AWARE, AWARE + timedelta(hours=18)))
    assert [round(stretch.share) for stretch in line.stretches] == [25, 75]
    assert line.heading == "Report or record why not, by Monday 27 October 2025 at 4:30pm"
    assert "The clocks go back in between, so the time of day at the end is an hour earlier. The 72 hours stay 72." in line.reasons


def test_in_spring_the_time_of_day_is_later() -> None:
    line = drawn(Countdown(local(2026, 3, 27, 10), local(2026, 3, 27, 11)))
    assert "The clocks go forward in between, so the time of day at the end is an hour later. The 72 hours stay 72." in line.reasons


def test_what_was_answered_stands_still() -> None:
    answered = AWARE + timedelta(hours=10)
    line = Countdown(AWARE, AWARE + timedelta(days=30), stopped_at=answered)
    assert not line.late
    assert (line.hours_left, drawn(line).reasons[-1]) == (62, "It was answered on Saturday 25 October 2025 at 3:30am.")


def test_what_was_answered_late_says_so() -> None:
    line = drawn(Countdown(AWARE, AWARE + timedelta(days=5), stopped_at=AWARE + timedelta(days=4)))
    assert [stretch.share for stretch in line.stretches] == [100]
    assert line.reasons[-1].endswith("after the time had run out.")


def test_what_is_over_and_unanswered_asks_for_the_report_all_the_same() -> None:
    line = drawn(Countdown(AWARE, AWARE + timedelta(days=4)))
    assert line.reasons[-1] == "The time has run out. Report it all the same, and say why it is late."
