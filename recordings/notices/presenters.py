"""What the pages of notices, purposes and objections show: no query, no write."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from callgov import documents
from callgov.refusals import Refusal
from callgov.roles import Action, Role, actions_of
from callgov.ui.formats import counted, masked, nhs_date, nhs_when
from callgov.ui.parts import Act, Col, Link, Row, Tag, Value
from recordings.channels import NoticeChannel
from recordings.models import Balancing, Ending, Line, Notice, Objection, ProcessingPurpose
from recordings.notices import rules, texts
from recordings.notices.forms import ApproveForm
from recordings.notices.queries import Channel

OBJECTION_COLUMNS = (Col("Objection", nowrap=True), Col("When"), Col("How it ended"), Col("Who"), Col("Formal"))
PURPOSE_COLUMNS = (Col("Purpose"), Col("Lawful basis"), Col("Lines"), Col("Impact assessment"))
ROPA = (
    "Purpose", "Why", "Lawful basis", "Condition for health data", "Whose data", "What data", "Recipients", "Transfers", "Kept", "Security",
    "Impact assessment reviewed by",
)  # fmt: skip


FORMATS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

# Notices


def ledger(channels: Sequence[Channel], roles: Iterable[Role]) -> dict[str, Any]:
    """One card a channel; red ones first say so in words."""
    return {
        "cards": [(one, card(one), Link("Change or test", reverse("notice_channel", args=[one.channel.value]), hidden=one.channel.label))
                  for one in channels],
        "red": [one.channel.label for one in channels if one.standing.red],
        "keeper": rules.refuse_keeper(list(roles)) is None,
    }  # fmt: skip


def card(one: Channel) -> list[Row]:
    """A channel in a few rows."""
    if one.notice is None or one.notice.in_force_from is None:
        state: Value = [Tag("Missing"), "None in force"] if one.standing.in_use else "Not in use"
        return [Row("Notice", state), *([Row("Waiting for approval", one.waiting.wording)] if one.waiting else [])]
    tests = [f"{nhs_date(test.tested_on)}, {'clear' if test.clear else f'not clear: {test.note}'}" for test in one.tests[:1]]
    rows = [
        Row("Wording", one.notice.wording),
        Row("In force since", nhs_date(one.notice.in_force_from)),
        Row("Last tested", tests or "Never"),
        Row("Next test", _due(one.notice.next_test_on, one)),
        Row("Next review", one.notice.next_review_on),
    ]
    return [*rows, Row("Waiting for approval", one.waiting.wording)] if one.waiting else rows


def _due(day: date | None, one: Channel) -> Value:
    late = one.standing.overdue_since is not None and one.standing.overdue_since == day
    return [Tag("Late"), day] if late else day


def channel_page(one: Channel, roles: Iterable[Role], forms: dict[str, Any]) -> dict[str, Any]:
    """One channel: what is in force, every version, and what can be done."""
    keeps = rules.refuse_keeper(list(roles))
    name = [one.channel.value]
    acts = []
    if one.waiting is not None:
        effect = f"It is read to callers as it stands: {one.waiting.wording}"
        acts.append(
            Act(
                "Approve this wording",
                reverse("notice_approve", args=[one.waiting.pk]),
                keeps,
                effect,
                forms.get("approve") or ApproveForm(),
            )
        )
    if one.notice is not None:
        acts.append(Act("Record this test", reverse("notice_test", args=[one.notice.pk]), keeps, fields=forms["test"], variant="secondary"))
    acts.append(Act("Propose this wording", reverse("notice_channel", args=name), keeps, fields=forms["wording"], variant="secondary"))
    if one.notice is not None:
        effect = "From then on calls by this route go to quarantine as possible secret recordings."
        acts.append(
            Act(
                "Withdraw without another",
                reverse("notice_withdraw", args=[one.notice.pk]),
                keeps,
                effect,
                forms["withdraw"],
                variant="warning",
            )
        )
    return {"one": one, "rows": card(one), "versions": [_version(notice) for notice in one.versions], "acts": acts}


def _version(notice: Notice) -> Row:
    who = notice.approved_by.get_full_name() if notice.approved_by else "Nobody yet"
    span = "Not approved yet"
    if notice.in_force_from:
        until = f"until {nhs_date(notice.in_force_until)}" if notice.in_force_until else "still in force"
        span = f"From {nhs_date(notice.in_force_from)}, {until}"
    return Row(
        f"Version {notice.version}", [notice.wording, span, f"Approved by {who}", *([notice.ended_reason] if notice.ended_reason else [])]
    )


# Purposes


def purposes(rows: Sequence[ProcessingPurpose], today: date) -> dict[str, Any]:
    """Every purpose with its basis, its lines and its impact assessment."""
    return {"columns": PURPOSE_COLUMNS, "rows": [_purpose(one, today) for one in rows]}


def _purpose(one: ProcessingPurpose, today: date) -> Sequence[Value]:
    name = Link(one.name, reverse("purpose", args=[one.pk]))
    lines: Value = _lines(one) or "None"
    return (name, texts.basis(one), lines, impact_tag(one, today))


def _lines(one: ProcessingPurpose) -> list[str]:
    return [line.name for line in one.lines.all()] + _own_calls(one)


def _own_calls(one: ProcessingPurpose) -> list[str]:
    outgoing = [f"{line.name}, outgoing calls" for line in one.outgoing_lines.all()]
    return [*outgoing, *(f"{line.name}, calls between colleagues" for line in one.internal_lines.all())]


def impact_tag(one: ProcessingPurpose, today: date) -> Value:
    """Whether there is an impact assessment, and until when it holds."""
    latest = next(iter(one.impact_assessments.all()), None)
    state = rules.impact_state(latest.review_on if latest else None, today)
    return [Tag(state), f"Review by {nhs_date(latest.review_on)}"] if latest else [Tag(state)]


def purpose_rows(one: ProcessingPurpose, today: date) -> list[Row]:
    """One purpose as its row of the record of processing."""
    balancing = next(iter(one.balancings.all()), None)
    rows = [
        Row("Why", one.statement), Row("Lawful basis", texts.basis(one)), Row("Whose data", one.people), Row("What data", one.data),
        Row("Recipients", one.recipients), Row("Transfers", one.transfers), Row("Security", one.security),
        Row("Lines", [f"{line.name}, {NoticeChannel(line.channel).label.lower()}" for line in one.lines.all()] + _own_calls(one) or "None"),
        Row("Impact assessment", impact_tag(one, today)),
    ]  # fmt: skip
    return [*rows, _balancing(balancing)] if balancing else rows


def _balancing(done: Balancing) -> Row:
    who = f"{done.assessed_by.get_full_name()}, {nhs_when(done.assessed_at)}"
    said = [done.interests, done.callers, f"Children: {done.children}", f"Not a public task: {done.not_a_public_task}", who]
    return Row("Balancing assessment", said)


def processing_rows(rows: Sequence[ProcessingPurpose]) -> list[list[str]]:
    """The record of processing as a table (law.md R7.3)."""
    return [
        [
            one.name, one.statement, str(one.get_lawful_basis_display()), _article9(one), one.people, one.data, one.recipients,
            one.transfers, _kept(one), one.security, _review(one),
        ]
        for one in rows
    ]  # fmt: skip


def _article9(one: ProcessingPurpose) -> str:
    return str(one.get_article9_display()) if one.article9 else "None: no health data"


def _kept(one: ProcessingPurpose) -> str:
    lines = {*one.lines.all(), *one.outgoing_lines.all(), *one.internal_lines.all()}
    kept = {line.retention_class for line in lines if line.retention_class}
    return "; ".join(f"{item.name}: {counted(item.months, 'month')}" for item in sorted(kept, key=lambda item: item.name)) or "No line yet"


def _review(one: ProcessingPurpose) -> str:
    latest = next(iter(one.impact_assessments.all()), None)
    return latest.review_on.isoformat() if latest else "None"


def processing_paper(rows: Sequence[ProcessingPurpose], today: date) -> documents.Document:
    """The record of processing as a document."""
    blocks: list[documents.Block] = []
    for name, row in zip((one.name for one in rows), processing_rows(rows), strict=True):
        blocks += [documents.Heading(name), documents.Facts(list(zip(ROPA[1:], row[1:], strict=True)))]
    return documents.Document("Record of processing: recorded telephone calls", today, blocks or [documents.Paragraph("No purpose yet.")])


# Objections


def objection_rows(objections: Iterable[Objection]) -> list[Sequence[Value]]:
    """The log, numbers masked."""
    return [
        (
            one.reference, one.at, [Ending(one.ending).label, *([one.other_way] if one.other_way else [])],
            [one.taken_by.get_full_name(), *([f"Caller {masked(one.external_e164 or one.external_raw)}"] if one.external_raw else [])],
            one.case_reference or ("Yes" if one.formal else "No"),
        )
        for one in objections
    ]  # fmt: skip


def earlier(objections: Iterable[Objection]) -> list[str]:
    """What whoever handles a caller's request must know, in sentences."""
    return [
        f"This caller asked not to be recorded on {nhs_date(one.at)}. {Ending(one.ending).label}."
        + (f" They want a formal answer: {one.case_reference or one.reference}." if one.formal else "")
        for one in objections
    ]


