"""The breach register of a year: every breach, reported or not, with its counts (law.md R4.6, 8.3)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from breaches.countdown import Countdown
from breaches.grid import Outcome
from breaches.models import Kind, State, Verdict
from breaches.queries import Listed, Year
from callgov.ui.formats import counted, nhs_date
from callgov.ui.parts import Col, Link, Row, Tag, Value

COLUMNS = (Col("Breach", nowrap=True), Col("What it was"), Col("Where it stands"), Col("72 hours"), Col("Reported to the ICO"))


def page(year: Year) -> dict[str, Any]:
    """The list, the counts, the pictures, and the other years."""
    return {
        "year": year.number,
        "columns": COLUMNS,
        "rows": [_row(one, year) for one in year.listed],
        "counts": counts(year.listed),
        "by_kind": by_kind(year.listed),
        "years": [Link(str(number), f"{reverse('breaches')}?year={number}") for number in year.others],
    }


def _row(one: Listed, year: Year) -> Sequence[Value]:
    breach = one.breach
    countdown = Countdown(breach.aware_at, year.now, stopped_at=one.answered_at)
    left: Value = "Answered in time" if one.answered_at and not countdown.late else "Answered late" if one.answered_at else countdown.short
    if breach.state in (State.CLOSED, State.DISMISSED) and not one.answered_at:
        left = "Not answered"
    return (
        Link(breach.reference, reverse("breach", args=[breach.reference])),
        [Kind(breach.kind).label, f"Reported {nhs_date(breach.reported_at)}"],
        Tag(State(breach.state)),
        left,
        _reported(one),
    )


def _reported(one: Listed) -> Value:
    if one.submitted_at is not None:
        return one.submitted_at
    return {None: "Not decided yet", Verdict.NOTIFY: "To be reported"}.get(one.verdict, "Not reported, with reasons")


def counts(listed: Sequence[Listed]) -> list[Row]:
    """How many there were, and how they ended."""
    states = Counter(one.breach.state for one in listed)
    late = sum(one.answered_at is not None and Countdown(one.breach.aware_at, one.answered_at).late for one in listed)
    return [
        Row("Reported by people", sum(one.breach.reporter_id is not None for one in listed)),
        Row("Opened by the service", sum(bool(one.breach.incident_kind) for one in listed)),
        Row("Open now", states[State.OPEN] + states[State.DRAFT]),
        Row("Closed", states[State.CLOSED]),
        Row("Not a breach", states[State.DISMISSED]),
        Row("Reported to the Information Commissioner", sum(one.submitted_at is not None for one in listed)),
        Row("The grid asked for a report", sum(one.outcome != Outcome.NONE for one in listed)),
        Row("Answered after the 72 hours", late),
    ]


def by_kind(listed: Sequence[Listed]) -> list[dict[str, Any]]:
    """Each kind that occurred, with how often and the length of its bar as a share of the longest."""
    found = Counter(one.breach.kind for one in listed)
    most = max(found.values(), default=1)
    rows = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"label": Kind(kind).label, "share": 100 * number / most, "words": counted(number, "breach", "breaches")} for kind, number in rows
    ]
