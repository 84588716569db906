"""What the pages of a result, the HR slip and a concern show: no query, no write."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from audits import scoring
from audits.assessment import presenters as marking
from audits.models import Assessment, AssessmentKind, Audit, AuditKind, Concern, ConcernNote, RoleGroup, State
from audits.outcome import rules
from audits.outcome.forms import ReadForm
from audits.outcome.queries import Result
from audits.scoring import Tally
from audits.tool import AIM
from callgov import clock
from callgov.documents import Document, Facts, Heading, Paragraph, Small
from callgov.people.models import User
from callgov.ui.formats import counted, nhs_date, nhs_when
from callgov.ui.parts import Act, Col, Event, Link, Row, Tag, Value

OWN_COLUMNS = [Col("Audit", row_header=True), Col("Why"), Col("Where it stands"), Col("Result")]
CRITERIA_COLUMNS = [Col("Criterion", row_header=True), Col("Met", nowrap=True), Col("Notes")]
RECORD_COLUMNS = [Col("Audit", row_header=True), Col("Who"), Col("Finished"), Col("Result"), Col("HR slip")]
CONCERN_COLUMNS = [Col("Concern", row_header=True), Col("About"), Col("Raised"), Col("Where it stands")]
CSV_COLUMNS = ["Reference", "Name", "Kind", "Finished", "Score", "Aim reached", "Answered"]


def shown(audit: Audit) -> str:
    """The score that counts, as people read it."""
    return scoring.percent(audit.score_over or 0, audit.score_under or 1)


def _side(audit: Audit) -> str:
    return f"reached the {AIM}% aim" if audit.passed else f"below the {AIM}% aim"


def own_rows(audits: Iterable[Audit]) -> list[Sequence[Value]]:
    """A person's own audits."""
    return [_own_row(audit) for audit in audits]


def _own_row(audit: Audit) -> Sequence[Value]:
    why = AuditKind(audit.kind).label
    if audit.finished_at is None:
        return [audit.reference, why, f"Due by {nhs_date(audit.due_on)}", "Not yet"]
    link = Link(f"{audit.reference}, {nhs_date(audit.finished_at)}", reverse("audit_result", args=[audit.reference]))
    return [link, why, Tag(State(audit.state)), f"{shown(audit)}, {_side(audit)}"]


# One result


def page(result: Result, reader: User, form: ReadForm | None = None, *, keeps_records: bool = False) -> dict[str, Any]:
    """Everything on the page of a result, for the assessed, their assessors, or who keeps HR records."""
    audit, own = result.audit, result.audit.person_id == reader.pk
    whose = "Your audit" if own else f"The audit of {audit.person.name}"
    return {
        "audit": audit,
        "own": own,
        "title": f"{whose}: {result.shown}, {_side(audit)}",
        "few": few(result),
        "looks": [_look(result, number) for number in range(len(result.desks))],
        "columns": CRITERIA_COLUMNS,
        "next": next_steps(result),
        "answers": [_answer(answer, audit) for answer in reversed(result.answers)],
        "calls": _calls(result) if own else [],
        "acts": _acts(result, reader, form) if own else [],
        "slip": reverse("audit_slip", args=[audit.reference]) if own or keeps_records else "",
    }


def few(result: Result) -> str:
    """How much a few calls can say."""
    calls = counted(len(result.desks[0].calls), "call")
    return f"{calls} are few: this is a guide. {_between(result.tally)}"


def _between(tally: Tally) -> str:
    low, high = scoring.interval(tally)
    return f"From as many marks, the true share lies between {low}% and {high}% in 19 of 20 cases."


def _look(result: Result, number: int) -> dict[str, Any]:
    desk = result.desks[number]
    one = desk.assessment
    heading = AssessmentKind(one.kind).label if len(result.desks) > 1 else "Feedback"
    counts = " (this one counts)" if len(result.desks) > 1 and number == 0 else ""
    return {
        "heading": f"{heading}{counts}",
        "facts": [
            Row("Result", _score_words(one)),
            Row("Assessed by", f"{one.assessor.name}, {nhs_date(one.finished_at)}" if one.finished_at else one.assessor.name),
            Row("What went well", one.went_well),
            Row("What to work on", one.to_work_on or "Nothing in particular"),
        ],
        "rows": marking.mark_rows(desk),
    }


def _score_words(one: Assessment) -> str:
    return f"{scoring.percent(one.score_over or 0, one.score_under or 1)}: {one.met} of {one.applicable} met"


def next_steps(result: Result) -> list[str]:
    """What happens next, in sentences."""
    audit = result.audit
    said = []
    if result.reaudit is not None:
        said.append(f"Three other calls are assessed by {nhs_date(result.reaudit.due_on)}, under {result.reaudit.reference}.")
    if audit.state == State.DISPUTED:
        said.append("Another assessor takes a second look, without seeing the first marks.")
    if audit.state == State.FINISHED:
        said.append("Read the result and answer.")
    return [*said, "The result stands on the HR record, without any sound."]


def _answer(answer: Any, audit: Audit) -> Event:
    return Event(answer.get_answer_display(), audit.person.name, answer.given_at, words=answer.words)


