"""The grid of likelihood and severity as a picture, a sentence and a table (law.md R4.10)."""

from typing import Any

from breaches import grid
from breaches.models import Assessment
from callgov.ui.parts import Col, Value

_CELL = 20  # side of a square of the picture
_SHORT = {grid.Outcome.NONE: "no", grid.Outcome.ICO: "ICO", grid.Outcome.ICO_DHSC: "ICO+DHSC"}


def drawn(risk: Assessment | None) -> dict[str, Any]:
    """All three for a page; the square of this breach is marked."""
    return {"squares": squares(risk), "grid_words": grid_words(risk), "grid": grid_table(risk)}


def squares(risk: Assessment | None) -> list[dict[str, Any]]:
    """The grid as squares of a picture, severity 5 at the top; the one of this breach is marked."""
    return [
        {
            "x": (likelihood - 1) * _CELL, "y": (5 - severity) * _CELL, "outcome": grid.outcome(likelihood, severity).value,
            "score": grid.score(likelihood, severity), "here": _is_here(risk, likelihood, severity),
        }
        for severity in reversed(grid.RUNGS)
        for likelihood in grid.RUNGS
    ]  # fmt: skip


def _is_here(risk: Assessment | None, likelihood: int, severity: int) -> bool:
    return risk is not None and (risk.likelihood, risk.severity) == (likelihood, severity)


def grid_words(risk: Assessment | None) -> str:
    """The picture in a sentence."""
    if risk is None:
        return "Grid of likelihood and severity. Nothing is assessed yet."
    return f"Grid of likelihood and severity. This breach: likelihood {risk.likelihood}, severity {risk.severity}."


def grid_table(risk: Assessment | None) -> dict[str, Any]:
    """The grid as a table (law.md R4.10): one row a severity, one column a likelihood."""
    columns = [Col("Severity", nowrap=True), *(Col(f"Likelihood {likelihood}") for likelihood in grid.RUNGS)]
    rows = [[str(severity), *(_cell(risk, likelihood, severity) for likelihood in grid.RUNGS)] for severity in reversed(grid.RUNGS)]
    return {"columns": columns, "rows": rows}


def _cell(risk: Assessment | None, likelihood: int, severity: int) -> Value:
    words = f"{grid.score(likelihood, severity)} {_SHORT[grid.outcome(likelihood, severity)]}"
    return [words, "This breach"] if _is_here(risk, likelihood, severity) else words
