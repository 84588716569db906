"""What the pages and the paper of the annual practice audit show: tables that are pictures, trends, suppressed groups in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from audits import scoring
from audits.models import AnnualAudit, RoleGroup
from audits.tool import AIM, BY_CODE, POLICY_CRITERIA, POLICY_STANDARD
from callgov import clock
from callgov.documents import Bullets, Document, Figure, Grid, Heading, Paragraph, Small
from callgov.ui.charts import Series, Trend, bar
from callgov.ui.formats import counted, nhs_date
from callgov.ui.parts import Col, Link, Tag, Value

Figures = Mapping[str, Any]

LIST_COLUMNS = [Col("Annual audit", row_header=True), Col("Written"), Col("Where it stands")]
CRITERIA_COLUMNS = [Col("Criterion", row_header=True), Col("Met", nowrap=True), Col(f"Standard {POLICY_STANDARD}%")]
GROUP_COLUMNS = [Col("Work", row_header=True), Col(f"Reached {AIM}%", nowrap=True), Col("As a bar"), Col("All criteria met", nowrap=True)]
GROUP_HEADS = ["Work", f"Reached {AIM}%", "All criteria met"]
CSV_COLUMNS = ["Year", "Version", "Group", "Criterion", "Met", "Applicable", "People", "Audits", "Audits that reached the aim"]
TOO_SMALL = "Too few people to show"


def list_rows(annuals: Sequence[AnnualAudit]) -> list[Sequence[Value]]:
    """The versions that a reader may read."""
    return [
        [
            Link(f"{one.year}, version {one.version}", reverse("annual_audit", args=[one.year, one.version])), one.made_at,
            [Tag("Confirmed"), f"Signed off by {one.sign_off.signed_by.name}, {nhs_date(one.sign_off.signed_at)}"]
            if hasattr(one, "sign_off") else Tag("Draft"),
        ]
        for one in annuals
    ]  # fmt: skip


def page(figures: Figures, year: int, before: Sequence[AnnualAudit]) -> dict[str, Any]:
    """The figures of a year as they are shown."""
    if figures["people"] is None:
        return {"too_small": f"Fewer than {figures['smallest']} people were audited, so no figures are shown."}
    whole = figures["whole"]
    return {
        "too_small": "",
        "says": says(figures),
        "criteria_columns": CRITERIA_COLUMNS,
        "criteria": [_criterion_row(code, *whole["criteria"][code]) for code in _codes(whole)],
        "group_columns": GROUP_COLUMNS,
        "groups": [_group_row(name, group) for name, group in figures["groups"].items()],
        "cross_columns": [Col("Work", row_header=True), *(Col(BY_CODE[code].words) for code in _codes(whole))],
        "cross": [_cross_row(name, group, _codes(whole)) for name, group in figures["groups"].items() if group is not None],
        "hidden": hidden_words(figures),
        "reaudits": reaudit_words(figures),
        "trends": trends(figures, year, before),
    }


def says(figures: Figures) -> str:
    """The year in a sentence."""
    whole = figures["whole"]
    return (
        f"{counted(whole['audits'], 'audit')} of {counted(whole['people'], 'person', 'people')}. "
        f"{whole['passed']} of {whole['audits']} reached the {AIM}% aim."
    )


def _codes(group: Figures) -> list[str]:
    return [one.code for one in POLICY_CRITERIA if one.code in group["criteria"] and group["criteria"][one.code][1]]


def _criterion_row(code: str, met: int, applicable: int) -> Sequence[Value]:
    return [BY_CODE[code].words, f"{scoring.percent(met, applicable)} ({met} of {applicable})", bar(met / applicable, 1)]


def _group_row(name: str, group: Figures | None) -> Sequence[Value]:
    label = str(RoleGroup(name).label)
    if group is None:
        return [label, TOO_SMALL, TOO_SMALL, TOO_SMALL]
    met, applicable = _all(group)
    share = f"{scoring.percent(group['passed'], group['audits'])} ({group['passed']} of {group['audits']})"
    every = f"{scoring.percent(met, applicable)} ({met} of {applicable})" if applicable else TOO_SMALL
    return [label, share, bar(group["passed"] / group["audits"], AIM / 100), every]


def _cross_row(name: str, group: Figures, codes: Sequence[str]) -> Sequence[Value]:
    """Each criterion in one group of work; one that too few of its people have marks in is not shown, nor one that it has not."""
    return [str(RoleGroup(name).label), *(_cross(group["criteria"].get(code)) for code in codes)]


def _cross(marks: Sequence[int] | None) -> str:
    met, applicable = marks or (0, 0)
    return f"{scoring.percent(met, applicable)} ({met} of {applicable})" if applicable else "Not shown"


def _all(group: Figures) -> tuple[int, int]:
    marks = group["criteria"].values()
    return sum(met for met, _ in marks), sum(applicable for _, applicable in marks)


def hidden_words(figures: Figures) -> str:
    """Why some groups are not shown."""
    if all(group is not None for group in figures["groups"].values()):
        return ""
    return f"Groups of fewer than {figures['smallest']} people, and any that could be worked out from the rest, are not shown."


def reaudit_words(figures: Figures) -> str:
    """What re-audits came to: each followed an audit below the aim."""
    again = figures["reaudits"]
    if again is None:
        return f"Re-audits of fewer than {figures['smallest']} people are not shown."
    return f"Of {counted(again['audits'], 're-audit')}, {again['passed']} reached the aim; all had been below it before."


def trends(figures: Figures, year: int, before: Sequence[AnnualAudit]) -> list[Trend]:
    """How each criterion, and the share that reached the aim, changed over the signed years."""
    years = [(one.year, one.figures) for one in before if one.figures["people"] is not None]
    years.append((year, figures))
    if len(years) < 2:
        return []
    names = [str(one) for one, _ in years]
    reached = [found["whole"]["passed"] / found["whole"]["audits"] for _, found in years]
    found = [Trend(f"Reached the {AIM}% aim", _rose("Audits that reached the aim", reached), names, [Series("Share", reached)], AIM / 100)]
    for code in _codes(figures["whole"]):
        shares = [_share(one["whole"], code) for _, one in years]
        words = BY_CODE[code].words
        found.append(Trend(words, _rose(words, shares), names, [Series("Met", shares)], 1))
    return found


def _share(group: Figures, code: str) -> float | None:
    met, applicable = group["criteria"].get(code, (0, 0))
    return met / applicable if applicable else None


def _rose(words: str, shares: Sequence[float | None]) -> str:
    known = [share for share in shares if share is not None]
    first, last = known[0], known[-1]
    verb = "rose" if last > first else "fell" if last < first else "stayed"
    return f"{words}: {verb} from {_percent(first)} to {_percent(last)}." if verb != "stayed" else f"{words}: stayed at {_percent(last)}."


def _percent(share: float) -> str:
    return f"{int(share * 1000) / 10:.1f}%"


# Paper and data


def paper(annual: AnnualAudit, before: Sequence[AnnualAudit]) -> Document:
    """The annual practice audit as a paper."""
    shown = page(annual.figures, annual.year, before)
    blocks: list[Any] = [Paragraph(annual.summary)]
    blocks += [Paragraph(shown["too_small"])] if shown["too_small"] else _figures_blocks(shown)
    if annual.changes:
        blocks += [Heading("What we changed"), Bullets(annual.changes.splitlines())]
    signed = hasattr(annual, "sign_off")
    state = f"Signed off by {annual.sign_off.signed_by.name}, {nhs_date(annual.sign_off.signed_at)}." if signed else "Draft."
    return Document(
        title=f"Consultation audit {annual.year}",
        day=clock.local_day(annual.made_at),
        blocks=[*blocks, Small(state)],
        foot=f"Version {annual.version}. Nobody is named.",
    )


def _figures_blocks(shown: Mapping[str, Any]) -> list[Any]:
    standard, criteria = f"Criteria against the standard of {POLICY_STANDARD}%", [_texts(row[:2]) for row in shown["criteria"]]
    cross = [_texts(row) for row in shown["cross"]]
    blocks = [
        Paragraph(shown["says"]), Heading("By criterion"), Grid(standard, ["Criterion", "Met"], criteria),
        Heading("By work"), Grid("Results by work", GROUP_HEADS, [_texts([*row[:2], row[3]]) for row in shown["groups"]]),
        *([Grid("Criteria by work", [column.words for column in shown["cross_columns"]], cross)] if cross else []),
        *([Small(shown["hidden"])] if shown["hidden"] else []),
        Heading("Re-audits"), Paragraph(shown["reaudits"]),
    ]  # fmt: skip
    if shown["trends"]:
        blocks += [Heading("Over the years"), *(Figure(str(one.svg), one.says, one.title) for one in shown["trends"])]
    return blocks


def _texts(row: Sequence[Value]) -> list[str]:
    return [str(cell) for cell in row]


def csv_rows(annual: AnnualAudit) -> list[list[Any]]:
    """The same figures as data; what is not shown is not in it."""
    rows: list[list[Any]] = []
    figures = annual.figures
    if figures["people"] is None:
        return rows
    groups = {"All": figures["whole"], **{str(RoleGroup(name).label): group for name, group in figures["groups"].items()}}
    for name, group in groups.items():
        if group is None:
            rows.append([annual.year, annual.version, name, TOO_SMALL, None, None, None, None, None])
            continue
        for code, (met, applicable) in group["criteria"].items():
            said = [annual.year, annual.version, name, BY_CODE[code].words, met, applicable]
            rows.append([*said, group["people"], group["audits"], group["passed"]])
    return rows
