"""The schedule, a proposed change with its dry run, and why one recording is kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.urls import reverse

from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.ui.formats import counted, nhs_date
from callgov.ui.parts import Act, Choice, Col, Link, Row, Tag, Value
from recordings.keeping import defaults, workflow
from recordings.keeping.dryrun import LATER
from recordings.keeping.forms import ReasonForm
from recordings.keeping.rules import schedule as rules
from recordings.models import AtEnd, ChangeState, RetentionChange, RetentionClass, RunsFrom

COLUMNS = [
    Col("What", row_header=True), Col("Kept for", nowrap=True), Col("Counted from"), Col("Then"), Col("Why"), Col("Changed"), Col("Change"),
]  # fmt: skip
RUN_COLUMNS = [Col("Due from", row_header=True), Col("As it is", numeric=True), Col("After the change", numeric=True)]


def schedule_page(classes: Sequence[RetentionClass], reader: User, today: date) -> dict[str, Any]:
    """Every class, and the recommended ones that the practice does not have."""
    missing = [line.name for line in defaults.SCHEDULE if line.name not in {kept.name for kept in classes}]
    refusal = rules.refuse_lead(roles_on(reader, today))
    effect = f"Adds {', '.join(name[0].lower() + name[1:] for name in missing)}. No recording changes its class."
    adopt = Act("Add what is missing", reverse("retention_adopt"), refusal, effect, variant="secondary") if missing else None
    may_propose = rules.refuse_proposer(roles_on(reader, today)) is None
    columns = COLUMNS if may_propose else COLUMNS[:-1]
    return {"columns": columns, "rows": [_row(kept, may_propose) for kept in classes], "adopt": adopt, "missing": missing}


def _row(kept: RetentionClass, may_propose: bool) -> Sequence[Value]:
    row: list[Value] = [
        kept.name, months(kept.months), RunsFrom(kept.runs_from).label.capitalize(), AtEnd(kept.at_end).label, kept.basis, _changed(kept),
    ]  # fmt: skip
    return [*row, _next(kept)] if may_propose else row


def months(number: int) -> str:
    """A period in words: whole years as years."""
    return counted(number // 12, "year") if number % 12 == 0 else counted(number, "month")


def _changed(kept: RetentionClass) -> Value:
    agreed = kept.agreed  # type: ignore[attr-defined]
    return [f"Version {kept.version}", nhs_date(agreed[0].decided_at)] if agreed else f"Version {kept.version}"


def _next(kept: RetentionClass) -> Value:
    waiting = kept.open_changes  # type: ignore[attr-defined]
    if waiting:
        return [Tag("Proposed"), Link("See it", reverse("retention_change", args=[waiting[0].pk]), hidden=kept.name)]
    return Link("Propose a change", reverse("retention_propose", args=[kept.pk]), hidden=f"of {kept.name}")


def propose_page(kept: RetentionClass, form: BaseForm, tried: dict[str, Any] | None) -> dict[str, Any]:
    """The form, and below it what was tried would do."""
    act = Act("See what it would do", "", fields=form, name="step", value="try")
    if tried:
        act = Act("Propose this change", "", fields=form, name="step", value="propose", beside=[Choice("Try again", "try")])
    return {"kept": kept, "facts": class_rows(kept), "act": act, "run": tried and run_of(tried)}


def class_rows(kept: RetentionClass) -> list[Row]:
    """One class as it stands."""
    return [
        Row("Kept for", months(kept.months)),
        Row("Counted from", RunsFrom(kept.runs_from).label.capitalize()),
        Row("At its end", AtEnd(kept.at_end).label),
        Row("Why", kept.basis),
        Row("Version", str(kept.version)),
    ]


def run_of(facts: dict[str, Any]) -> dict[str, Any]:
    """A dry run in sentences and by month."""
    more = facts["due_after"] - facts["due_before"]
    earliest = facts["earliest"] and nhs_date(date.fromisoformat(facts["earliest"]))
    said = [
        f"{counted(facts['recordings'], 'recording')} would have another date.",
        f"{counted(facts['held'], 'recording')} on legal hold would keep the date they have." if facts["held"] else "",
        _due(more),
        f"The first could be destroyed from {earliest}." if earliest else "",
    ]
    by_month = facts["by_month"].items()
    return {"said": [one for one in said if one], "columns": RUN_COLUMNS, "rows": [(_month(month), *two) for month, two in by_month]}


def _due(more: int) -> str:
    if more > 0:
        return f"{counted(more, 'recording')} more would be due for destruction at once. None is destroyed until a batch is authorised."
    if more < 0:
        return f"{counted(-more, 'recording')} fewer would be due for destruction now."
    return "No recording would be due at once that is not due already."


def _month(month: str) -> str:
    if month == LATER:
        return "Later"
    return date.fromisoformat(f"{month}-01").strftime("%B %Y")


def change_page(change: RetentionChange, run: dict[str, Any], reader: User, today: date, form: ReasonForm | None = None) -> dict[str, Any]:
    """A change with what it would do now, and its decision."""
    open_ = change.state == ChangeState.PROPOSED
    return {
        "heading_of_run": "What it would do" if open_ else "What it was said to do when it was proposed",
        "change": change, "facts": _change_rows(change), "run": run_of(run), "open": open_,
        "acts": [_decide(change, reader, today, form)] if open_ else [],
    }  # fmt: skip


def _decide(change: RetentionChange, reader: User, today: date, form: ReasonForm | None) -> Act:
    roles = roles_on(reader, today)
    refusal = rules.refuse_agreeing(change, reader, roles)
    effect = "The new dates are worked out within the hour. Recordings on hold keep theirs."
    if refusal == rules.SECOND_PERSON:
        return Act(workflow.AGREE_CHANGE.words, "", refusal)
    return Act(
        workflow.AGREE_CHANGE.words, reverse("retention_decide", args=[change.pk]), refusal, effect, form or ReasonForm(), name="decision",
        value="agree", beside=[Choice(workflow.REFUSE_CHANGE.words, "refuse")],
    )  # fmt: skip


def _change_rows(change: RetentionChange) -> list[Row]:
    decided = (
        [Row("Decided by", [change.decided_by.name, nhs_date(change.decided_at), change.decision_reason])]
        if change.decided_by and change.decided_at
        else []
    )
    return [
        Row("Kept for", _from_to(months(change.months_before), months(change.months))),
        Row("At its end", _from_to(AtEnd(change.at_end_before).label, AtEnd(change.at_end).label)),
        Row("Why that long", _from_to(change.basis_before, change.basis)),
        Row("Why it should change", change.reason),
        Row("Proposed by", [change.proposed_by.name, nhs_date(change.proposed_at)]),
        *decided,
    ]


def _from_to(before: str, after: str) -> Value:
    return f"{after} (as it is)" if before == after else [f"Now: {before}", f"New: {after}"]
