"""A clock as the parts that pages are made of: the line with its pauses, the sentences, the lines of its record."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse

from access_requests.clocks import words
from access_requests.clocks.reckoning import Reckoned
from access_requests.models import ClockEntry, Doing, Question
from callgov.ui.formats import counted, nhs_date, nhs_when
from callgov.ui.parts import Act, Clock, Col, Link, Stretch, Time, Value

LINES = (Col("Day", row_header=True, nowrap=True), Col("What"), Col("Words"), Col("Entered by"))
_LABELS = {Time.USED: "used", Time.STOPPED: "stopped", Time.LEFT: "left"}


def panel(found: Reckoned) -> Clock:
    """The deadline drawn and explained."""
    stretches = list(_stretches(found))
    return Clock(words.heading(found), short(found), stretches, words.reasons(found), words.target(found))


def short(found: Reckoned) -> str:
    """The line in words, for those who do not see it."""
    days = {kind: sum(1 for _day, k in _days(found) if k is kind) for kind in Time}
    stopped = f", stopped for {counted(days[Time.STOPPED], 'day')}" if days[Time.STOPPED] else ""
    return f"{days[Time.USED]} of {counted(days[Time.USED] + days[Time.LEFT], 'day')} used{stopped}"


def _stretches(found: Reckoned) -> Iterator[Stretch]:
    days = _days(found)
    for kind, run in groupby(days, key=lambda day: day[1]):
        length = len(list(run))
        yield Stretch(kind, 100 * length / len(days), f"{counted(length, 'day')} {_LABELS[kind]}")


def _days(found: Reckoned) -> list[tuple[date, Time]]:
    """Every day after the receipt up to the last, and what it is; a clock that stopped was used until then."""
    start, end = found.row.received_on, max(found.due, found.row.received_on + timedelta(days=1))
    used_until = min(found.today, found.row.answered_on or found.today)
    return [(day, _kind(found, day, used_until)) for day in (start + timedelta(days=n) for n in range(1, (end - start).days + 1))]


def _kind(found: Reckoned, day: date, used_until: date) -> Time:
    if day <= found.deadline.relevant or day in found.deadline.paused:
        return Time.STOPPED
    return Time.USED if day <= used_until else Time.LEFT


def page(found: Reckoned) -> dict[str, Any]:
    """What the page of a clock shows."""
    rows = [_line(found, line) for line in sorted(found.row.entries.all(), key=lambda line: line.pk)]
    return {"clock": panel(found), "columns": LINES, "rows": rows}


def _line(found: Reckoned, line: ClockEntry) -> Sequence[Value]:
    what = str(Doing(line.doing).label)
    said: list[str | Link] = [f"{what}: {Question(line.question).label.lower()}" if line.question else what]
    if line.late:
        said.append("Told late")
    if line.doing == Doing.ASKED and line.pk in {one.line.pk for one in found.asked}:
        said.append(Link("Take back", reverse("clock_take_back", args=[found.row.reference, line.pk]), hidden="this question"))
    return (nhs_date(line.on), said, line.words or "", [line.by.get_full_name(), nhs_when(line.at)])


def open_questions(found: Reckoned) -> list[Act]:
    """For each question whose answer we wait for, the way to record it."""
    return [
        Act(
            "Record their answer", reverse("clock_answer", args=[found.row.reference, one.line.pk]), opens=True,
            effect=f"Asked on {nhs_date(one.line.on)}: {words.PROOF[one.question]}.",
        )
        for one in found.asked
        if one.answer is None
    ]  # fmt: skip


def both_dates(found: Reckoned, answered: Reckoned | None) -> list[str]:
    """The deadline before and after something is asked today and answered on a day to come (S11)."""
    now = f"Due now: {nhs_date(found.due)}." if not found.waiting else "There is no date now, because we wait for their answer."
    if answered is None:
        return [now]
    return [
        now,
        "If you ask today there is no date until they answer. "
        f"Answered on {nhs_date(answered.today)}, it would be {nhs_date(answered.due)}.",
    ]
