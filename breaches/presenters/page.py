"""What the page of a breach shows, as the parts that pages are made of: no query, no write."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from breaches import grid, rules
from breaches.countdown import drawn, in_words
from breaches.models import (
    Account,
    Assessment,
    Breach,
    Compromise,
    Decision,
    FollowUp,
    FollowUpState,
    GoingOn,
    Kind,
    Measure,
    Receipt,
    State,
    Verdict,
    Way,
    Whom,
)
from breaches.presenters import risk
from breaches.queries import Case
from breaches.words import NOBODY_YET
from callgov.refusals import Refusal
from callgov.trail.events import Event as TrailEvent
from callgov.trail.models import Entry
from callgov.ui.formats import counted, nhs_date, nhs_when
from callgov.ui.parts import Col, Event, Link, Row, Tag, Value

RECEIPT_COLUMNS = (Col("Who must know"), Col("Told"), Col("Knows"))
ACTION_COLUMNS = (Col("Action"), Col("Who"), Col("By when", nowrap=True), Col("Where it stands"))
VERSION_COLUMNS = (Col("Version"), Col("Outcome"), Col("Why"), Col("By"))


def detail(case: Case) -> dict[str, Any]:
    """Everything on the page of a breach but what its reader can do."""
    breach = case.breach
    return {
        "case": case,
        "title": title(breach),
        "caption": f"Breach {breach.reference}",
        "standing": State(breach.state),
        "clock": drawn(case.countdown) if case.handles else None,
        "missing": rules.missing_for_closing(case.progress) if case.handles and breach.state == State.OPEN else [],
        "report": report_rows(breach),
        "receipts": {"columns": RECEIPT_COLUMNS, "rows": [_receipt(receipt) for receipt in case.receipts]},
        "known": known_rows(case.account) if case.account else [],
        "risk": risk_rows(case) if case.assessment else [],
        **risk.drawn(case.assessment),
        "versions": {"columns": VERSION_COLUMNS, "rows": [_version(one) for one in reversed(case.assessments)]},
        "decided": [decision_row(one) for one in case.decisions],
        "reported": reported_rows(breach) if case.handles else [],
        "people": people_rows(breach) if case.handles else [],
        "contained": contained_rows(breach) if case.handles else [],
        "actions": {"columns": ACTION_COLUMNS, "rows": [_action(one) for one in _shown_actions(case)]},
        "moved": [Row(in_words(one.aware_at), _moved(one)) for one in case.awareness] if len(case.awareness) > 1 else [],
        "events": [_event(entry) for entry in case.history],
    }


def _shown_actions(case: Case) -> list[FollowUp]:
    return [one for one in case.follow_ups if case.handles or one.owner_id == case.reader.pk]


def title(breach: Breach) -> str:
    """What it is called: who reported it, or that the service found it."""
    return f"{breach.reporter.get_full_name()} reported a breach" if breach.reporter else "The service found what may be a breach"


# The report, and who knows


def report_rows(breach: Breach) -> list[Row]:
    """What was reported."""
    rows = [
        Row("What happened", breach.what_happened),
        Row("Kind", Kind(breach.kind).label),
        Row("Noticed", breach.noticed_at),
        Row("Still going on", GoingOn(breach.going_on).label),
        Row("Reported", breach.reported_at),
    ]
    if breach.about_request:
        rows.append(Row("About request", Link(breach.about_request, reverse("request_detail", args=[breach.about_request]))))
    if breach.disciplinary_request:
        linked = Link(breach.disciplinary_request, reverse("request_detail", args=[breach.disciplinary_request]))
        rows.append(Row("Disciplinary request", linked))
    if breach.learning:
        rows.append(Row("What was learnt", breach.learning))
    return rows


def _receipt(receipt: Receipt) -> Sequence[Value]:
    told: Value = [f"{one.person.get_full_name()}, {nhs_when(one.told_at)}" for one in receipt.told.all()] or NOBODY_YET
    if receipt.acknowledged_by is None or receipt.acknowledged_at is None:
        return (Whom(receipt.whom).label, told, Tag("Not yet"))
    deputy = ", deputy" if receipt.as_deputy else ""
    return (Whom(receipt.whom).label, told, f"{receipt.acknowledged_by.get_full_name()}{deputy}, {nhs_when(receipt.acknowledged_at)}")


def told_lines(receipts: Iterable[Receipt]) -> list[str]:
    """Who was told, in sentences: for whoever has just reported."""
    lines = []
    for receipt in receipts:
        names = " and ".join(one.person.get_full_name() for one in receipt.told.all())
        lines.append(f"{Whom(receipt.whom).label}: {names or NOBODY_YET}")
    return lines


def _moved(one: Any) -> list[str]:
    who = one.set_by.get_full_name() if one.set_by else "The service"
    return [one.reason, f"{who}, {nhs_when(one.set_at)}"]


# What is known, and how bad it is


def known_rows(account: Account) -> list[Row]:
    """The latest version of what is known; a number that nobody knows yet says so."""
    return [
        Row("What was broken", [Compromise(one).label for one in account.compromises]),
        Row("Whose data", people_of(account)),
        Row("What kinds of record", records_of(account)),
        Row("Likely consequences", account.consequences or "Not known yet"),
        Row("Measures", account.measures or "None yet"),
        Row("Version", f"{account.version}, by {account.written_by.get_full_name()}, {nhs_when(account.written_at)}"),
    ]


def people_of(account: Account) -> str:
    """Whose data it is, and about how many people."""
    return _number(account.people_kinds, account.people_count, "person", "people")


def records_of(account: Account) -> str:
    """What kinds of record, and about how many."""
    return _number(account.record_kinds, account.record_count, "record")


def _number(kinds: str, count: int | None, one: str, many: str = "") -> str:
    words = "number not known yet" if count is None else f"about {counted(count, one, many)}"
    return f"{kinds}, {words}" if kinds else words.capitalize()


def risk_rows(case: Case) -> list[Row]:
    """The assessment as it stands, and what stands decided."""
    latest = case.assessment
    assert latest is not None
    return [
        Row("Likelihood", f"{latest.likelihood}. {grid.LIKELIHOOD[latest.likelihood]}"),
        Row("Severity", f"{latest.severity}. {grid.SEVERITY[latest.severity]}"),
        Row("The grid says", f"{grid.Outcome(latest.outcome).label}."),
        Row("The people affected", "Tell them, unless there is a reason not to." if latest.high_risk else "No high risk to them."),
        Row("Decided", _stands(case)),
    ]


def _stands(case: Case) -> str:
    if case.verdict is None:
        waiting = rules.waits_for(case.versions)
        return f"Not yet. It waits for the {waiting.label}." if waiting else "Not yet."
    waiting = rules.waits_for(case.versions)
    more = f" The {waiting.label} has not agreed to anything else." if waiting else ""
    return f"{Verdict(case.verdict).label}.{more}"


def _version(one: Assessment) -> Sequence[Value]:
    who = f"{one.assessed_by.get_full_name()}, {nhs_when(one.assessed_at)}"
    score = f"Likelihood {one.likelihood}, severity {one.severity}"
    return (str(one.version), [score, f"{grid.Outcome(one.outcome).label}."], one.reasons, who)


def decision_row(one: Decision) -> Row:
    """One lead's decision with its reasons."""
    deputy = ", deputy" if one.as_deputy else ""
    who = f"{one.decided_by.get_full_name()}{deputy}, {nhs_when(one.decided_at)}"
    return Row(Whom(one.role).label, [f"{Verdict(one.verdict).label}.", one.reasons, who])


