"""The verbs of a clock: open, ask, answer, extend, take back, stop, start again, recalculate. The only writers of clocks."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from access_requests.clocks import queries, rules
from access_requests.clocks.reckoning import Reckoned, due_if_answered_at_once, questions, reckon
from access_requests.models import AccessRequest, CaseClock, ClockEntry, Doing, Question, Right
from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record

PROOF = (Question.IDENTITY, Question.AUTHORITY)


@enforces("AC-6")
@transaction.atomic
def open_clock(*, reference: str, right: Right, received_on: date, now: datetime) -> CaseClock:
    """Start the clock of a case on the local day on which it reached anyone at the practice (AC-6; law.md R1.3, P1)."""
    row = CaseClock(reference=reference, right=right, received_on=received_on, due_on=received_on, opened_at=now)
    practice, today = queries.practice(), clock.local_day(now)
    row.due_on = reckon(row, [], practice, today).due
    with act():
        row.save(force_insert=True)
        _show_in_lists(row)
        record(Event.CLOCK_STARTED, subject=row, facts={"right": right, "received": str(received_on), "due": str(row.due_on)})
    return row


@enforces("AC-6")
@transaction.atomic
def ask(*, reference: str, question: str, words: str, on: date, actor: User, now: datetime) -> ClockEntry:
    """Ask them for something we need; what is wanted stops the clock, proof starts it anew when it comes (R1.2, R1.9). Raises Refused."""

    def rule(found: Reckoned) -> Refusal | None:
        return rules.refuse_asking(found.row, question, words, on, found.today, found.asked)

    line = ClockEntry(doing=Doing.ASKED, question=question, on=on, words=words.strip())
    return _move(reference, line, rule, actor, now, Event.CLOCK_ASKED)


@enforces("AC-6")
@transaction.atomic
def answer(*, reference: str, entry_id: int, on: date, words: str, actor: User, now: datetime) -> ClockEntry:
    """Record on which day their answer came: the clock runs again (R1.9). Raises Refused."""

    def rule(found: Reckoned) -> Refusal | None:
        one = next((one for one in found.asked if one.line.pk == entry_id), None)
        return rules.refuse_answer(found.row, one, on, found.today)

    line = ClockEntry(doing=Doing.ANSWERED, on=on, words=words.strip(), of_id=entry_id)
    return _move(reference, line, rule, actor, now, Event.CLOCK_ANSWERED)


@enforces("AC-6", "AC-7")
@transaction.atomic
def proof_seen(*, reference: str, on: date, person: User, now: datetime) -> int:
    """Who asks is confirmed: the proof that was asked for has come, and the month is counted from that day (R1.2); how many questions.

    Part of the check of who asks, and so for whoever may make it. Nothing happens to a case without a clock.
    """
    row = CaseClock.objects.select_for_update().filter(reference=reference, answered_on=None).first()
    if row is None:
        return 0
    open_ones = [one for one in questions(queries.lines(row)) if one.answer is None and one.question in PROOF]
    for one in open_ones:
        _write(row, ClockEntry(doing=Doing.ANSWERED, on=max(on, one.line.on), of_id=one.line.pk), person, now, Event.CLOCK_ANSWERED)
    return len(open_ones)


@enforces("AC-6")
@transaction.atomic
def extend(*, reference: str, reasons: str, on: date, actor: User, now: datetime, late_anyway: bool = False) -> ClockEntry:
    """Take two months more, told with reasons within the first (R1.7). A late notice is a breach of duty and reported as one.

    Raises Refused: without reasons, a second time, or too late unless somebody says that it is told all the same.
    """
    line = ClockEntry(doing=Doing.EXTENDED, on=on, words=reasons.strip())

    def rule(found: Reckoned) -> Refusal | None:
        line.late = found.notice_by is not None and on > found.notice_by
        return rules.refuse_extending(found, reasons, on, late_anyway=late_anyway)

    _move(reference, line, rule, actor, now, Event.CLOCK_EXTENDED)
    if line.late:
        report_incident(kind=IncidentKind.LATE_SAR, subject=reference, request=reference, facts={"late": "notice of extension"}, now=now)
    return line


@transaction.atomic
def take_back(*, reference: str, entry_id: int, reason: str, actor: User, now: datetime) -> ClockEntry:
    """Take back a question that was entered by mistake: it moves nothing any more, and both lines stay. Raises Refused."""
    line = ClockEntry(doing=Doing.TAKEN_BACK, on=clock.local_day(now), words=reason.strip(), of_id=entry_id)

    def rule(found: Reckoned) -> Refusal | None:
        entries = queries.lines(found.row)
        return rules.refuse_taking_back(found.row, next((one for one in entries if one.pk == entry_id), None), reason, entries)

    return _move(reference, line, rule, actor, now, Event.CLOCK_TAKEN_BACK)


@transaction.atomic
def stop(*, reference: str, on: date, now: datetime) -> None:
    """The answer went out: the clock stops. Nothing happens to a case without a clock, or whose clock has stopped."""
    row = CaseClock.objects.select_for_update().filter(reference=reference, answered_on=None).first()
    if row is None:
        return
    with act():
        row.answered_on = on
        row.save(update_fields=["answered_on"])
        record(Event.CLOCK_STOPPED, subject=row, facts={"on": str(on), "due": str(row.due_on), "late": on > row.due_on and not row.waiting})


@transaction.atomic
def start_again(*, reference: str, now: datetime) -> None:
    """A case that was reopened runs on by its old deadline: the answer that stopped it was not the right one, or there was none yet."""
    row = CaseClock.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        return
    with act():
        row.answered_on = None
        row.save(update_fields=["answered_on"])
        _show_in_lists(row)
        record(Event.CLOCK_STARTED, subject=row, facts={"right": row.right, "again": True, "due": str(row.due_on)})


@transaction.atomic
def recalculate_all(now: datetime) -> int:
    """Work out every running clock anew, after the calendar or a choice of the practice changed; how many moved, each with its entry."""
    practice, today = queries.practice(), clock.local_day(now)
    moved = 0
    for row in queries.running_with_lines(locked=True):
        due = due_if_answered_at_once(row, queries.lines(row), practice, today)
        if due != row.due_on:
            _recalculated(row, due)
            moved += 1
    return moved


def _recalculated(row: CaseClock, due: date) -> None:
    with act():
        facts = {"due": [str(row.due_on), str(due)]}
        row.due_on = due
        row.save(update_fields=["due_on"])
        _show_in_lists(row)
        record(Event.CLOCK_RECALCULATED, subject=row, facts=facts)


def _move(
    reference: str, line: ClockEntry, rule: Callable[[Reckoned], Refusal | None], actor: User, now: datetime, event: Event
) -> ClockEntry:
    """Under the lock of the clock: check, then write."""
    today = clock.local_day(now)
    insist(rules.refuse_handler(roles_on(actor, today)))
    row = CaseClock.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise Refused(rules.NO_CLOCK)
    insist(rule(reckon(row, queries.lines(row), queries.practice(), today)))
    return _write(row, line, actor, now, event)


def _write(row: CaseClock, line: ClockEntry, actor: User, now: datetime, event: Event) -> ClockEntry:
    """Add a line to a locked clock, work the deadline out anew, and write one entry that says from when to when."""
    practice, before, today = queries.practice(), row.due_on, clock.local_day(now)
    line.clock, line.by, line.at = row, actor, now
    with act():
        line.save(force_insert=True)
        entries = list(ClockEntry.objects.filter(clock=row))
        row.due_on = due_if_answered_at_once(row, entries, practice, today)
        row.waiting = bool(reckon(row, entries, practice, today).waiting)
        row.save(update_fields=["due_on", "waiting"])
        _show_in_lists(row)
        facts = {"on": str(line.on), "due": [str(before), str(row.due_on)], **({"late": True} if line.late else {})}
        record(event, subject=row, facts={**facts, **({"question": line.question} if line.question else {})})
    return line


def _show_in_lists(row: CaseClock) -> None:
    """A request shows the day of its clock in every list. Inside the act that moves the clock."""
    request = AccessRequest.objects.filter(reference=row.reference).exclude(due_on=row.due_on).first()
    if request is not None:
        request.due_on = row.due_on
        request.save(update_fields=["due_on"])
