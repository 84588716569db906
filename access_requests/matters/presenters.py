"""What the pages of complaints and objections show, as the parts that pages are made of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from access_requests.clocks import presenters as clocks
from access_requests.letters import presenters as letters
from access_requests.matters import rules
from access_requests.matters.forms import DecideForm, NoteForm
from access_requests.matters.of_matters import rights_case
from access_requests.matters.queries import MatterCase
from access_requests.models import CaseClock, Channel, Finding, Matter, MatterNote, MatterState, Right
from callgov.people.queries import roles_on
from callgov.trail.events import Event as TrailEvent
from callgov.trail.events import Job
from callgov.trail.models import Entry
from callgov.ui.formats import nhs_date, nhs_when
from callgov.ui.parts import Act, Col, Event, Link, Row, Tag, Value

COLUMNS = (Col("Case", nowrap=True, row_header=True), Col("What"), Col("Where it stands"), Col("Due", nowrap=True))
ABOUT = COLUMNS[:3]
KINDS = {Right.COMPLAINT: "Complaint", Right.OBJECTION: "Objection"}
TITLES = {Right.COMPLAINT: "A complaint about how data is used", Right.OBJECTION: "An objection to how data is used"}
DECIDE_EFFECT = "The case then waits for the letter that tells them the outcome."


def page(case: MatterCase, note: NoteForm | None = None, decision: DecideForm | None = None) -> dict[str, Any]:
    """Everything about one case on one screen, and what its reader can do next."""
    matter = case.matter
    return {
        "matter": matter,
        "title": TITLES[Right(matter.right)],
        "standing": MatterState(matter.state),
        "facts": facts(matter),
        "clock": clocks.panel(case.clock),
        "clock_url": reverse("case_clock", args=[matter.reference]),
        "letter_columns": letters.LETTERS,
        "letters": letters.rows(case.letters),
        "notes": [_note(one) for one in case.notes],
        "outcome": outcome(matter),
        "acts": acts(case, note, decision),
        "events": [_event(entry) for entry in case.history],
    }


def facts(matter: Matter) -> list[Row]:
    """Who, what, how and when."""
    who = matter.logged_by.get_full_name() if matter.logged_by else "Our own form"
    return [
        Row("Who makes it", matter.name),
        Row("How to reach them", matter.contact or None),
        Row("What they say", matter.words),
        Row("How it reached us", f"{Channel(matter.reached).label} on {nhs_date(matter.received_on)}"),
        Row("Logged by", f"{who}, {nhs_when(matter.logged_at)}"),
        Row("About", about(matter)),
        Row("Concerns a colleague", matter.about_person.get_full_name() if matter.about_person else "No"),
    ]


def about(matter: Matter) -> Value:
    """The request or copy concerned, a request with the way to it."""
    reference = matter.about_reference
    if reference.startswith("REQ-"):
        return Link(reference, reverse("request_detail", kwargs={"reference": reference}))
    return reference or "No single request or copy"


def outcome(matter: Matter) -> list[Row]:
    """How it was decided."""
    decision = getattr(matter, "decision", None)
    if decision is None:
        return []
    who = f"{decision.decided_by.get_full_name()}, {nhs_when(decision.decided_at)}"
    return [Row("Found", Finding(decision.finding).label), Row("Reasons", decision.reasons), Row("Decided by", who)]


def acts(case: MatterCase, note: NoteForm | None = None, decision: DecideForm | None = None) -> list[Act]:
    """Answers of theirs to record, letters, a note, the decision."""
    matter = case.matter
    refusal = rules.refuse_desk(matter, case.reader, roles_on(case.reader, case.today))
    found = [*clocks.open_questions(case.clock), *letters.acts(rights_case(matter), case.clock, case.no_reply_days)]
    if matter.state == MatterState.OPEN:
        decide = reverse("matter_decide", args=[matter.reference])
        found.append(Act("Decide", decide, refusal, DECIDE_EFFECT, None if refusal else decision or DecideForm()))
    if matter.state != MatterState.ANSWERED:
        keep = reverse("matter_note", args=[matter.reference])
        found.append(Act("Note a step", keep, refusal, "", None if refusal else note or NoteForm(), variant="secondary"))
    return found


def _note(one: MatterNote) -> Event:
    return Event("Noted", one.noted_by.get_full_name(), one.noted_at, words=one.words)


def _event(entry: Entry) -> Event:
    who = entry.actor.get_full_name() if entry.actor else str(Job(entry.job).label)
    return Event(str(TrailEvent(entry.event).label), who, entry.timestamp)


def rows(matters: Iterable[Matter], due: Mapping[str, CaseClock], today: date) -> list[Sequence[Value]]:
    """The desk, a line a case: never whom it is about, never what they say."""
    return [_row(matter, due.get(matter.reference), today) for matter in matters]


def about_rows(matters: Iterable[Matter]) -> list[Sequence[Value]]:
    """Complaints about one request, on its page: never whom one is about, never what they say."""
    return [
        (Link(one.reference, reverse("matter", args=[one.reference])), f"{KINDS[Right(one.right)]} of {nhs_date(one.received_on)}",
         Tag(MatterState(one.state)))
        for one in matters
    ]  # fmt: skip


def _row(matter: Matter, clock: CaseClock | None, today: date) -> Sequence[Value]:
    link = Link(matter.reference, reverse("matter", args=[matter.reference]))
    return (link, f"{KINDS[Right(matter.right)]} of {nhs_date(matter.received_on)}", Tag(MatterState(matter.state)), _due(clock, today))


def _due(clock: CaseClock | None, today: date) -> Value:
    if clock is None or clock.answered_on is not None:
        return "Told them" if clock and clock.right == Right.COMPLAINT else "Answered"
    if clock.waiting:
        return "Waiting for them"
    return [nhs_date(clock.due_on), Tag("Late")] if clock.due_on < today else nhs_date(clock.due_on)