# What was done


def reported_rows(breach: Breach) -> list[Row]:
    """Where and when it was reported."""
    return [
        Row(one.to, [f"Reference {one.their_reference}", nhs_when(one.submitted_at), *([f"Late: {one.late_reason}"] if one.late else [])])
        for one in breach.submissions.all()
    ]


def people_rows(breach: Breach) -> list[Row]:
    """How the people affected were told."""
    return [
        Row(nhs_date(one.told_on), [Way(one.way).label, *([counted(one.how_many, "person", "people")] if one.how_many else []), one.words])
        for one in breach.people_told.all()
    ]


def contained_rows(breach: Breach) -> list[Row]:
    """What was done at once."""
    return [Row(Measure(one.measure).label, [one.words, nhs_when(one.done_at)]) for one in breach.containments.all()]


def _action(one: FollowUp) -> Sequence[Value]:
    state: Value = [Tag(FollowUpState(one.state)), *([one.done_words] if one.done_words else [])]
    return (one.words, one.owner.get_full_name(), one.due_on, state)


def _event(entry: Entry) -> Event:
    who = entry.actor.get_full_name() if entry.actor else "The service"
    return Event(str(TrailEvent(entry.event).label), who, entry.timestamp, words=entry.reason)


def refuse_done(case: Case, action: FollowUp) -> Refusal | None:
    """Whether this reader may record an action as done."""
    return rules.refuse_done(case.reader.pk, action.owner_id, case.lead)
