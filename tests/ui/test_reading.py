"""What people type for dates, times and positions is read, and nothing else is guessed."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgov.ui import reading
from callgov.ui.formats import nhs_time, position


@pytest.mark.parametrize(("text", "month"), [("8", 8), ("08", 8), ("aug", 8), ("August", 8), ("sept", 9), ("Dec.", 12), (" 1 ", 1)])
def test_a_month_is_read_by_number_and_by_name(text: str, month: int) -> None:
    assert reading.read_month(text) == month


@pytest.mark.parametrize("text", ["0", "13", "a", "au", "augustus", "", "second", "٨", "-1", "²"])
def test_what_is_no_month_is_not_read(text: str) -> None:
    assert reading.read_month(text) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("5:30pm", time(17, 30)),
        ("5.30pm", time(17, 30)),
        ("5:30 PM", time(17, 30)),
        ("5.30 p.m.", time(17, 30)),
        ("17:30", time(17, 30)),
        ("1730", time(17, 30)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30am", time(0, 30)),
        ("midday", time(12)),
        ("Noon", time(12)),
        ("midnight", time(0)),
        (" 00:05 ", time(0, 5)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, at: time) -> None:
    assert reading.read_time(text) == at


@pytest.mark.parametrize("text", ["5", "17", "24:00", "5:60pm", "13pm", "0am", "5:3", "soon", "", "5 30", "5:30pm today"])
def test_what_could_be_two_times_or_none_is_not_read(text: str) -> None:
    assert reading.read_time(text) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5pm to 6pm", (time(17), time(18))),
        ("9am-11am", (time(9), time(11))),
        ("9:00 \u2013 11:30", (time(9), time(11, 30))),
        ("9am until midday", (time(9), time(12))),
        ("5:30pm", (time(17, 30), time(17, 30))),
    ],
)
def test_a_range_of_times_is_read(text: str, span: tuple[time, time]) -> None:
    assert reading.read_time_span(text) == span


@pytest.mark.parametrize("text", ["6pm to 5pm", "5pm to", "to 5pm", "5pm to 6pm to 7pm", "5 to 6pm", ""])
def test_a_range_that_runs_backwards_or_lacks_an_end_is_not_read(text: str) -> None:
    assert reading.read_time_span(text) is None


@pytest.mark.parametrize(("text", "seconds"), [("1:23.5", 83.5), ("83.5", 83.5), ("1:02:03", 3723.0), ("0", 0.0), ("90:00", 5400.0)])
def test_a_position_is_read_in_seconds(text: str, seconds: float) -> None:
    assert reading.read_position(text) == seconds


@pytest.mark.parametrize("text", ["1:60", "1:75:00", "-1", "1:2:3:4", "1,5", "", "nan", "1e3", ":30"])
def test_what_is_no_position_is_not_read(text: str) -> None:
    assert reading.read_position(text) is None


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_time_that_is_written_is_read_back(at: time) -> None:
    assert reading.read_time(nhs_time(at)) == at


@given(st.integers(0, 360_000))
def test_every_position_that_is_written_is_read_back(tenths: int) -> None:
    assert reading.read_position(position(tenths / 10)) == pytest.approx(tenths / 10)


@given(st.text(max_size=12))
def test_nothing_that_is_typed_makes_reading_fail(text: str) -> None:
    for read in (reading.read_month, reading.read_time, reading.read_time_span, reading.read_position):
        read(text)
