"""What the pages of an assessment show, made from the desk and the rules: no query, no write."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from audits import scoring
from audits.assessment import queries, rules
from audits.assessment.forms import FinishForm
from audits.assessment.queries import Desk
from audits.models import AssessmentKind, Outcome, SampledCall, ToolVersion
from audits.tool import AIM, BY_CODE, Tool
from callgov.refusals import Refusal
from callgov.ui.formats import nhs_when, position
from callgov.ui.parts import Act, Col, Link, Row, Value

CHECK_COLUMNS = [Col("Call", row_header=True), Col("Score"), Col("Not met"), Col("Change")]
TOOL_COLUMNS = [Col("Criterion", row_header=True), Col("What to listen for"), Col("For"), Col("Standard")]
VERSION_COLUMNS = [Col("Version", row_header=True), Col("Made"), Col("Why")]


def page(desk: Desk, call: SampledCall, number: int, player: object, refusal: Refusal | None, now: datetime) -> dict[str, Any]:
    """Everything on the page on which one call is assessed, but for the form."""
    audit = desk.assessment.audit
    return {
        "audit": audit,
        "title": f"Call {number} of {len(desk.calls)}",
        "caption": f"{audit.reference}, {audit.person.name}",
        "second": desk.assessment.kind == AssessmentKind.SECOND,
        "player": player,
        "refusal": refusal,
        "facts": [Row("Call", call.recording.started_at), Row("Assessed so far", f"{desk.reviewed} of {len(desk.calls)} calls")],
        "score": so_far(desk),
        "save": "Save and check" if number == len(desk.calls) else f"Save and go to call {number + 1} of {len(desk.calls)}",
        "renew": renew(desk, now),
    }


def renew(desk: Desk, now: datetime) -> Act | None:
    """More days to hear the calls, when those that were given are over."""
    if not queries.access_is_over(desk.assessment, now):
        return None
    return Act("Hear these calls for longer", reverse("audit_renew", args=[desk.assessment.audit.reference]), effect="The same calls.")


def so_far(desk: Desk) -> str:
    """The score so far in words."""
    if desk.score is None:
        return "Nothing marked yet."
    return f"Score so far: {desk.score.tally.met} of {desk.score.tally.applicable}."


def check(desk: Desk, form: FinishForm) -> dict[str, Any]:
    """The page on which an assessment is checked and finished."""
    audit = desk.assessment.audit
    refusal = rules.refuse_unfinished(len(desk.calls), desk.reviewed, desk.score)
    rows = [_check_row(desk, number, call) for number, call in enumerate(desk.calls, 1)]
    words = "Finish audit" if desk.assessment.kind == AssessmentKind.FIRST else "Finish the second look"
    act = Act(words, reverse("audit_check", args=[audit.reference]), refusal, _effect(desk), None if refusal else form)
    return {
        "audit": audit,
        "columns": CHECK_COLUMNS,
        "rows": rows,
        "act": act,
        "verdict": verdict(desk),
        "form": form if not refusal else None,
    }


def verdict(desk: Desk) -> str:
    """The score in a sentence."""
    if desk.score is None:
        return so_far(desk)
    shown = scoring.percent(desk.score.over, desk.score.under)
    side = f"reaches the {AIM}% aim" if desk.score.passed else f"is below the {AIM}% aim"
    return f"{desk.score.tally.met} of {desk.score.tally.applicable}: {shown} {side}."


def _effect(desk: Desk) -> str:
    name = desk.assessment.assessed.name
    said = f"{name} is told and can read the result, hear the calls and answer. Your access to the calls ends."
    below = desk.score is not None and not desk.score.passed
    return f"{said} A re-audit within three months is put on the programme." if below else said


def _check_row(desk: Desk, number: int, call: SampledCall) -> Sequence[Value]:
    review = desk.reviews.get(call.recording_id)
    link = Link("Change", reverse("audit_assess", args=[desk.assessment.audit.reference, number]), hidden=f"call {number}")
    when = nhs_when(call.recording.started_at)
    if review is None:
        return [when, "Not assessed yet", "", link]
    tally = scoring.of_call(queries.marks_of(review))
    missed = [BY_CODE[mark.criterion].words for mark in review.marks.all() if mark.outcome == Outcome.NOT_MET]
    return [when, f"{tally.met} of {tally.applicable}", missed or "None", link]


def mark_rows(desk: Desk) -> list[Sequence[Value]]:
    """For each criterion in how many calls it was met, with the notes and where in which call."""
    marked = [queries.marks_of(desk.reviews[call.recording_id]) for call in desk.calls if call.recording_id in desk.reviews]
    found = scoring.by_criterion(marked)
    there = [one for one in desk.tool.criteria if one.code in found]
    return [[one.words, f"{found[one.code].met} of {found[one.code].applicable}", _notes(desk, one.code)] for one in there]


def _notes(desk: Desk, code: str) -> Value:
    said: list[str] = []
    for number, call in enumerate(desk.calls, 1):
        for mark in desk.reviews[call.recording_id].marks.all() if call.recording_id in desk.reviews else ():
            if mark.criterion == code and mark.note:
                at = "" if mark.at_tenths is None else f" at {position(mark.at_tenths / 10)}"
                said.append(f"Call {number}{at}: {mark.note}")
    return said or "No notes"


def tool_rows(tool: Tool) -> list[Sequence[Value]]:
    """The criteria of a version of the tool."""
    return [[one.words, one.guidance, "Consultations by clinicians" if one.clinical else "Everyone", "100%"] for one in tool.criteria]


def version_rows(versions: Sequence[ToolVersion]) -> list[Sequence[Value]]:
    """The versions there were."""
    rows: list[Sequence[Value]] = [[f"Version {one.number}", [one.made_by.name, one.made_at], one.reason] for one in versions]
    return [*rows, ["Version 1", "The policy's own", "The practice's telephone recording policy"]]
