"""A manifest is read however a spreadsheet wrote it; one that cannot be relied on is refused with a sentence."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgov.refusals import Refused
from recordings.intake.manifest import COLUMNS, Manifest, read

PLAIN = "file,started_at,extension,external_number\ncall.wav,2026-08-06 17:30,214,01632 960461\n"
ACCENTED = PLAIN.replace("call.wav", "Zoë.wav")


def refusal(content: bytes | str, name: str = "calls.csv") -> str:
    with pytest.raises(Refused) as caught:
        read(content.encode() if isinstance(content, str) else content, name)
    return str(caught.value.refusal)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_reads_what_spreadsheets_write(encoding: str) -> None:
    assert read(ACCENTED.encode(encoding), "calls.csv").rows[0].cell("file") == "Zoë.wav"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_reads_commas_semicolons_and_tabs(separator: str) -> None:
    assert read(PLAIN.replace(",", separator).encode(), "calls.csv").rows[0].cell("external_number") == "01632 960461"


def test_reads_the_separator_that_a_spreadsheet_announces() -> None:
    assert read(f"sep=;\r\n{PLAIN.replace(',', ';')}".encode(), "calls.csv").rows[0].cell("extension") == "214"


def test_knows_columns_by_other_names_and_in_any_case() -> None:
    row = read(b"Recording File;START TIME;Ext.;Telephone-Number\na.wav;2026-08-06 17:30;214;0113 496 0000\n", "calls.csv").rows[0]
    assert (row.cell("file"), row.cell("started_at"), row.cell("extension"), row.cell("external_number")) == (
        "a.wav", "2026-08-06 17:30", "214", "0113 496 0000",
    )  # fmt: skip


def test_no_other_name_means_two_columns() -> None:
    names = [name for column, others in COLUMNS.items() for name in (column, *others)]
    assert len(names) == len(set(names))


def test_numbers_rows_as_a_spreadsheet_does_and_skips_empty_ones() -> None:
    assert [row.number for row in read(f"{PLAIN},,,\n\nb.wav,2026-08-06 18:00,,\n".encode(), "calls.csv").rows] == [2, 5]


def test_keeps_what_stands_in_quotation_marks() -> None:
    row = read(PLAIN.replace("call.wav", '"a, b;\tc.wav"').encode(), "calls.csv").rows[0]
    assert row.cell("file") == "a, b;\tc.wav"


def test_says_which_columns_it_left_out() -> None:
    notes = read(PLAIN.replace("external_number", "external_number,Wrap-up").replace("960461", "960461,x").encode(), "calls.csv").notes
    assert notes == ("The column “Wrap-up” of calls.csv is not known and was left out.",)


@pytest.mark.parametrize("gone", ["started_at", "extension", "external_number"])
def test_refuses_a_missing_column(gone: str) -> None:
    assert f"calls.csv has no column {gone}." in refusal(PLAIN.replace(gone, "something"))


def test_refuses_two_columns_of_one_meaning() -> None:
    assert "calls.csv has two columns that mean extension." in refusal(PLAIN.replace("file", "Ext"))


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_refuses_an_empty_manifest(content: bytes) -> None:
    assert "calls.csv is empty." in refusal(content)


@pytest.mark.parametrize("content", [b"RIFF\x24\x00\x00\x00WAVE\x81", b"PK\x03\x04\x00\x00\x00\x00", b"file\x81\x8d", b"ab\x00cd"])
def test_refuses_what_is_not_text(content: bytes) -> None:
    assert "calls.csv is not a text file that can be read." in refusal(content)


def test_refuses_a_quotation_mark_that_is_never_closed() -> None:
    assert "calls.csv cannot be read from row 3 on" in refusal(PLAIN + '"b.wav,2026-08-06 18:00,,\n')


@pytest.mark.parametrize(("cells", "count"), [("b.wav,2026-08-06 18:00", 2), ("b.wav,2026-08-06 18:00,214,0113,496", 5)])
def test_a_row_with_other_cells_than_the_header_has_a_sentence(cells: str, count: int) -> None:
    row = read(f"{PLAIN}{cells}\n".encode(), "calls.csv").rows[1]
    assert row.refusal is not None
    assert row.refusal.sentence == f"Row 3 has {count} cells where the first row has 4."


def test_empty_cells_beyond_the_header_do_no_harm() -> None:
    assert read(f"{PLAIN}b.wav,2026-08-06 18:00,214,0113,,\n".encode(), "calls.csv").rows[1].refusal is None


CALL = {"file": "a.wav", "Started At": "2026-08-06T17:30:00Z", "ext": 214, "external_number": None, "parties": ["Reception", "caller"]}


@pytest.mark.parametrize("shape", [[CALL], {"version": 1, "calls": [CALL]}])
def test_reads_json(shape: object) -> None:
    row = read(json.dumps(shape).encode(), "calls.JSON").rows[0]
    assert (row.number, row.cell("extension"), row.cell("external_number"), row.cell("parties")) == (1, "214", "", "Reception, caller")


@pytest.mark.parametrize("text", ["[{]", "[" * 100_000, "{" * 5])
def test_refuses_broken_json(text: str) -> None:
    assert "calls.json is not valid JSON." in refusal(text, "calls.json")


@pytest.mark.parametrize("found", ["{}", "3", '{"a": [], "b": []}', '"calls"'])
def test_refuses_json_without_a_list_of_calls(found: str) -> None:
    assert "calls.json holds no list of calls." in refusal(found, "calls.json")


def test_json_entries_that_are_not_plain_have_a_sentence() -> None:
    rows = read(json.dumps([CALL, 3, {**CALL, "ext": {"a": 1}}, {**CALL, "ext": True}]).encode(), "calls.json").rows
    assert [str(row.refusal) for row in rows if row.refusal] == [
        "Row 2 is not an object with named values.", "Row 3: extension is not a single value.", "Row 4: extension is not a single value.",
    ]  # fmt: skip


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from(["calls.csv", "calls.json"]))
def test_whatever_the_bytes_there_are_rows_or_a_sentence(content: bytes, name: str) -> None:
    with suppress(Refused):
        assert isinstance(read(content, name), Manifest)
