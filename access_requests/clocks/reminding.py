"""Whom each running clock has to be brought to mind today, at which stage. Told again at each beat; each stage goes out once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice

from access_requests.clocks import queries
from access_requests.clocks.cases import concerned
from access_requests.clocks.reckoning import Practice, Reckoned, reckon
from access_requests.models import CaseClock, Right
from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.people.queries import able
from callgov.policy import enforces
from callgov.practice import setting
from callgov.registry import Reminding
from callgov.roles import POWERS, Action, Role
from callgov.ui.formats import nhs_date

SOON = (7, 2)  # days before the last one
NUDGES = (14, 21)  # days after the first one, on which to think of an extension (law.md C3)
HANDLING = [role for role in Role if Action.HANDLE_CASES in POWERS[role].may]
ABOVE = (Role.DPO, Role.PARTNER)
_AT_ONCE = 500


@dataclass(frozen=True)
class Stage:
    """One thing to be said about one clock: its kind, the day it is about, the line of the mail, whether it goes to those above."""

    kind: str
    day: date
    line: str
    escalates: bool = False


def stages(found: Reckoned, no_reply_days: int) -> Iterator[Stage]:
    """Everything that is to be said about a clock on the day it was worked out for; what was said before is not said again."""
    if found.waiting:
        asked = max(one.line.on for one in found.waiting)
        if found.today >= asked + timedelta(days=no_reply_days):
            yield Stage("no-reply", asked, f"waits for an answer since {nhs_date(asked)}. Remind them, or close it with a letter.")
        return
    if found.is_late:
        yield Stage("late", found.due, f"was due by {nhs_date(found.due)} and has not been answered.", escalates=True)
        return
    left = (found.due - found.today).days
    soon = [days for days in SOON if left <= days]
    if soon:
        yield Stage(f"due-in-{min(soon)}-days", found.due, f"is due by {nhs_date(found.due)}.")
    yield from _nudges(found)


def _nudges(found: Reckoned) -> Iterator[Stage]:
    if found.notice_by is None or found.extension is not None or found.today > found.notice_by:
        return
    begun = (found.today - found.deadline.relevant).days
    past = [days for days in NUDGES if begun >= days]
    if past:
        words = f"is due by {nhs_date(found.due)}. If you need two months more, tell them by {nhs_date(found.notice_by)}."
        yield Stage(f"extension-{max(past)}", found.notice_by, words)


@enforces("AC-6")
def due(now: datetime) -> Iterator[Reminding]:
    """Everything to be reminded of about the clocks that run (AC-6)."""
    today = clock.local_day(now)
    practice, no_reply_days = queries.practice(), setting("no_reply_close_days")
    handlers, above = able(HANDLING, today), able(ABOVE, today)
    for some in _parts():
        stakes = concerned([row.reference for row in some])
        for row in some:
            yield from _about(row, practice, no_reply_days, today, _without(handlers, stakes, row), _without(above, stakes, row))


def _about(
    row: CaseClock, practice: Practice, no_reply_days: int, today: date, handlers: Sequence[User], above: Sequence[User]
) -> Iterator[Reminding]:
    for stage in stages(reckon(row, queries.lines(row), practice, today), no_reply_days):
        people = {person.pk: person for person in (*handlers, *(above if stage.escalates else ()))}
        yield Reminding(
            kind=f"{row.right}-{stage.kind}", about=row.reference, due=stage.day, people=tuple(people.values()),
            subject="A case is late" if stage.escalates else "A case needs you",
            lines=[f"{row.reference} {stage.line}", "Log in to read it."], url_name="case_clock", where={"reference": row.reference},
            escalates=stage.escalates, also=partial(_report, row) if stage.escalates and row.right == Right.SUBJECT_ACCESS else None,
        )  # fmt: skip


def _report(row: CaseClock, now: datetime) -> None:
    """A request that is not answered in time is a breach of the practice's own duty. Whoever finds it first reports it."""
    report_incident(
        kind=IncidentKind.LATE_SAR, subject=f"{row.reference} unanswered", request=row.reference, facts={"due": str(row.due_on)}, now=now
    )


def _without(people: Sequence[User], stakes: dict[str, int | None], row: CaseClock) -> list[User]:
    return [person for person in people if person.pk != stakes.get(row.reference)]


def _parts() -> Iterator[list[CaseClock]]:
    rows = iter(queries.running_with_lines())
    while part := list(islice(rows, _AT_ONCE)):
        yield part
