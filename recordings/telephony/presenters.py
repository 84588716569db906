"""What the pages of this wing show, made from rows: no query, no write."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from callgov.ui.formats import counted, nhs_date
from callgov.ui.parts import Act, Col, Link, Row, Value
from recordings.models import Extension, ExtensionAssignment, Line, ProcessingPurpose
from recordings.purposes import Article9, LawfulBasis
from recordings.telephony.forms import AssignForm, EndForm

LINE_COLUMNS = [Col("Line", row_header=True), Col("Purpose"), Col("Lawful basis"), Col("Kept")]
EXTENSION_COLUMNS = [Col("Extension", row_header=True), Col("Where"), Col("Line"), Col("Who has it now")]
HISTORY_COLUMNS = [Col("Person", row_header=True), Col("First day", nowrap=True), Col("Last day", nowrap=True)]
BEFORE = "Whoever has it then keeps it until the day before. Calls that came in already stay with the person they were filed under."


def telephony_page(lines: Sequence[Line], page: Page[Extension]) -> dict[str, Any]:
    """Lines with what their calls take from them, and extensions with who has them."""
    return {
        "line_columns": LINE_COLUMNS, "lines": [_line(line) for line in lines],
        "extension_columns": EXTENSION_COLUMNS, "extensions": [_extension(extension) for extension in page.object_list], "page": page,
    }  # fmt: skip


def _line(line: Line) -> Sequence[Value]:
    name = [line.name, *filter(None, (line.number, "The usual line" if line.is_default else ""))]
    purpose, kept = line.purpose, line.retention_class
    return (
        name, purpose.name if purpose else None, _basis(purpose) if purpose else None,
        [counted(kept.months, "month"), kept.name] if kept else None,
    )  # fmt: skip


def _basis(purpose: ProcessingPurpose) -> list[str]:
    article9 = [str(Article9(purpose.article9).label)] if purpose.article9 else []
    return [str(LawfulBasis(purpose.lawful_basis).label), *article9]


def _extension(extension: Extension) -> Sequence[Value]:
    holder = next(iter(extension.now_with), None)  # type: ignore[attr-defined]
    link = Link(extension.number, reverse("extension", args=[extension.number]))
    return (link, extension.label or "", _line_of(extension), holder.person.name if holder else "Nobody")


def _line_of(extension: Extension) -> str:
    return extension.line.name if extension.line else "The usual line"


def extension_page(
    extension: Extension, held: Sequence[ExtensionAssignment], today: date, form: AssignForm, end_form: EndForm
) -> dict[str, Any]:
    """One extension: who has it, the two things to do, and who had it."""
    now = next((one for one in held if one.starts_on <= today and (one.ends_on is None or today <= one.ends_on)), None)
    assign = Act("Give this extension", reverse("extension", args=[extension.number]), effect=BEFORE, fields=form)
    end = now and Act(
        "End this assignment", reverse("end_assignment", args=[extension.number, now.pk]), fields=end_form, variant="secondary",
        effect=f"Nobody has extension {extension.number} from the day after, until you give it to someone.",
    )  # fmt: skip
    where = Row("Where", extension.label or None)
    facts = [where, Row("Line", _line_of(extension)), Row("Who has it now", now.person.name if now else "Nobody")]
    return {
        "extension": extension, "title": f"Extension {extension.number}", "facts": facts, "assign": assign, "end": end, "now": now,
        "columns": HISTORY_COLUMNS,
        "rows": [(one.person.name, one.starts_on, nhs_date(one.ends_on) if one.ends_on else "Not ended") for one in held],
    }  # fmt: skip
