"""Every deadline as a function of dates. Nothing in here reads a database; only `now` and `today` read the time.

Instants are UTC; days are local days in Europe/London. Callers fetch `now()` at the edge and hand it down.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
YEARS_HOLIDAYS = 8  # an English year has at least so many: a table with fewer does not know the year
_SATURDAY = 5


def now() -> datetime:
    """This instant, in UTC. Called at the edge, never inside a rule."""
    return datetime.now(UTC)


def today() -> date:
    """The local day of this instant."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """The Europe/London day on which an instant falls (law.md R5.6: 2026-06-30T23:30Z is 1 July)."""
    return instant.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The first instant after a local day, in UTC: until when something that lasts through that day holds."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Calendar months later, clamped to the last day of that month (law.md R1.4, R5.6)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def retain_until(called: datetime, months: int) -> date:
    """Last local day on which a recording is kept; it is disposable from the next (law.md R5.6)."""
    return add_months(local_day(called), months)


def disposable_from(day: date, months: int) -> date:
    """First local day on which what runs from `day` for so many months may be destroyed: the day after its last (law.md R5.6)."""
    return add_months(day, months) + timedelta(days=1)


def grant_ends(starts: date, days: int) -> date:
    """Last local day of a grant that lasts so many days, the first included as day nought (default 7)."""
    return starts + timedelta(days=days)


def local_instant(day: date, at: time) -> datetime | None:
    """A local clock time as an instant in UTC; None where the clocks jump over it (law.md R13.3).

    Of a time that occurs twice, the first.
    """
    local = datetime.combine(day, at, LONDON)
    instant = local.astimezone(UTC)
    return instant if instant.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def hours_after(instant: datetime, hours: int) -> datetime:
    """So many elapsed hours later, in UTC: nights, weekends and holidays count, and no clock change adds or takes one (law.md R4.11)."""
    return instant.astimezone(UTC) + timedelta(hours=hours)


def second_instant(day: date, at: time) -> datetime | None:
    """When a local clock time came for the second time, because the clocks went back; None for a time that came once (law.md R13.3)."""
    first, second = (datetime.combine(day, at, LONDON).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return second if second > first else None


# Working days (law.md R1.5, C5)


@dataclass(frozen=True)
class Calendar:
    """The bank holidays that are known, by day, with their names."""

    holidays: Mapping[date, str] = field(default_factory=dict)

    def why_not(self, day: date) -> str:
        """Why this is no working day: "Saturday", "Christmas Day"; blank when it is one."""
        if day.weekday() >= _SATURDAY:
            return f"{day:%A}"
        return self.holidays.get(day, "")

    def knows(self, year: int) -> bool:
        """Whether the table has the whole of a year."""
        return sum(1 for day in self.holidays if day.year == year) >= YEARS_HOLIDAYS


@dataclass(frozen=True)
class Rolled:
    """A deadline after its weekend and holidays: the day, what was passed over and why, and a year the table does not know."""

    day: date
    passed: tuple[tuple[date, str], ...] = ()
    unknown_year: int | None = None


def roll(day: date, table: Calendar) -> Rolled:
    """The next working day on or after a day. Not moved at all when the table does not know a year that was looked at (C5)."""
    passed: list[tuple[date, str]] = []
    at = day
    while table.knows(at.year):
        why = table.why_not(at)
        if not why:
            return Rolled(at, tuple(passed))
        passed.append((at, why))
        at += ONE_DAY
    return Rolled(day, unknown_year=at.year)


def working_days_later(day: date, days: int, table: Calendar) -> date:
    """The last of so many working days that begin with the next one (law.md R3.8)."""
    for _ in range(days):
        day = roll(day + ONE_DAY, table).day
    return day


# The month of a person's right (law.md section 1)


@dataclass(frozen=True)
class Pause:
    """We asked what exactly is wanted on one day and heard on another; `answered` is None while we wait (R1.9)."""

    asked: date
    answered: date | None = None

    def days(self, after: date, *, inclusive: bool) -> frozenset[date]:
        """The days after `after` that do not count.

        Exclusive: as many as from the asking to the answer, which is the earlier and safer deadline. Inclusive: the asking day too, as
        the statute has it (C2). Of the asking and the answering day the exclusive count keeps the later, so that a pause that began
        before the clock did is counted from the clock's first day (E26).
        """
        assert self.answered is not None, "an open pause is closed by whoever counts it"
        first = self.asked if inclusive else self.asked + ONE_DAY
        first = max(first, after + ONE_DAY)
        return frozenset(first + timedelta(days=n) for n in range((self.answered - first).days + 1))


@dataclass(frozen=True)
class Case:
    """What a person's right to an answer within a month depends on.

    `arrived` holds the days on which proof of identity or authority, or a lawful fee, arrived that we had asked for (R1.2);
    `extended_on` the day on which we told them that we need two months more (R1.7).
    """

    received: date
    arrived: tuple[date, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extended_on: date | None = None
    inclusive: bool = False

    @property
    def relevant(self) -> date:
        """The day from which the month is counted (R1.2)."""
        return max((self.received, *self.arrived))

    def closed_by(self, day: date) -> "Case":
        """The case as if whatever is still asked were answered that day (C6)."""
        return replace(self, pauses=tuple(Pause(p.asked, min(p.answered or day, day)) for p in self.pauses if p.asked <= day))


@dataclass(frozen=True)
class Deadline:
    """A deadline and how it came about, step by step: from the day that counts, so many months, pauses, and the roll."""

    relevant: date
    months: int
    raw: date
    paused: frozenset[date]
    too_late: tuple[Pause, ...]
    rolled: Rolled

    @property
    def due(self) -> date:
        """The last day; it runs to the end of that day."""
        return self.rolled.day


def month_deadline(case: Case, table: Calendar) -> Deadline:
    """When a person must be answered at the latest (law.md 1.3). Every pause must have its answer: see `Case.closed_by`.

    A question that was asked after the deadline, as it stood then, moves nothing (C2).
    """
    heeded: list[Pause] = []
    too_late: list[Pause] = []
    for pause in sorted(case.pauses, key=lambda one: one.asked):
        earlier = replace(case, pauses=tuple(heeded)).closed_by(pause.asked)
        told = case.extended_on if case.extended_on and case.extended_on <= pause.asked else None
        stood = _deadline(replace(earlier, extended_on=told), (), table)
        (heeded if pause.asked <= stood.due else too_late).append(pause)
    return _deadline(replace(case, pauses=tuple(heeded)), tuple(too_late), table)


def _deadline(case: Case, too_late: tuple[Pause, ...], table: Calendar) -> Deadline:
    months = 3 if case.extended_on else 1
    raw = add_months(case.relevant, months)
    paused = frozenset().union(*(pause.days(case.relevant, inclusive=case.inclusive) for pause in case.pauses))
    return Deadline(case.relevant, months, raw, paused, too_late, roll(raw + timedelta(days=len(paused)), table))


def extension_notice_by(case: Case, table: Calendar) -> date:
    """Until when we may say that we need two months more: the deadline without them, pauses included (R1.7, C3)."""
    return month_deadline(replace(case, extended_on=None), table).due


def internal_target(deadline: Deadline, days: int) -> date:
    """Our own earlier day: so many days after the one that counts, pauses added, never past the deadline (R1.6, C1)."""
    return min(deadline.relevant + timedelta(days=days + len(deadline.paused)), deadline.due)


def acknowledge_by(received: date, days: int, table: Calendar) -> Rolled:
    """Until when a data-protection complaint is acknowledged: so many days, the first after its receipt (R1.20)."""
    return roll(received + timedelta(days=days), table)


def records_of_the_dead_due(applied: date, days: int) -> date:
    """The last of 21 or 40 days that begin with the application; the Act knows no roll (R2.6)."""
    return applied + timedelta(days=days - 1)


def opinion_counts(obtained: date, on: date) -> bool:
    """Whether a clinician's opinion is not older than six months on a day, which they end with (R2.3)."""
    return add_months(on, -6) < obtained <= on


# Audits (law.md R9.8)


def reaudit_due(finished: date) -> date:
    """Last local day of a re-audit: within three calendar months of the audit that was below the aim, never rolled (law.md R9.8)."""
    return add_months(finished, 3)


def annual_audit_due(last: date) -> date:
    """Last local day of the next annual audit: twelve calendar months after the last (law.md R9.8)."""
    return add_months(last, 12)


def probation_audit_due(probation_ends: date) -> date:
    """Last local day of a probation audit: before the day on which probation ends (law.md R9.8)."""
    return probation_ends - timedelta(days=1)
