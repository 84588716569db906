"""The answers that the Information Commissioner and the national incident tool ask for, field by field (law.md R4.4, R4.7)."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from breaches import grid
from breaches.countdown import deadline, in_words
from breaches.models import Compromise, GoingOn, Kind, Measure, Verdict, Way
from breaches.presenters.page import people_of, records_of
from breaches.queries import Case
from callgov import documents
from callgov.people.models import User
from callgov.ui.formats import nhs_date, nhs_when
from callgov.ui.parts import Act, Row

UNKNOWN = "Not known yet"
Section = tuple[str, list[tuple[str, str]]]


def page(case: Case, officers: Sequence[User]) -> dict[str, Any]:
    """The answers, and taking them away as a paper."""
    effect = "That you took it is recorded."
    paper = Act("Download as PDF", reverse("breach_answers_paper", args=[case.breach.reference]), effect=effect, variant="secondary")
    shown = [(heading, [Row(question, answer.split("\n")) for question, answer in rows]) for heading, rows in sections(case, officers)]
    return {"case": case, "sections": shown, "paper": paper}


def sections(case: Case, officers: Sequence[User]) -> list[Section]:
    """Headings with questions and answers, in the order in which they are asked. "Not known yet" is an answer."""
    return [
        ("What happened", _happened(case)),
        ("People and records", _whose(case)),
        ("How bad it is", _risk(case)),
        ("What was done", _done(case)),
        ("Who to ask", _contact(officers)),
    ]


def _happened(case: Case) -> list[tuple[str, str]]:
    breach = case.breach
    account = case.account
    broken = "; ".join(Compromise(one).label for one in account.compromises) if account else UNKNOWN
    return [
        ("Our reference", breach.reference),
        ("What happened, and how", breach.what_happened),
        ("Kind of incident", Kind(breach.kind).label),
        ("What was broken", broken),
        ("When it was noticed", in_words(breach.noticed_at)),
        ("When we became aware", in_words(breach.aware_at)),
        ("The 72 hours end", in_words(deadline(breach.aware_at))),
        ("Still going on", GoingOn(breach.going_on).label),
        ("If late, why", _late(case)),
    ]


def _late(case: Case) -> str:
    """Why it is late; a start of the 72 hours that was moved since can make late what was in time when it was sent."""
    reasons = "; ".join(one.late_reason for one in case.breach.submissions.all() if one.late)
    return reasons or (f"Late. {UNKNOWN}" if case.countdown.late else "Not late")


def _whose(case: Case) -> list[tuple[str, str]]:
    account = case.account
    return [
        ("Whose data, and about how many people", people_of(account) if account else UNKNOWN),
        ("What kinds of record, and about how many", records_of(account) if account else UNKNOWN),
        ("Special category data", "Recordings of calls with a GP practice: health data can occur in all of them."),
    ]


def _risk(case: Case) -> list[tuple[str, str]]:
    account, risk = case.account, case.assessment
    likely = f"{risk.likelihood}. {grid.LIKELIHOOD[risk.likelihood]}" if risk else UNKNOWN
    severe = f"{risk.severity}. {grid.SEVERITY[risk.severity]}" if risk else UNKNOWN
    return [
        ("Likely consequences", (account.consequences if account else "") or UNKNOWN),
        ("Likelihood that somebody comes to harm", likely),
        ("Severity", severe),
        ("A vulnerable group or special sensitivity", UNKNOWN if risk is None else "Yes" if risk.vulnerable else "No"),
        ("Our assessment", risk.reasons if risk else UNKNOWN),
        ("What the grid says", grid.Outcome(risk.outcome).label if risk else UNKNOWN),
        ("What we decided, and why", _decided(case)),
    ]


def _decided(case: Case) -> str:
    return "\n".join(f"{Verdict(one.verdict).label}: {one.reasons}" for one in case.decisions) or "Not decided yet"


def _done(case: Case) -> list[tuple[str, str]]:
    breach, account = case.breach, case.account
    at_once = "\n".join(f"{Measure(one.measure).label}: {one.words}, {nhs_when(one.done_at)}" for one in breach.containments.all())
    told = "\n".join(f"{Way(one.way).label}, {nhs_date(one.told_on)}. {one.words}" for one in breach.people_told.all())
    actions = "\n".join(f"{one.words} By {nhs_date(one.due_on)}." for one in case.follow_ups)
    return [
        ("Done at once", at_once or "Nothing recorded"),
        ("Measures taken and planned", (account.measures if account else "") or UNKNOWN),
        ("Further actions", actions or "None set"),
        ("Have the people affected been told", told or "Not yet"),
    ]


def _contact(officers: Sequence[User]) -> list[tuple[str, str]]:
    names = "\n".join(f"{person.get_full_name()}, {person.email}" for person in officers)
    return [("Data Protection Officer", names or "Nobody holds this role today")]


def paper(case: Case, officers: Sequence[User]) -> documents.Document:
    """The same answers as a document."""
    blocks: list[documents.Block] = [
        documents.Paragraph("Prepared to be reported through the NHS incident tool. Nothing was sent from here.")
    ]
    for heading, rows in sections(case, officers):
        blocks += [documents.Heading(heading), documents.Facts(rows)]
    version = case.account.version if case.account else 0
    foot = f"Breach {case.breach.reference}, what is known: version {version}"
    return documents.Document(f"Answers about breach {case.breach.reference}", case.today, blocks, foot=foot)
