"""What the page of the practice's choices reads."""

from dataclasses import dataclass
from typing import Any

from callgov.models import Setting
from callgov.practice.choices import CHOICES, Choice
from callgov.practice.rules import NOT_FOUND
from callgov.refusals import NotYours


@dataclass(frozen=True)
class Chosen:
    """A choice as it stands: its value, and the row that says who changed it when and why, if anyone did."""

    name: str
    choice: Choice
    value: Any
    changed: Setting | None


def all_chosen() -> list[Chosen]:
    """Every choice in its order. One query."""
    rows = {row.name: row for row in Setting.objects.select_related("set_by")}
    return [_chosen(name, rows.get(name)) for name in CHOICES]


def one_chosen(name: str) -> Chosen:
    """One choice as it stands. Raises NotYours when there is none of this name."""
    if name not in CHOICES:
        raise NotYours(NOT_FOUND)
    return _chosen(name, Setting.objects.select_related("set_by").filter(name=name).first())


def _chosen(name: str, row: Setting | None) -> Chosen:
    choice = CHOICES[name]
    return Chosen(name, choice, row.value if row else choice.default, row)
