"""Spreadsheets: no cell is a formula, in any program's reading of the file."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from callgov.documents import csv_file, neutral, xlsx_file

FORMULAS = (
    "=1+1", "+44 7700 900461", "-2", "@SUM(A1)", "|cmd", "%x", "\t=1", "\r=1", " =1", "\n=1", "\u200b=1", "\ufeff=1",
    "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", '"=1', "'=1", "a\n=1", "a;=1", 'a";=1',
    '=HYPERLINK("http://e.example","x")', "=cmd|'/C calc'!A0",
)  # fmt: skip
STARTS = tuple("=+-@|%\uff1d\uff0b\uff0d\uff20")
SKIPPED = ' \t\r\n\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"\xa0'


def _read(held: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(held.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_a_formula_begins_with_an_apostrophe(text: str) -> None:
    for piece in neutral(text).replace(";", "\n").split("\n"):
        assert not piece.lstrip(SKIPPED).startswith(STARTS)


@given(st.text(st.sampled_from("=+-@|%;\t\n\r \"',a1\uff1d\ufeff"), max_size=12))
def test_no_text_of_these_signs_begins_a_formula(text: str) -> None:
    assert not neutral(text).lstrip(SKIPPED).startswith(STARTS)


def test_plain_words_stay_as_they_are() -> None:
    assert neutral("Ward Clerk, 5 - 7 High Street = home (50% of it)") == "Ward Clerk, 5 - 7 High Street = home (50% of it)"


def test_a_csv_says_its_encoding_quotes_everything_and_writes_days_for_machines() -> None:
    held = csv_file(
        ["Line", "=Day"], [["2026/001", date(2026, 8, 6)], ["Łucja", datetime(2026, 8, 6, 11, 0, tzinfo=UTC)], [None, True], [3, False]]
    )
    assert held.startswith(b'\xef\xbb\xbf"Line","\'=Day"\r\n')
    assert _read(held)[1:] == [["2026/001", "2026-08-06"], ["Łucja", "2026-08-06T12:00:00+01:00"], ["", "Yes"], ["3", "No"]]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_spreadsheet_holds_every_text_as_text(text: str) -> None:
    sheet = load_workbook(io.BytesIO(xlsx_file("Register", ["What"], [[f"={text}"], [text]]))).active
    assert sheet is not None
    first, second = sheet["A2"], sheet["A3"]
    assert (first.data_type, first.quotePrefix) == ("s", True)
    assert second.data_type in ("s", "inlineStr") or second.value is None


def test_a_spreadsheet_keeps_numbers_and_days_as_what_they_are() -> None:
    sheet = load_workbook(
        io.BytesIO(xlsx_file("Register: 2026", ["N", "Day", "At"], [[3, date(2026, 8, 6), datetime(2026, 8, 6, 11, 0, tzinfo=UTC)]]))
    ).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == [3, datetime(2026, 8, 6), datetime(2026, 8, 6, 12, 0)]  # noqa: DTZ001 what a spreadsheet holds has no zone
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold) == ("Register  2026", "B2", True)
