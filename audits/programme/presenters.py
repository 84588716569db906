"""What the pages of the programme show, made from lines and rules: no query, no write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from audits.models import Absence, Audit, Authority, RoleGroup, StaffProfile, State
from audits.programme import rules
from audits.programme.queries import Line
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.ui.charts import bar
from callgov.ui.formats import counted, nhs_date
from callgov.ui.parts import Col, Link, Row, Tag, Value

COLUMNS = [Col("Who", row_header=True), Col("Due", nowrap=True), Col("Why"), Col("Assessor"), Col("Next")]
MONTH_COLUMNS = [Col("Month", row_header=True), Col("Due", numeric=True), Col("Finished", numeric=True), Col("Both, as a bar")]
MONTHS, PAST_MONTHS = 12, 3


@dataclass(frozen=True)
class Reader:
    """Who reads the programme: whether they plan, whether they assess, why they cannot draw today if so, and how far ahead "soon" is."""

    person: User
    today: date
    plans: bool
    assesses: bool
    cannot_draw: Refusal | None
    lead_days: int


def rows(page: Page[Line], reader: Reader) -> list[Sequence[Value]]:
    """The lines of a page."""
    return [[_who(line), _due(line, reader), _why(line), _assessor(line), _next(line, reader)] for line in page.object_list]


def _who(line: Line) -> Value:
    group = RoleGroup(line.profile.role_group).label
    return [line.person.name, line.person.job_title or group]


def _due(line: Line, reader: Reader) -> Value:
    if line.due.on is None:
        return ["Not before their return"]
    if line.is_late(reader.today):
        return [line.due.on, Tag("Late")]
    soon = line.due.on <= clock.grant_ends(reader.today, reader.lead_days)
    return [line.due.on, Tag("Due soon")] if soon else line.due.on


def _why(line: Line) -> Value:
    return [line.due.kind.label, line.due.why]


def _assessor(line: Line) -> Value:
    return line.assessor.name if line.assessor else "Any assessor"


def _next(line: Line, reader: Reader) -> Value:
    ways: list[Any] = []
    if line.audit and line.audit.state in (State.DRAWN, State.TOO_FEW):
        words = "See the sample" if line.audit.state == State.DRAWN else "Too few calls last time"
        ways.append(Link(words, reverse("audit_sample", args=[line.audit.reference]), hidden=f"of {line.person.name}"))
    if reader.assesses and (line.audit is None or line.audit.state != State.DRAWN):
        ways.append(_draw(line, reader))
    if reader.plans:
        ways.append(Link("Change", reverse("audit_person", args=[line.person.pk]), hidden=f"how {line.person.name} is audited"))
    return ways or "Nothing to do"


def _draw(line: Line, reader: Reader) -> Any:
    if reader.cannot_draw:
        return "Not authorised"
    if not line.is_near(reader.today, reader.lead_days):
        return "Not yet"
    words = format_html('Draw 3 calls<span class="nhsuk-u-visually-hidden"> for {}</span>', line.person.name)
    return render_to_string("audits/programme/draw.html", {"words": words, "person": line.person.pk})


def months(lines: Sequence[Line], finished: Mapping[tuple[int, int], int], today: date) -> list[Sequence[Value]]:
    """The year at a glance: for each month how many audits are due or were finished; late ones stand in this month.

    It begins a few months back, so that what was done stands beside what is to do.
    """
    first = today.replace(day=1)
    counts: dict[date, int] = {}
    for line in lines:
        if line.due.on is not None:
            month = max(line.due.on, first).replace(day=1)
            counts[month] = counts.get(month, 0) + 1
    shown = [clock.add_months(first, number) for number in range(-PAST_MONTHS, MONTHS)]
    done = [finished.get((month.year, month.month), 0) for month in shown]
    both = [counts.get(month, 0) + number for month, number in zip(shown, done, strict=True)]
    most = max([*both, 1])
    return [
        [f"{month:%B %Y}", counts.get(month, 0), number, bar(total / most)] for month, number, total in zip(shown, done, both, strict=True)
    ]


def glance(lines: Sequence[Line], today: date) -> str:
    """How the programme stands, in a sentence."""
    late = sum(line.is_late(today) for line in lines)
    away = sum(line.due.on is None for line in lines)
    said = [f"{counted(len(lines), 'person', 'people')} on the programme", f"{late} late" if late else "nobody late"]
    return ", ".join([*said, f"{away} away"] if away else said) + "."


def authority_rows(authorities: Sequence[Authority]) -> list[Row]:
    """Who authorised that samples are heard, until when."""
    return [Row(one.given_by.name, [f"{nhs_date(one.starts_on)} to {nhs_date(one.ends_on)}", one.reasons]) for one in authorities]


def person_rows(profile: StaffProfile, line: Line | None, absences: Sequence[Absence], probation: date | None) -> list[Row]:
    """How one person is audited, and what is due for them."""
    due = f"{line.due.kind.label}: {nhs_date(line.due.on) if line.due.on else 'after their return'}. {line.due.why}" if line else "Nothing"
    away = [f"From {nhs_date(one.starts_on)}" + (f" to {nhs_date(one.ends_on)}" if one.ends_on else ", end not known") for one in absences]
    return [
        Row("Due next", due),
        Row("Work", RoleGroup(profile.role_group).label),
        Row("Takes calls", "Yes" if profile.uses_telephone else "No, so nothing is due"),
        Row("Part-time", "Yes, so calls of twice as many days are drawn from" if profile.part_time else "No"),
        Row("Probation ends", probation),
        Row("Usual assessor", profile.assessor.name if profile.assessor else "Any assessor"),
        Row("Long absences", away or "None"),
    ]


def cancel_refusal(audit: Audit | None) -> Refusal | None:
    """Why there is nothing to cancel."""
    return None if audit is not None else rules.NOT_ON_PROGRAMME
