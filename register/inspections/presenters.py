"""What the pages and the paper of an inspection show: no write, no query beyond `register.inspections.queries`."""

from datetime import date, datetime
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from callgov import clock
from callgov.authorisation import may, refuse_action
from callgov.documents import Block, Document, Facts, Grid, Heading, Paragraph, Small, pdf
from callgov.people.models import User
from callgov.roles import Action
from callgov.sampling import HOW_TO_CHECK
from callgov.ui.formats import counted, nhs_date, nhs_when
from callgov.ui.parts import Act, Col, Link, Row, Tag, Value
from register.inspections import queries, rules, services
from register.inspections.evidence import checks
from register.inspections.forms import ActionForm, AnswerForm, SignForm
from register.models import InspectedLine, Inspection, InspectionState

LIST = [
    Col("Inspection", nowrap=True, row_header=True),
    Col("Opened"),
    Col("Lines", numeric=True),
    Col("State"),
    Col("Next due", nowrap=True),
]
LINES = [Col("Line", nowrap=True, row_header=True), Col("State"), Col("Checked by"), Col("Note")]
ACTIONS = [Col("What", row_header=True), Col("By whom"), Col("By when", nowrap=True), Col("Done")]
CHECKS = [Col("What", row_header=True), Col("The line says"), Col("The record says"), Col("State")]
HOW = HOW_TO_CHECK.replace("Each call of the pool", "Each line of the pool")


def inspections_page(page: Page[Inspection], person: User, due: date | None, today: date, *, is_open: bool, lines: int) -> dict[str, Any]:
    """All inspections, when the next is due, and how one is opened."""
    refusal = rules.refuse_opening(is_open=is_open, lines=lines)
    effect = f"Lines are drawn from the {counted(lines, 'line')} written since the last inspection. The seed is in the trail first."
    return {
        "page": page, "columns": LIST, "rows": [_listed(one) for one in page.object_list], "due": due,
        "late": due is not None and due < today,
        "act": Act("Open an inspection", reverse("inspection_new"), refusal, effect) if may(person, Action.INSPECT_REGISTER) else None,
    }  # fmt: skip


def _listed(one: Inspection) -> list[Value]:
    who = one.signed_by or one.opened_by
    return [
        Link(one.name, url_of(one)), [one.opened_at, who.name], one.drawn, Tag(InspectionState(one.state)),  # type: ignore[attr-defined]
        one.next_due or "When it is signed",
    ]  # fmt: skip


def url_of(one: Inspection) -> str:
    """The page of an inspection."""
    return reverse("inspection", args=[one.year, one.number])


def inspection_page(one: Inspection, person: User, sign: SignForm, action: ActionForm) -> dict[str, Any]:
    """One inspection: what was drawn and how, each line's answer, actions, and signing."""
    inspects, is_open = may(person, Action.INSPECT_REGISTER), one.state == InspectionState.OPEN
    following = next((row.draw for row in one.lines.all() if row.agrees is None), None)
    return {
        "one": one, "facts": facts(one), "lines": [_line(one, row) for row in one.lines.all()], "line_columns": LINES,
        "actions": [_action(row, person) for row in one.actions.all()], "action_columns": ACTIONS, "how": HOW,
        "next": reverse("inspection_line", args=[one.year, one.number, following]) if following and inspects and is_open else "",
        "undrawn": one.pool_size is None, "acts": _acts(one, person, sign, action) if inspects and is_open else [],
    }  # fmt: skip


def _acts(one: Inspection, person: User, sign: SignForm, action: ActionForm) -> list[Act]:
    if one.pool_size is None:
        return [
            Act("Draw the lines", reverse("inspection_draw", args=[one.year, one.number]), effect="By the seed that stands in the trail.")
        ]
    typed = sign.data.get("findings", "") if sign.is_bound else "unsaid"
    refusal = services.refuse_signing(one, person, findings=typed or "unsaid")
    sign_url, action_url = (reverse(name, args=[one.year, one.number]) for name in ("inspection_sign", "inspection_action"))
    effect = (
        "It can no longer be changed. The head of the trail is written on it, and the next one is due in the months that the settings say."
    )
    return [
        Act("Add an action", action_url, fields=action, variant="secondary"),
        Act("Sign this inspection", sign_url, refusal, effect, sign if refusal is None or sign.is_bound else None),
    ]  # fmt: skip