def _calls(result: Result) -> list[Link]:
    if result.grant is None:
        return []
    return [
        Link(f"Listen to the call of {nhs_when(one.recording.started_at)}", reverse("player", args=[result.grant.pk, one.recording_id]))
        for one in result.grant.chosen.all()
    ]


def _acts(result: Result, reader: User, form: ReadForm | None) -> list[Act]:
    audit = result.audit
    acts = []
    if rules.refuse_answer(audit, reader) is None:
        acts.append(Act("I have read this", reverse("audit_read", args=[audit.reference]), fields=form or ReadForm()))
        refusal = rules.refuse_dispute(audit, reader, result.looked_twice)
        effect = "Another assessor hears the same calls and marks them anew. Both stay on record; the second counts."
        acts.append(
            Act("Ask for a second look", reverse("audit_dispute", args=[audit.reference]), refusal, effect, opens=True, variant="secondary")
        )
    if result.grant is None:
        effect = "You can hear the calls of this audit for some weeks. Each time you listen is recorded under your name."
        acts.append(Act("Hear my calls", reverse("audit_hear", args=[audit.reference]), effect=effect, variant="secondary"))
    return acts


def look_again(audit: Audit) -> Act:
    """A second look to take."""
    effect = f"{audit.reference}: you hear the same calls under a grant of your own and do not see the first marks."
    return Act("Take this second look", reverse("audit_look_again", args=[audit.reference]), effect=effect)


# The HR slip


def slip_rows(audit: Audit, assessment: Assessment) -> list[tuple[str, str]]:
    """What stands on the HR record: no sound, no caller, no concern."""
    finished = nhs_date(audit.finished_at) if audit.finished_at else ""
    return [
        ("Name", audit.person.name),
        ("Audit", f"{audit.reference}, {AuditKind(audit.kind).label.lower()}"),
        ("Work", RoleGroup(audit.role_group).label),
        ("Finished", finished),
        ("Result", f"{shown(audit)}, {_side(audit)}: {assessment.met} of {assessment.applicable} met"),
        ("How sure", f"A few calls are a guide. {_between(Tally(assessment.met or 0, assessment.applicable or 0))}"),
        ("Assessed by", assessment.assessor.name),
        ("What went well", assessment.went_well),
        ("What to work on", assessment.to_work_on or "Nothing in particular"),
        ("Answered", State(audit.state).label if audit.state != State.ANSWERED else "Read by the member of staff"),
    ]


def slip_paper(audit: Audit, assessment: Assessment) -> Document:
    """The HR slip as a paper."""
    assert audit.finished_at is not None
    return Document(
        title="Consultation audit: record of a result",
        day=clock.local_day(audit.finished_at),
        blocks=[
            Paragraph("For the individual's HR record. No recording is kept with it."),
            Facts(slip_rows(audit, assessment)),
            Heading("How it was assessed"),
            Small(f"Calls drawn at random by a recorded seed, marked by version {audit.tool} of the audit tool. The aim is {AIM}%."),
        ],
        foot=audit.reference,
    )


def record_rows(audits: Iterable[Audit]) -> list[Sequence[Value]]:
    """Results for who keeps HR records."""
    return [
        [
            Link(audit.reference, reverse("audit_result", args=[audit.reference])), audit.person.name, audit.finished_at,
            f"{shown(audit)}, {_side(audit)}",
            Link("HR slip", reverse("audit_slip", args=[audit.reference]), hidden=f"of {audit.person.name}"),
        ]
        for audit in audits
    ]  # fmt: skip


def csv_rows(audits: Iterable[Audit]) -> list[list[Any]]:
    """The same for the HR system."""
    return [_csv_row(audit) for audit in audits]


def _csv_row(audit: Audit) -> list[Any]:
    finished = clock.local_day(audit.finished_at) if audit.finished_at else None
    kind = AuditKind(audit.kind).label
    return [audit.reference, audit.person.name, kind, finished, shown(audit), bool(audit.passed), audit.state == State.ANSWERED]


# Concerns


def concern_rows(concerns: Iterable[Concern]) -> list[Sequence[Value]]:
    """The concerns that a reader may read."""
    return [
        [
            Link(f"Concern {one.pk}", reverse("concern", args=[one.pk])), one.about.name, one.raised_at,
            Tag("Closed") if one.closed_at else Tag("New"),
        ]
        for one in concerns
    ]  # fmt: skip


def concern_page(concern: Concern, notes: Iterable[ConcernNote], act: Act | None) -> dict[str, Any]:
    """One concern and what was done."""
    rows = [
        Row("About", concern.about.name),
        Row("Raised by", f"{concern.raised_by.name}, {nhs_when(concern.raised_at)}"),
        Row("Concern", concern.words),
        Row("Where it stands", Tag("Closed") if concern.closed_at else Tag("New")),
    ]
    events = [Event("Answered", note.written_by.name, note.written_at, words=note.words) for note in notes]
    return {"concern": concern, "rows": rows, "events": list(reversed(events)), "act": act}
