"""What the cells of a row mean, and the sentence for each thing that can be wrong with them."""

from datetime import UTC, datetime

import pytest

from callgov.refusals import Refusal, Refused
from recordings.intake.manifest import Row
from recordings.intake.rows import Call, read_call
from recordings.models import Direction

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
GOOD = {"started_at": "2026-08-06 17:30:00", "extension": "214", "external_number": "01632 960461"}


def call(**cells: str) -> Call:
    return read_call(Row(4, GOOD | cells), NOW)


def refusal(**cells: str) -> str:
    with pytest.raises(Refused) as caught:
        call(**cells)
    return str(caught.value.refusal)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-08-06 17:30:00", "2026-08-06T16:30:00"),
        ("2026-08-06T17:30", "2026-08-06T16:30:00"),
        ("06/08/2026 17:30", "2026-08-06T16:30:00"),
        ("6.8.2026, 17:30:05", "2026-08-06T16:30:05"),
        ("2026-01-06 17:30:00.250", "2026-01-06T17:30:00"),
        ("2026-08-06T17:30:00+01:00", "2026-08-06T16:30:00"),
        ("2026-08-06T17:30:00+0100", "2026-08-06T16:30:00"),
        ("2026-08-06T17:30:00+01", "2026-08-06T16:30:00"),
        ("2026-08-06T17:30:00Z", "2026-08-06T17:30:00"),
        ("2026-06-30T23:30:00Z", "2026-06-30T23:30:00"),
    ],
)
def test_reads_times_as_telephone_systems_write_them(text: str, instant: str) -> None:
    assert call(started_at=text).started_at == datetime.fromisoformat(f"{instant}+00:00")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"started_at": ""}, "Row 4 has no call time."),
        ({"started_at": "yesterday"}, "Row 4: started_at is not a date and time."),
        ({"started_at": "2026-08-06"}, "Row 4: started_at is not a date and time."),
        ({"started_at": "1786037400"}, "Row 4: started_at is not a date and time."),
        ({"started_at": "2026-02-30 09:00"}, "Row 4: started_at is a date or time that does not exist."),
        ({"started_at": "08/13/2026 09:00"}, "Row 4: started_at is a date or time that does not exist."),
        ({"started_at": "2026-08-06 25:00"}, "Row 4: started_at is a date or time that does not exist."),
        ({"started_at": "2026-08-06T17:30:00+25:00"}, "Row 4: started_at is a date or time that does not exist."),
        ({"started_at": "0000-01-01 00:00"}, "Row 4: started_at is a date or time that does not exist."),
        ({"started_at": "2026-03-29 01:30"}, "Row 4: started_at is 1:30am on 29 March 2026, which did not exist: the clocks went forward."),
        ({"started_at": "2026-11-01 12:06"}, "Row 4: the call time is in the future."),
        ({"started_at": "9999-12-31T23:59:59-23:00"}, "Row 4: started_at is a date or time that does not exist."),
        ({"started_at": "1970-01-01T00:00:00Z"}, "Row 4: the call time is before the year 2000."),
        ({"ended_at": "2026-08-06 17:29:59"}, "Row 4: the call ends before it starts."),
        ({"ended_at": "2026-08-08 17:30"}, "Row 4: the call ends more than a day after it starts."),
        ({"ended_at": "later"}, "Row 4: ended_at is not a date and time."),
        ({"duration_seconds": "-5"}, "Row 4: duration_seconds is negative."),
        ({"duration_seconds": "-0.5"}, "Row 4: duration_seconds is negative."),
        ({"duration_seconds": "long"}, "Row 4: duration_seconds is not a length."),
        ({"duration_seconds": "187000"}, "Row 4: duration_seconds is longer than a day."),
        ({"direction": "sideways"}, "Row 4: direction is not incoming, outgoing or internal."),
        ({"external_number": "4.47701E+11"}, "Row 4: a spreadsheet has shortened external_number, and its last digits are lost."),
        ({"external_number": "0" * 65}, "Row 4: external_number is longer than 64 characters."),
        ({"parties": "x" * 201}, "Row 4: parties is longer than 200 characters."),
        ({"parties": "a\0b"}, "Row 4: parties holds signs that are not text."),
        ({"call_id": "a\nb"}, "Row 4: call_id holds signs that are not text."),
    ],
)
def test_refuses_with_a_sentence(cells: dict[str, str], sentence: str) -> None:
    assert refusal(**cells).startswith(sentence)


def test_sentences_repeat_no_number_and_no_party() -> None:
    for column in ("started_at", "duration_seconds", "direction", "ended_at"):
        assert "900461" not in refusal(parties="Mrs Example", **{column: "07700900461"})


def test_of_an_hour_that_occurs_twice_the_first_is_taken_and_noted() -> None:
    found = call(started_at="2026-10-25 01:30")
    assert found.started_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.notes == ("The clocks went back that night and this time occurs twice: the first was taken.",)


def test_a_call_over_the_hour_that_occurs_twice_does_not_end_before_it_starts() -> None:
    assert call(started_at="2026-10-25 01:50", ended_at="2026-10-25 01:10").stated_seconds == 20 * 60


@pytest.mark.parametrize(
    ("text", "seconds"), [("187", 187), ("187.6", 187), ("0", 0), ("3:07", 187), ("0:03:07", 187), ("00:00", 0), ("", None)]
)
def test_reads_lengths(text: str, seconds: int | None) -> None:
    assert call(duration_seconds=text).stated_seconds == seconds


def test_the_length_follows_from_the_end_when_it_is_not_stated() -> None:
    assert call(ended_at="06/08/2026 17:33:07").stated_seconds == 187


@pytest.mark.parametrize(
    ("word", "direction"),
    [("Inbound", Direction.INCOMING), ("OUT", Direction.OUTGOING), ("internal", Direction.INTERNAL), ("", Direction.UNKNOWN)],
)
def test_reads_directions(word: str, direction: Direction) -> None:
    assert call(direction=word).direction == direction


def test_a_row_of_the_wrong_shape_says_so() -> None:
    with pytest.raises(Refused):
        read_call(Row(4, {}, Refusal("row-cells", "Row 4 has 2 cells where the first row has 4.")), NOW)