def actions(roles: Iterable[Role]) -> frozenset[Action]:
    """What these roles may do."""
    return actions_of(roles)


def purposes_acts(without: Iterable[Line], keeps: Refusal | None) -> list[Act]:
    """What can be done about purposes: first the lines that have none."""
    effect = "Its calls go to quarantine until somebody says what they are recorded for."
    missing = [Act(f"Say what {line.name} is for", reverse("line_purpose", args=[line.pk]), keeps, effect, opens=True) for line in without]
    add = Act("Add a purpose", reverse("purpose_new"), keeps, opens=True)
    taken = "That it was taken away is recorded."
    files = [
        Act(f"Record of processing as {kind.upper()}", reverse("processing_record", args=[kind]), None, taken, variant="secondary")
        for kind in FORMATS
    ]
    return [*missing, add, *files]


def purpose_acts(one: ProcessingPurpose, keeps: Refusal | None) -> list[Act]:
    """What can be done about one purpose."""
    lines = [
        Act(f"Change what {line.name} is for", reverse("line_purpose", args=[line.pk]), keeps, opens=True, variant="secondary")
        for line in one.lines.all()
    ]
    return [
        Act("Record an impact assessment", reverse("purpose_impact", args=[one.pk]), keeps, opens=True),
        Act("Change this purpose", reverse("purpose_change", args=[one.pk]), keeps, opens=True, variant="secondary"),
        *lines,
    ]


def processing_file(kind: str, rows: Sequence[ProcessingPurpose], today: date) -> tuple[bytes, str]:
    """The record of processing in one of its forms, and what it is."""
    if kind == "pdf":
        return documents.pdf(processing_paper(rows, today)), FORMATS["pdf"]
    table = processing_rows(rows)
    if kind == "csv":
        return documents.csv_file(ROPA, table), FORMATS[kind]
    return documents.xlsx_file("Record of processing", ROPA, table), FORMATS[kind]
