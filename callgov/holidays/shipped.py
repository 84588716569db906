"""The bank holidays of England and Wales that ship with the product, in the form of the official file (gov.uk/bank-holidays.json).

Proclaimed and worked out under the Banking and Financial Dealings Act 1971; one-off days cannot be foreseen and are imported or added.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "bank-holidays.json"
DIVISION = "england-and-wales"  # the divisions of the official file (law.md C5: this one, unless the practice lies elsewhere)


class NotTheOfficialFile(ValueError):
    """A file that is not in the form of the official one; its words say what is wrong."""


@cache
def shipped() -> Mapping[date, str]:
    """Day and name of every holiday that ships with the product."""
    return read(FILE.read_bytes(), DIVISION)


def read(content: bytes, division: str) -> dict[date, str]:
    """Day and name of every holiday of a division of the official file. Raises NotTheOfficialFile."""
    try:
        said = json.loads(content)
    except ValueError as wrong:  # not JSON, or not UTF-8
        raise NotTheOfficialFile("The file is not JSON. Use the official file, bank-holidays.json.") from wrong
    part = said.get(division) if isinstance(said, dict) else None
    events = part.get("events") if isinstance(part, dict) else None
    if not isinstance(events, list) or not events:
        raise NotTheOfficialFile(f"The file says nothing of {division}. Use the official file, bank-holidays.json.")
    return dict(_event(event) for event in events)


def _event(event: Any) -> tuple[date, str]:
    try:
        return date.fromisoformat(event["date"]), str(event["title"]).strip()[:120]
    except (TypeError, KeyError, ValueError) as wrong:
        raise NotTheOfficialFile("The file holds a day that cannot be read. Nothing was changed.") from wrong