def facts(one: Inspection) -> list[Row]:
    """What an inspection covers and how its lines were drawn."""
    rows = [
        Row("Opened", [one.opened_by.name, one.opened_at]),
        Row("Covers", f"Lines written from {nhs_when(one.since)} to {nhs_when(one.until)}"),
        Row("Pool", counted(one.pool_size, "line") if one.pool_size is not None else "Not drawn yet"), Row("Seed", one.seed),
        Row("Numbers missing in the register", "None" if one.gaps == 0 else one.gaps),
    ]  # fmt: skip
    if one.signed_by is None:
        return rows
    return [
        *rows, Row("Signed", [one.signed_by.name, one.signed_at]), Row("Findings", one.findings), Row("Next inspection due", one.next_due),
        Row("Head of the trail", one.trail_head or "Not sealed yet"),
    ]  # fmt: skip


def _line(one: Inspection, row: InspectedLine) -> list[Value]:
    name = f"{row.line.year}/{row.line.number:03}"
    words = "Not checked" if row.agrees is None else "Agrees" if row.agrees else "Does not agree"
    by: Value = [row.answered_by.name, *(["who had approved it"] if row.own_approval else [])] if row.answered_by else ""
    return [
        Link(name, reverse("inspection_line", args=[one.year, one.number, row.draw])),
        Tag(words),
        by or "Nobody yet",
        row.note or "None",
    ]


def _action(row: Any, person: User) -> list[Value]:
    done: Value = [nhs_when(row.done_at), row.evidence] if row.done_at else "Not yet"
    if row.done_at is None and (row.owner_id == person.pk or may(person, Action.INSPECT_REGISTER)):
        done = Link("Record that it is done", reverse("inspection_done", args=[row.pk]))
    return [row.what, row.owner.name, row.due, done]


def line_page(beside: queries.Beside, person: User, form: AnswerForm, today: date) -> dict[str, Any]:
    """A drawn line beside its records, and the answer."""
    row, one = beside.drawn, beside.drawn.inspection
    found = checks(beside.line, beside.approval, beside.certificate, today)
    act = None
    if one.state == InspectionState.OPEN:
        refusal = refuse_action(person, Action.INSPECT_REGISTER) or rules.refuse_own(queries.drawn_of(row), person.pk)
        act = Act("Save and go to the next line", "", refusal, fields=form)
    return {
        "one": one, "row": row, "line": beside.line, "columns": CHECKS, "act": act, "back": url_of(one),
        "rows": [[one.what, one.line_says, one.record_says, Tag("Agrees" if one.agrees else "Does not agree")] for one in found],
        "own_approval": beside.line.authorised_by_id == person.pk,
        "answer": _answer(row),
    }  # fmt: skip


def _answer(row: InspectedLine) -> list[Row]:
    if row.agrees is None:
        return []
    return [Row("Answer", "Agrees" if row.agrees else "Does not agree"), Row("Note", row.note or "None")]


def paper(one: Inspection) -> bytes:
    """An inspection as PDF/UA-1, to be kept or shown."""
    said = [(row.key, _words(row.value)) for row in facts(one)]
    lines = [[str(_words(value)) for value in _line(one, row)] for row in one.lines.all()]
    actions = [
        [row.what, row.owner.name, nhs_date(row.due), f"{nhs_when(row.done_at)}: {row.evidence}" if row.done_at else "Not yet"]
        for row in one.actions.all()
    ]
    blocks: list[Block] = [Facts(said), Heading("Lines drawn")]
    blocks.append(
        Grid("Each line and its answer", [col.words for col in LINES], lines, (2, 3, 4, 6)) if lines else Paragraph("Not drawn yet.")
    )
    blocks += [Heading("Actions"), Grid("What must be done", [col.words for col in ACTIONS], actions, (5, 3, 3, 5))] if actions else []
    title = f"Inspection {one.name} of the release register"
    return pdf(Document(title, clock.local_day(one.signed_at or one.opened_at), [*blocks, Small(HOW)]))


def _words(value: Value) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_words(one) for one in value)
    if isinstance(value, Link):
        return value.words
    if isinstance(value, Tag):
        return str(value.state)
    if isinstance(value, datetime):
        return nhs_when(value)
    return nhs_date(value) if isinstance(value, date) else str(value)
