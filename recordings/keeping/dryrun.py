"""What a change of the schedule would do, worked out from counts by day. Pure, and never a list of calls."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from callgov import clock

MONTHS_SHOWN = 24
LATER = "later"


class Counted(NamedTuple):
    """How many recordings of a class run from a day: those that the change would touch, and those that a hold keeps as they are."""

    day: date
    free: int
    held: int


@dataclass(frozen=True)
class DryRun:
    """What would change.

    `by_month` maps the month in which recordings become due ("2028-01", or "later" beyond two years) to how many do so before and after.
    `earliest` is the first day, from today on, on which one of them could be destroyed after the change.
    """

    recordings: int
    held: int
    due_before: int
    due_after: int
    earliest: date | None
    by_month: dict[str, tuple[int, int]]

    def as_facts(self) -> dict[str, Any]:
        """As it is stored with the change that it was shown for."""
        return {
            "recordings": self.recordings, "held": self.held, "due_before": self.due_before, "due_after": self.due_after,
            "earliest": self.earliest and self.earliest.isoformat(), "by_month": {month: list(two) for month, two in self.by_month.items()},
        }  # fmt: skip


def dry_run(counted: Iterable[Counted], *, before: int, after: int, today: date) -> DryRun:
    """What changing a class from `before` to `after` months would do to the recordings that were counted."""
    rows = [row for row in counted if row.free or row.held]
    old: Counter[str] = Counter()
    new: Counter[str] = Counter()
    due_before = due_after = 0
    for row in rows:
        was, becomes = clock.disposable_from(row.day, before), clock.disposable_from(row.day, after)
        old[_month(was, today)] += row.free
        new[_month(becomes, today)] += row.free
        due_before += row.free * (was <= today)
        due_after += row.free * (becomes <= today)
    return DryRun(
        recordings=sum(row.free for row in rows), held=sum(row.held for row in rows), due_before=due_before, due_after=due_after,
        earliest=min((max(clock.disposable_from(row.day, after), today) for row in rows if row.free), default=None),
        by_month={month: (old[month], new[month]) for month in sorted({*old, *new})},
    )  # fmt: skip


def _month(day: date, today: date) -> str:
    """The month in which something becomes due: this one for all that is due already, "later" for what lies beyond the months shown."""
    if day > clock.add_months(today.replace(day=1), MONTHS_SHOWN):
        return LATER
    return max(day, today).strftime("%Y-%m")
