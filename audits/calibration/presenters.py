"""What the pages of calibration show."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from audits.calibration import agreement as agreeing
from audits.calibration import rules
from audits.calibration.agreement import Agreement
from audits.calibration.queries import Compared, pairs_of
from audits.models import Outcome
from audits.tool import BY_CODE
from callgov.people.models import User
from callgov.roles import Role
from callgov.ui.charts import bar
from callgov.ui.parts import Col, Link, Tag, Value

COLUMNS = [Col("Calibration", row_header=True), Col("Assessors"), Col("Where it stands")]
AGREEMENT_COLUMNS = [Col("Criterion", row_header=True), Col("Alike", nowrap=True), Col("As a bar"), Col("Cohen's kappa")]


def rows(found: Sequence[Compared], person: User, roles: frozenset[Role]) -> list[Sequence[Value]]:
    """Calibrations, each with the way to mark it or to compare."""
    return [_row(one, person, roles) for one in found]


def _row(one: Compared, person: User, roles: frozenset[Role]) -> Sequence[Value]:
    reference = one.calibration.reference
    mine = next((seat for seat in one.seats if seat.assessor_id == person.pk), None)
    if rules.may_compare(one.seats, person, roles):
        return [Link(reference, reverse("calibration", args=[reference])), [seat.assessor.name for seat in one.seats], Tag("Done")]
    standing: Any = Tag("With someone else")
    if mine is not None and mine.finished_at is None:
        standing = Link("Mark the call", reverse("calibration_mark", args=[reference]))
    return [reference, [seat.assessor.name for seat in one.seats], standing]


def agreement_rows(by_criterion: Mapping[str, Agreement], overall: Agreement) -> list[Sequence[Value]]:
    """Agreement by criterion and over all."""
    found: list[Sequence[Value]] = [_agreement(BY_CODE[code].words, one) for code, one in by_criterion.items()]
    return [*found, _agreement("All criteria", overall)] if overall.pairs else found


def _agreement(words: str, one: Agreement) -> Sequence[Value]:
    said = agreeing.words(one.kappa)
    kappa = f"{agreeing.shown(one.kappa)}, {said}" if said else agreeing.shown(one.kappa)
    return [words, f"{one.alike} of {one.pairs}", bar(one.alike / one.pairs), kappa]


def compared(found: Compared) -> dict[str, Any]:
    """Both assessors' marks beside each other."""
    first, second = (seat.assessor.name for seat in found.seats)
    rows: list[Sequence[Value]] = [
        [BY_CODE[code].words, Outcome(one).label, Outcome(other).label, "Alike" if one == other else "Different"]
        for code, (one, other) in pairs_of(found).items()
    ]
    return {
        "calibration": found.calibration, "rows": rows,
        "columns": [Col("Criterion", row_header=True), Col(first), Col(second), Col("Compared")],
    }  # fmt: skip
