"""Dates, times, lengths and numbers are written in NHS style."""

from datetime import UTC, date, datetime, time

import pytest

from callgov.ui import formats


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2018, 8, 6), "6 August 2018"),
        (datetime(2018, 8, 6, 9, 5, tzinfo=UTC), "6 August 2018"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),
    ],
)
def test_a_day_is_a_local_day_in_full(value: date, words: str) -> None:
    assert formats.nhs_date(value) == words


def test_a_deadline_names_its_weekday() -> None:
    assert formats.nhs_day(date(2026, 12, 10)) == "Thursday 10 December 2026"


def test_an_instant_near_midnight_has_the_weekday_of_its_local_day() -> None:
    assert formats.nhs_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time(17), "5pm"),
        (time(17, 30), "5:30pm"),
        (time(9, 5), "9:05am"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(12, 30), "12:30pm"),
        (time(0, 1), "12:01am"),
        (datetime(2026, 7, 1, 8, 50, tzinfo=UTC), "9:50am"),
        (datetime(2026, 12, 1, 8, 50, tzinfo=UTC), "8:50am"),
    ],
)
def test_a_time_is_written_with_a_colon_and_no_spare_noughts(value: time, words: str) -> None:
    assert formats.nhs_time(value) == words


def test_an_instant_is_a_day_and_a_time() -> None:
    assert formats.nhs_when(datetime(2026, 11, 22, 8, 50, tzinfo=UTC)) == "22 November 2026 at 8:50am"


def test_an_instant_of_the_day_that_is_told_is_today() -> None:
    assert formats.nhs_when(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)) == "today at 12:30am"


def test_an_instant_of_another_day_is_not_today() -> None:
    assert formats.nhs_when(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), date(2026, 7, 1)) == "30 June 2026 at 11:30pm"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (187, "3 minutes 7 seconds"),
        (61, "1 minute 1 second"),
        (3600, "1 hour"),
        (3661.4, "1 hour 1 minute 1 second"),
        (59.6, "1 minute"),
        (0.2, "less than a second"),
    ],
)
def test_a_length_is_in_words(seconds: float, words: str) -> None:
    assert formats.clock_length(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00.0"), (83.5, "1:23.5"), (59.96, "1:00.0"), (3723, "1:02:03.0"), (7.04, "0:07.0")])
def test_a_position_is_minutes_seconds_and_tenths(seconds: float, words: str) -> None:
    assert formats.position(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"), [("+447700900461", "ending 461"), ("214", "214"), ("", "withheld"), (None, "withheld"), ("anonymous", "withheld")]
)
def test_a_number_in_a_list_shows_its_last_three_digits(number: str | None, words: str) -> None:
    assert formats.masked(number) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 byte"), (640, "640 bytes"), (64_000, "64 kB"), (999_400, "999 kB"), (999_600, "1.0 MB"), (1_500_000, "1.5 MB")],
)
def test_a_file_size_is_in_words(size: int, words: str) -> None:
    assert formats.file_size(size) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 copies"), (1, "1 copy"), (1200, "1,200 copies")])
def test_a_number_agrees_with_its_noun(number: int, words: str) -> None:
    assert formats.counted(number, "copy", "copies") == words


def test_a_noun_takes_an_s() -> None:
    assert formats.counted(2, "recording") == "2 recordings"


def test_references_in_a_text_do_not_break() -> None:
    assert formats.refs("See REQ-2026-0042 and line 2026/015.") == (
        'See <span class="app-ref">REQ-2026-0042</span> and line <span class="app-ref">2026/015</span>.'
    )


def test_a_text_with_references_is_still_escaped() -> None:
    assert formats.refs("<b>2026/015") == '&lt;b&gt;<span class="app-ref">2026/015</span>'
