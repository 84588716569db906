"""From the lines of a clock to its deadline. Pure: the rows, the calendar and the practice's choices come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from access_requests.models import CaseClock, ClockEntry, Doing, Question, Right
from callgov import clock
from callgov.clock import Calendar, Deadline, Pause, Rolled

ASK_AGAIN_WITHIN = timedelta(days=13)  # of an application for a dead patient's records: 14 days beginning with it (law.md R2.6)


@dataclass(frozen=True)
class Practice:
    """What the practice's calendar and choices say."""

    table: Calendar
    inclusive: bool = False
    target_days: int = 28
    acknowledge_days: int = 30
    health_records_days: int = 21


@dataclass(frozen=True)
class Asked:
    """A question that stands: its line, and the line of its answer if one came."""

    line: ClockEntry
    answer: ClockEntry | None = None

    @property
    def question(self) -> Question:
        """What was asked for."""
        return Question(self.line.question)


@dataclass(frozen=True)
class Reckoned:
    """A clock worked out for a day.

    `deadline` counts whatever still waits as answered that day; `bare` is the deadline from the day of receipt, without the proof that
    was asked for; `waiting` holds the open questions because of which there is no deadline to miss; `idle` those that move nothing.
    """

    row: CaseClock
    today: date
    deadline: Deadline
    bare: Deadline
    asked: tuple[Asked, ...]
    waiting: tuple[Asked, ...]
    idle: tuple[Asked, ...]
    extension: ClockEntry | None
    notice_by: date | None
    target: date | None

    @property
    def due(self) -> date:
        """The last day, counting whatever still waits as answered today."""
        return self.deadline.due

    @property
    def is_late(self) -> bool:
        """Whether the last day is over, nothing of theirs is waited for, and no answer went out."""
        return self.row.answered_on is None and not self.waiting and self.today > self.due


def standing(entries: Iterable[ClockEntry]) -> list[ClockEntry]:
    """The lines that hold: neither taken back nor a taking back, nor the answer to a question that was taken back."""
    lines = list(entries)
    gone = {line.of_id for line in lines if line.doing == Doing.TAKEN_BACK}
    return [line for line in lines if line.doing != Doing.TAKEN_BACK and line.pk not in gone and line.of_id not in gone]


def questions(entries: Iterable[ClockEntry]) -> tuple[Asked, ...]:
    """The questions that stand, with their answers, in the order of asking."""
    lines = standing(entries)
    answers = {line.of_id: line for line in lines if line.doing == Doing.ANSWERED}
    asked = [Asked(line, answers.get(line.pk)) for line in lines if line.doing == Doing.ASKED]
    return tuple(sorted(asked, key=lambda one: (one.line.on, one.line.pk)))


def reckon(row: CaseClock, entries: Sequence[ClockEntry], practice: Practice, today: date) -> Reckoned:
    """Work out a clock for a day. Every question still open counts as answered that day, for the date it would then be."""
    asked = questions(entries)
    extension = next((line for line in standing(entries) if line.doing == Doing.EXTENDED), None)
    match row.right:
        case Right.COMPLAINT:
            return _plain(row, today, asked, clock.acknowledge_by(row.received_on, practice.acknowledge_days, practice.table))
        case Right.HEALTH_RECORDS:
            return _health_records(row, today, asked, practice)
    return _month(row, today, asked, extension, practice)


def due_if_answered_at_once(row: CaseClock, entries: Sequence[ClockEntry], practice: Practice, today: date) -> date:
    """What is kept for lists and jobs: the last day had they answered every open question on the day it was asked."""
    reckoned = reckon(row, entries, practice, today)
    if not reckoned.waiting:
        return reckoned.due
    return reckon(row, entries, practice, min(one.line.on for one in reckoned.waiting)).due


def if_asked(found: Reckoned, entries: Sequence[ClockEntry], question: Question, practice: Practice, answered_on: date) -> Reckoned:
    """The clock as it would be, were this asked on the day it was worked out for and answered on another."""
    asked = ClockEntry(pk=-1, doing=Doing.ASKED, question=question, on=found.today)
    answered = ClockEntry(pk=-2, doing=Doing.ANSWERED, of_id=-1, on=answered_on)
    return reckon(found.row, [*entries, asked, answered], practice, answered_on)


def _plain(row: CaseClock, today: date, asked: tuple[Asked, ...], rolled: Rolled, relevant: date | None = None) -> Reckoned:
    found = Deadline(relevant or row.received_on, 0, rolled.passed[0][0] if rolled.passed else rolled.day, frozenset(), (), rolled)
    return Reckoned(row, today, found, found, asked, (), asked, None, None, None)


def _health_records(row: CaseClock, today: date, asked: tuple[Asked, ...], practice: Practice) -> Reckoned:
    """More information asked for within 14 days starts the whole period anew when it comes; the Act rolls no deadline (R2.6)."""
    in_time = [one for one in asked if one.line.on <= row.received_on + ASK_AGAIN_WITHIN]
    start = max([row.received_on, *(_on(one, today) for one in in_time)])
    due = clock.records_of_the_dead_due(start, practice.health_records_days)
    found = _plain(row, today, asked, Rolled(due), start)
    bare = _plain(row, today, asked, Rolled(clock.records_of_the_dead_due(row.received_on, practice.health_records_days)))
    idle = tuple(one for one in asked if one not in in_time)
    return replace(found, bare=bare.deadline, waiting=tuple(one for one in in_time if one.answer is None), idle=idle)


def _month(row: CaseClock, today: date, asked: tuple[Asked, ...], extension: ClockEntry | None, practice: Practice) -> Reckoned:
    extended_on = extension.on if extension else None
    pausing = row.right == Right.SUBJECT_ACCESS  # no other right has a pause (C2)
    pauses = tuple(
        Pause(one.line.on, one.answer.on if one.answer else None) for one in asked if pausing and one.question == Question.CLARIFICATION
    )
    case = clock.Case(row.received_on, (), pauses, extended_on, practice.inclusive).closed_by(today)
    bare = clock.month_deadline(case, practice.table)
    heeded: list[Asked] = []
    for one in asked:
        told = extended_on if extended_on and extended_on <= one.line.on else None
        stood = clock.month_deadline(replace(case, extended_on=told).closed_by(one.line.on), practice.table).due
        if one.question != Question.CLARIFICATION and one.line.on <= stood:
            case = replace(case, arrived=(*case.arrived, _on(one, today)))
            heeded.append(one)
    found = clock.month_deadline(case, practice.table)
    late = {pause.asked for pause in found.too_late}
    clear = [one for one in asked if pausing and one.question == Question.CLARIFICATION and one.line.on not in late]
    moving = [*heeded, *clear]
    return Reckoned(
        row, today, found, bare, asked,
        waiting=tuple(one for one in moving if one.answer is None),
        idle=tuple(one for one in asked if one not in moving),
        extension=extension,
        notice_by=clock.extension_notice_by(case, practice.table),
        target=None if extension else clock.internal_target(found, practice.target_days),
    )  # fmt: skip


def _on(one: Asked, today: date) -> date:
    return one.answer.on if one.answer else max(today, one.line.on)
