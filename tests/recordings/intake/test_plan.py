"""Rows that repeat or contradict each other are seen before anything is opened."""

from datetime import UTC, datetime

from recordings.intake.manifest import Row
from recordings.intake.plan import Planned, plan
from tests.recordings.intake.test_resolve import DIRECTORY

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
GOOD = {"started_at": "2026-08-06 17:30", "extension": "214", "external_number": "07700 900461"}


def planned(*rows: dict[str, str]) -> list[Planned]:
    return plan([Row(number, GOOD | row) for number, row in enumerate(rows, start=2)], DIRECTORY, NOW)


def said(*rows: dict[str, str]) -> list[str]:
    return [str(item.refusal) if item.refusal else "" for item in planned(*rows)]


def test_rows_that_differ_are_all_planned() -> None:
    assert said({"file": "a.wav"}, {"file": "b.wav"}, {}, {"external_number": "111"}) == ["", "", "", ""]


def test_a_row_that_repeats_another_is_refused() -> None:
    repeat = "Row 3 says the same as row 2. Nothing is missing; remove one of the two."
    assert said({}, {}) == said({"file": "a.wav"}, {"file": "a.wav"}) == said({"call_id": "1"}, {"call_id": "1"}) == ["", repeat]


def test_of_two_rows_that_say_different_things_of_one_file_neither_is_believed() -> None:
    both = "Rows 2 and 3 list the same file and differ. Keep the row that is right."
    assert said({"file": "a.wav"}, {"file": "a.wav", "extension": "300"}) == [both, both]


def test_a_call_id_that_stands_twice_is_refused_the_second_time() -> None:
    second = "Row 3: its call_id stands in row 2 already. Correct one of the two, or leave call_id empty."
    assert said({"call_id": "1", "file": "a.wav"}, {"call_id": "1", "file": "b.wav"}) == ["", second]


def test_a_row_that_makes_no_sense_keeps_its_own_sentence() -> None:
    assert said({"started_at": "soon"}, {"extension": "219"})[0].startswith("Row 2: started_at is not a date and time.")


def test_two_files_of_one_moment_are_two_calls() -> None:
    assert said({"file": "a.wav"}, {"file": "b.wav"}) == ["", ""]


def test_the_key_of_a_call_is_its_id_or_all_that_is_said_of_it_without_its_number() -> None:
    with_id, without = planned({"call_id": "x-1"}, {})
    assert with_id.key == "x-1"
    assert without.key.startswith("20260806T163000Z-record-")
    assert "900461" not in without.key


def test_the_same_number_written_otherwise_is_the_same_call() -> None:
    one, other = planned({}, {"external_number": "+44 7700 900461"})
    assert one.key == other.key
