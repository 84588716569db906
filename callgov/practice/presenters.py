"""What the pages of the practice's choices show: no query, no write."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from callgov.practice.queries import Chosen
from callgov.ui.formats import nhs_when
from callgov.ui.parts import Col, Link, Row, Value

COLUMNS = [Col("Setting", row_header=True), Col("Value", nowrap=True), Col("Default", nowrap=True), Col("Changed"), Col("Change")]


def table(choices: Sequence[Chosen]) -> dict[str, Any]:
    """Every choice with its value, its default, and who changed it when and why."""
    return {"columns": COLUMNS, "rows": [_row(chosen) for chosen in choices]}


def _row(chosen: Chosen) -> Sequence[Value]:
    words = chosen.choice.words
    change = Link("Change", reverse("practice_setting", args=[chosen.name]), hidden=words)
    return (words, _said(chosen.value), _said(chosen.choice.default), _changed(chosen), change)


def facts(chosen: Chosen) -> list[Row]:
    """One choice as it stands."""
    return [Row("Value now", _said(chosen.value)), Row("Default", _said(chosen.choice.default)), Row("Changed", _changed(chosen))]


def _said(value: Any) -> str:
    return {True: "Yes", False: "No"}[value] if type(value) is bool else str(value)


def _changed(chosen: Chosen) -> Value:
    row = chosen.changed
    return [f"{row.set_by.get_full_name()}, {nhs_when(row.set_at)}", row.reason] if row else "Never"
