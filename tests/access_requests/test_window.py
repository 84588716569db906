from datetime import date, datetime, time, timedelta

import pytest

from access_requests.window import NoSuchTime, call_window, in_words
from callgov.clock import LONDON

DAY = date(2026, 11, 2)


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=LONDON, fold=fold)  # type: ignore[misc, arg-type]


def test_a_day_is_the_whole_local_day():
    assert call_window(DAY, None, None) == (local(2026, 11, 2), local(2026, 11, 3))


def test_several_days_run_to_the_end_of_the_last():
    assert call_window(DAY, date(2026, 11, 4), None) == (local(2026, 11, 2), local(2026, 11, 5))


def test_a_range_of_times_is_taken_as_it_is():
    assert call_window(DAY, None, (time(17), time(18))) == (local(2026, 11, 2, 17), local(2026, 11, 2, 18))


def test_a_single_time_is_half_an_hour_either_side():
    assert call_window(DAY, DAY, (time(17, 30), time(17, 30))) == (local(2026, 11, 2, 17), local(2026, 11, 2, 18))


def test_a_day_on_which_the_clocks_change_has_23_or_25_hours():
    spring, autumn = call_window(date(2026, 3, 29), None, None), call_window(date(2026, 10, 25), None, None)
    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (timedelta(hours=23), timedelta(hours=25))


def test_a_time_that_occurs_twice_covers_both():
    start, end = call_window(date(2026, 10, 25), None, (time(1), time(1, 30)))
    assert end - start == timedelta(hours=1, minutes=30)


def test_a_time_that_the_clocks_jump_over_is_refused_with_its_reason():
    with pytest.raises(NoSuchTime, match=r"There was no 1:30am on 29 March 2026: the clocks went forward"):
        call_window(date(2026, 3, 29), None, (time(1, 30), time(1, 30)))


def test_the_end_of_a_range_may_not_be_jumped_over_either():
    with pytest.raises(NoSuchTime, match="clocks went forward"):
        call_window(date(2026, 3, 29), None, (time(0, 30), time(1, 30)))


def test_a_time_belongs_to_one_day():
    with pytest.raises(NoSuchTime, match="only when you know the day"):
        call_window(DAY, date(2026, 11, 4), (time(9), time(10)))


def test_the_last_day_is_not_before_the_first():
    with pytest.raises(NoSuchTime, match="same as or after"):
        call_window(DAY, date(2026, 11, 1), None)


@pytest.mark.parametrize(
    ("last", "span", "words"),
    [
        (None, None, "2 November 2026"),
        (date(2026, 11, 4), None, "2 November 2026 to 4 November 2026"),
        (None, (time(17), time(18)), "2 November 2026, 5pm to 6pm"),
        (None, (time(0), time(0)), "1 November 2026, 11:30pm to 2 November 2026, 12:30am"),
        (None, (time(23), time(23, 30)), "2 November 2026, 11pm to 11:30pm"),
    ],
)
def test_a_window_is_read_out_as_people_say_it(last: date | None, span: tuple[time, time] | None, words: str):
    assert in_words(call_window(DAY, last, span)) == words
