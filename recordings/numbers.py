"""Telephone numbers: what a phone system wrote, and the E.164 number that can be matched (law.md R13.2).

The raw text is kept for ever and never overwritten. Matching is exact on E.164; a number is not proof of identity. Short codes and
extensions are told apart before the parser sees them, which would turn 111 into +44111. Numbers that are possible are accepted even
if they were never issued: Ofcom's numbers for drama are of that kind.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult


class Kind(StrEnum):
    """What a party's number is."""

    EXTERNAL = "external"
    SHORT_CODE = "short_code"
    EXTENSION = "extension"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Number:
    """A number as received, what kind it is and, for an outside number, its E.164 form; otherwise `e164` is empty."""

    raw: str
    kind: Kind
    e164: str = ""


_HIDDEN = frozenset({
    "anonymous", "anonymouscaller", "blocked", "callerwithheld", "nocallerid", "nonumber", "notavailable", "numberunavailable",
    "numberwithheld", "private", "privatecaller", "privatenumber", "restricted", "unavailable", "unknown", "unknowncaller", "unknownnumber",
    "withheld", "withheldnumber",
})  # fmt: skip
_SHORT_CODE = re.compile(r"999|112|111|101|105|119|159|116\d{3}|118\d{3}")
_EXTENSION = re.compile(r"[1-9]\d{1,5}")
_DIALLED_BEFORE = re.compile(r"(?:1470|141)(?=\+|0\d{6})")
_IN_BRACKETS = re.compile(r"<([^<>]*)>")
_ADDRESS = re.compile(r"(?:sips?|tel):", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]")


def normalise(raw: str, extensions: Collection[str] = ()) -> Number:
    """What a number is. `extensions` are the practice's own, which win over a short code of the same digits. Never raises."""
    text = _undressed(raw)
    if re.sub(r"[^a-z]", "", text.casefold()) in _HIDDEN:
        return Number(raw, Kind.WITHHELD)
    digits = _DIALLED_BEFORE.sub("", _PUNCTUATION.sub("", text), count=1)
    if digits in extensions:
        return Number(raw, Kind.EXTENSION)
    if _SHORT_CODE.fullmatch(digits):
        return Number(raw, Kind.SHORT_CODE)
    if _EXTENSION.fullmatch(digits):
        return Number(raw, Kind.EXTENSION)
    e164 = _e164(digits)
    return Number(raw, Kind.EXTERNAL if e164 else Kind.UNKNOWN, e164)


def masked(e164: str) -> str:
    """A number for lists, which shows no more than its last three digits."""
    return f"…{e164[-3:]}" if e164 else ""


def _undressed(raw: str) -> str:
    """The number inside `"Name" <number>`, `sip:number@host;user=phone` or `tel:number`."""
    inside = _IN_BRACKETS.search(raw)
    text = inside.group(1) if inside else raw
    return _ADDRESS.sub("", text.strip(), count=1).split("@")[0].split(";")[0].strip()


def _e164(digits: str) -> str:
    """The E.164 form of a number dialled in the United Kingdom, or of an international number without its plus; empty if it is neither."""
    at_home = _parsed(digits)
    if at_home and phonenumbers.is_possible_number_with_reason(at_home) == ValidationResult.IS_POSSIBLE:
        return phonenumbers.format_number(at_home, PhoneNumberFormat.E164)
    abroad = _parsed(f"+{digits}") if digits.isdecimal() and not digits.startswith("0") else None
    return phonenumbers.format_number(abroad, PhoneNumberFormat.E164) if abroad and phonenumbers.is_valid_number(abroad) else ""


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, "GB")
    except NumberParseException:
        return None
