"""Reading the file that sets a practice's telephone system up: every problem is a sentence that names its entry."""

import json
from datetime import date
from typing import Any

import pytest

from callgov.refusals import Refused
from recordings.telephony.plan import AssignmentEntry, LineEntry, PurposeEntry, read

PURPOSE = {"name": "Calls", "lawful_basis": "public_task", "article9": "9_2_h", "statement": "To keep people safe."}
LINE = {"name": "Main line", "purpose": "Calls", "retention_class": "Routine"}
SEAT = {"extension": "214", "person": "ruth@practice.example", "starts_on": "2026-03-01"}


def problems(**lists: Any) -> tuple[str, ...]:
    return read(json.dumps(lists).encode(), "practice.json").problems


def test_entries_are_read_with_their_defaults() -> None:
    plan = read(json.dumps({"purposes": [PURPOSE], "lines": [LINE], "assignments": [SEAT]}).encode(), "practice.json")
    assert plan.problems == ()
    assert plan.entries == (
        PurposeEntry("Purpose 1 (Calls)", "Calls", "public_task", "To keep people safe.", True, "9_2_h"),
        LineEntry("Line 1 (Main line)", "Main line", "Calls", "Routine", "", False),
        AssignmentEntry("Assignment 1 (214)", "214", "ruth@practice.example", date(2026, 3, 1), None),
    )


def test_assignments_are_done_by_day_whatever_their_order() -> None:
    plan = read(json.dumps({"assignments": [SEAT, {**SEAT, "starts_on": "2026-01-01"}]}).encode(), "practice.json")
    assert [entry.place for entry in plan.entries] == ["Assignment 2 (214)", "Assignment 1 (214)"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"[]", b'"x"', b"1"])
def test_a_file_that_is_no_object_of_lists_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(Refused, match=r"^practice\.json "):
        read(content, "practice.json")


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        ({"people": []}, "The list “people” is not known. Use purposes, retention_classes, lines, extensions, assignments."),
        ({"lines": {}}, "“lines” must be a list."),
        ({"lines": ["Main line"]}, "Line 1 must be an object with named values."),
        ({"lines": [LINE, {**LINE, "name": "MAIN LINE"}]}, "Line 2 (MAIN LINE) stands twice: it is Line 1 (Main line) too."),
        ({"lines": [{**LINE, "name": " "}]}, "Line 1: name must be a text in quotation marks."),
        ({"lines": [{**LINE, "name": "a\0b"}]}, "Line 1 (a\0b): name must be a text in quotation marks."),
        ({"lines": [{**LINE, "name": 5}]}, "Line 1: name must be a text in quotation marks."),
        ({"lines": [{**LINE, "number": "9" * 21}]}, "Line 1 (Main line): number may have 20 characters, and this has 21."),
        ({"lines": [{**LINE, "is_default": "yes"}]}, "Line 1 (Main line): is_default must be true or false."),
        ({"lines": [{**LINE, "purpose": None}]}, "Line 1 (Main line) has no purpose."),
        ({"purposes": [{**PURPOSE, "lawful_basis": ""}]}, "Purpose 1 (Calls) has no lawful_basis."),
        ({"purposes": [{**PURPOSE, "health_data": 1}]}, "Purpose 1 (Calls): health_data must be true or false."),
        ({"retention_classes": [{"name": "R", "basis": "B", "months": "36"}]}, "Retention class 1 (R): months must be a whole number."),
        ({"retention_classes": [{"name": "R", "basis": "B", "months": True}]}, "Retention class 1 (R): months must be a whole number."),
        ({"extensions": [{"number": "1" * 13}]}, f"Extension 1 ({'1' * 13}): number may have 12 characters, and this has 13."),
        ({"extensions": [{"number": "1", "place": "x"}]}, "Extension 1 (1): “place” is not known. Use number, label, line."),
        ({"assignments": [{**SEAT, "starts_on": "1 March"}]}, "Assignment 1 (214): starts_on must be a day such as 2026-01-31."),
        ({"assignments": [{**SEAT, "ends_on": 5}]}, "Assignment 1 (214): ends_on must be a day such as 2026-01-31."),
        ({"assignments": [{**SEAT, "person": ""}]}, "Assignment 1 (214) has no person."),
    ],
)
def test_what_cannot_be_used_is_a_sentence(lists: dict[str, Any], sentence: str) -> None:
    assert problems(**lists) == (sentence,)


def test_two_usual_lines_are_a_problem() -> None:
    lines = [{**LINE, "is_default": True}, {**LINE, "name": "Other", "is_default": True}]
    assert problems(lines=lines) == ("Line 2 (Other): Line 1 (Main line) is the usual one, and there can be one only.",)


def test_every_problem_is_told_at_once() -> None:
    assert len(problems(lines=[{}], assignments=[{}, 5])) == 3 + 3 + 1
