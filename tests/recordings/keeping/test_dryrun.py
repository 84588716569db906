"""The dry run counts what a change would do, and the clock decides every day of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some

from callgov import clock
from recordings.keeping.dryrun import LATER, Counted, dry_run

pytestmark = pytest.mark.clause("AC-5")
TODAY = date(2026, 11, 22)
PATIENT = how(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("called", "months", "disposable"),
    [
        ("2024-02-29", 12, "2025-03-01"),
        ("2024-02-29", 36, "2027-03-01"),
        ("2024-02-29", 48, "2028-03-01"),
        ("2025-01-10", 36, "2028-01-11"),
        ("2025-08-31", 6, "2026-03-01"),
    ],
)
def test_something_is_disposable_from_the_day_after_its_last(called: str, months: int, disposable: str) -> None:
    assert clock.disposable_from(date.fromisoformat(called), months) == date.fromisoformat(disposable)


def test_a_call_after_local_midnight_runs_from_the_local_day() -> None:
    assert clock.retain_until(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 12) == date(2027, 7, 1)


def test_shortening_makes_some_due_at_once_and_leaves_the_held_out() -> None:
    tried = dry_run([Counted(date(2025, 1, 10), 5, 2), Counted(date(2026, 11, 1), 3, 0)], before=36, after=12, today=TODAY)
    assert (tried.recordings, tried.held, tried.due_before, tried.due_after) == (8, 2, 0, 5)
    assert tried.earliest == TODAY
    assert tried.by_month == {"2026-11": (0, 5), "2027-11": (0, 3), "2028-01": (5, 0), LATER: (3, 0)}


def test_of_an_empty_class_nothing_changes() -> None:
    tried = dry_run([Counted(date(2026, 1, 1), 0, 0)], before=36, after=12, today=TODAY)
    assert (tried.recordings, tried.earliest, tried.by_month) == (0, None, {})
    assert tried.as_facts()["earliest"] is None


@PATIENT
@given(
    some.lists(some.tuples(some.dates(date(2015, 1, 1), date(2026, 11, 22)), some.integers(0, 9), some.integers(0, 9)), max_size=8),
    some.integers(1, 120),
    some.integers(1, 120),
)
def test_every_free_recording_is_counted_once_before_and_once_after(rows: list[tuple[date, int, int]], before: int, after: int) -> None:
    counted = [Counted(*row) for row in rows]
    tried = dry_run(counted, before=before, after=after, today=TODAY)
    assert sum(old for old, _ in tried.by_month.values()) == tried.recordings == sum(row.free for row in counted)
    assert sum(new for _, new in tried.by_month.values()) == tried.recordings
    assert after < before or tried.due_after <= tried.due_before


@PATIENT
@given(some.dates(date(2015, 1, 1), date(2026, 11, 22)), some.integers(1, 120))
def test_a_longer_time_never_ends_earlier(day: date, months: int) -> None:
    assert day < clock.disposable_from(day, months) <= clock.disposable_from(day, months + 1)
    assert clock.disposable_from(day, months) - timedelta(days=1) == clock.add_months(day, months)
