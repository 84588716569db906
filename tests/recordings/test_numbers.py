"""Telephone numbers become E.164 or a named kind, and the raw text is never touched (law.md R13.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.numbers import Kind, Number, masked, normalise

EXTERNAL = {
    # the rows of law.md R13.2
    "020 7946 0018": "+442079460018",
    "0044 20 7946 0018": "+442079460018",
    "+44 (0)7700 900461": "+447700900461",
    "00447700900461": "+447700900461",
    "447700900461": "+447700900461",
    "0800 1111": "+448001111",
    "016977 2222": "+44169772222",
    "00 353 1 234 5678": "+35312345678",
    "01534 700000": "+441534700000",
    # Ofcom's numbers for drama, possible but never issued
    "01632 960123": "+441632960123",
    "0113 496 0000": "+441134960000",
    "0191 498 0999": "+441914980999",
    "028 9649 6000": "+442896496000",
    "08081 570000": "+448081570000",
    "03069 990123": "+443069990123",
    # what callers dial in front to hide or show their number
    "141 07700 900461": "+447700900461",
    "1470 020 7946 0018": "+442079460018",
    "141+447700900461": "+447700900461",
    # how phone systems dress numbers
    '"Surgery" <02079460018>': "+442079460018",
    "sip:+447700900461@pbx.example;user=phone": "+447700900461",
    "tel:+447700900461": "+447700900461",
    "07700-900-461": "+447700900461",
    "07700\u00a0900\u2013461": "+447700900461",
    "07700900461;ext=3": "+447700900461",
    "7700900461": "+447700900461",
    "+44 7700 900461 ext 3": "+447700900461",
    # abroad, as trunks write it without a plus
    "35312345678": "+35312345678",
    "12025550143": "+12025550143",
}
OTHERS = {
    "111": Kind.SHORT_CODE, "999": Kind.SHORT_CODE, "112": Kind.SHORT_CODE, "101": Kind.SHORT_CODE, "118500": Kind.SHORT_CODE,
    "116 123": Kind.SHORT_CODE, "214": Kind.EXTENSION, "sip:214@10.0.0.2": Kind.EXTENSION, "299999": Kind.EXTENSION, "1410": Kind.EXTENSION,
    "anonymous": Kind.WITHHELD, "Anonymous": Kind.WITHHELD, "anonymous@anonymous.invalid": Kind.WITHHELD, "WITHHELD": Kind.WITHHELD,
    "Number withheld": Kind.WITHHELD, "Unavailable": Kind.WITHHELD, "Private": Kind.WITHHELD, "private number": Kind.WITHHELD,
    "No Caller ID": Kind.WITHHELD, "restricted": Kind.WITHHELD, "Unknown": Kind.WITHHELD, '"Anonymous" <anonymous>': Kind.WITHHELD,
    "": Kind.UNKNOWN, "   ": Kind.UNKNOWN, "reception": Kind.UNKNOWN, "0": Kind.UNKNOWN, "7946 0018": Kind.UNKNOWN, "*72": Kind.UNKNOWN,
    "12": Kind.EXTENSION, "0" * 40: Kind.UNKNOWN, "99999999999999999": Kind.UNKNOWN, "+": Kind.UNKNOWN, "=1+1": Kind.UNKNOWN,
}  # fmt: skip


@pytest.mark.parametrize(("raw", "e164"), EXTERNAL.items())
def test_an_outside_number_is_kept_raw_and_as_e164(raw: str, e164: str) -> None:
    assert normalise(raw) == Number(raw, Kind.EXTERNAL, e164)


@pytest.mark.parametrize(("raw", "kind"), OTHERS.items())
def test_anything_else_has_a_kind_and_no_e164(raw: str, kind: Kind) -> None:
    assert normalise(raw) == Number(raw, kind)


def test_the_practices_own_extension_wins_over_a_short_code() -> None:
    assert normalise("101", extensions={"101", "214"}).kind is Kind.EXTENSION
    assert normalise("999", extensions={"101", "214"}).kind is Kind.SHORT_CODE


@given(st.text(max_size=60))
def test_no_text_at_all_makes_it_raise_or_changes_the_raw_text(raw: str) -> None:
    number = normalise(raw)
    assert number.raw == raw
    assert bool(number.e164) == (number.kind is Kind.EXTERNAL)


@given(st.from_regex(r"\+447[1-9][0-9]{8}", fullmatch=True))
def test_normalising_an_e164_number_changes_nothing(e164: str) -> None:
    assert normalise(e164).e164 == e164


def test_a_masked_number_shows_its_last_three_digits() -> None:
    assert masked("+447700900461") == "…461"


def test_no_number_is_masked_as_nothing() -> None:
    assert masked("") == ""
