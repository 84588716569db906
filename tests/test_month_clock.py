"""The month of a person's right: every worked example of the law, and thirty years of dates against a slow and separate count."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callgov import clock
from callgov.clock import Calendar, Case, Pause
from callgov.holidays.shipped import shipped
from tests.slow_clock import holidays, slow_due

pytestmark = pytest.mark.clause("AC-6")
TABLE = Calendar(shipped())


def day(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()  # noqa: DTZ007


def pauses(text: str) -> tuple[Pause, ...]:
    """ "4-10 Jun 2026, 8-14 Jun 2026" as pauses."""
    found = []
    for span in filter(None, text.split(", ")):
        days, month = span.split(" ", 1)
        first, last = days.split("-")
        found.append(Pause(day(f"{first} {month}"), day(f"{last} {month}")))
    return tuple(found)


# law.md 1.4: received, asked and answered, arrived, extended, due
EXAMPLES = {
    "E1": ("31 Jan 2025", "", "", False, "28 Feb 2025"),
    "E2": ("31 Jan 2024", "", "", False, "29 Feb 2024"),
    "E3": ("31 Jan 2026", "", "", False, "2 Mar 2026"),
    "E4": ("29 Jan 2025", "", "", False, "28 Feb 2025"),
    "E4, the 28th": ("28 Jan 2025", "", "", False, "28 Feb 2025"),
    "E4, the 30th": ("30 Jan 2025", "", "", False, "28 Feb 2025"),
    "E5": ("28 Feb 2025", "", "", False, "28 Mar 2025"),
    "E6": ("29 Feb 2024", "", "", False, "2 Apr 2024"),
    "E7": ("31 Mar 2025", "", "", False, "30 Apr 2025"),
    "E8": ("3 Sep 2025", "", "", False, "3 Oct 2025"),
    "E9": ("3 Sep 2026", "", "", False, "5 Oct 2026"),
    "E10": ("25 Nov 2024", "", "", False, "27 Dec 2024"),
    "E11": ("25 Nov 2025", "", "", False, "29 Dec 2025"),
    "E12": ("25 Nov 2026", "", "", False, "29 Dec 2026"),
    "E13": ("1 Jan 2026", "", "", False, "2 Feb 2026"),
    "E14": ("18 Mar 2025", "", "", False, "22 Apr 2025"),
    "E15": ("1 Dec 2026", "", "", False, "4 Jan 2027"),
    "E16": ("15 Nov 2025", "", "", False, "15 Dec 2025"),
    "E17": ("31 Jan 2025", "", "", True, "30 Apr 2025"),
    "E18": ("30 Nov 2025", "", "", True, "2 Mar 2026"),
    "E19": ("30 Nov 2027", "", "", True, "29 Feb 2028"),
    "E20": ("25 Sep 2026", "", "", True, "29 Dec 2026"),
    "E21": ("3 Mar 2026", "", "10 Mar 2026", False, "10 Apr 2026"),
    "E22": ("2 Mar 2026", "5-12 Mar 2026", "", False, "9 Apr 2026"),
    "E23": ("1 Jun 2026", "4-14 Jun 2026", "", False, "13 Jul 2026"),
    "E24": ("1 Jun 2026", "4-14 Jun 2026", "", True, "11 Sep 2026"),
    "E25": ("1 Jun 2026", "4-10 Jun 2026, 8-14 Jun 2026", "", False, "13 Jul 2026"),
    "E26": ("1 Jun 2026", "4-12 Jun 2026", "8 Jun 2026", False, "13 Jul 2026"),
    "E27": ("1 Jun 2026", "1-1 Jun 2026", "", False, "1 Jul 2026"),
}


def case(received: str, asked: str, arrived: str, extended: bool, *, inclusive: bool = False) -> Case:
    told = day(received) + timedelta(days=20) if extended else None
    return Case(day(received), (day(arrived),) if arrived else (), pauses(asked), told, inclusive)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_worked_example(name: str):
    *facts, due = EXAMPLES[name]
    assert clock.month_deadline(case(*facts), TABLE).due == day(due)


@pytest.mark.parametrize(("name", "days"), [("E22", 7), ("E23", 10), ("E24", 10), ("E25", 10), ("E26", 4), ("E27", 0)])
def test_the_days_that_do_not_count_are_a_union(name: str, days: int):
    assert len(clock.month_deadline(case(*EXAMPLES[name][:-1]), TABLE).paused) == days


@pytest.mark.parametrize(
    ("received", "asked", "days", "due"),
    [
        ("2 Mar 2026", "5-12 Mar 2026", 8, "10 Apr 2026"),  # E22 by the statute's own count
        ("1 Jun 2026", "4-4 Jun 2026", 1, "2 Jul 2026"),
        ("1 Jun 2026", "1-1 Jun 2026", 0, "1 Jul 2026"),
        ("1 Jun 2026", "4-8 Jun 2026, 8-12 Jun 2026", 9, "10 Jul 2026"),
    ],
)
def test_the_inclusive_count_has_the_asking_day_too(received: str, asked: str, days: int, due: str):
    found = clock.month_deadline(case(received, asked, "", False, inclusive=True), TABLE)
    assert (len(found.paused), found.due) == (days, day(due))


@pytest.mark.parametrize(("asked", "days"), [("4-8 Jun 2026, 8-12 Jun 2026", 8), ("4-8 Jun 2026, 9-12 Jun 2026", 7)])
def test_pauses_that_touch_count_a_day_once(asked: str, days: int):
    assert len(clock.month_deadline(case("1 Jun 2026", asked, "", False), TABLE).paused) == days


def test_the_local_day_of_arrival_counts():  # E28
    received = clock.local_day(datetime.fromisoformat("2026-06-30T23:30Z"))
    assert clock.month_deadline(Case(received), TABLE).due == date(2026, 8, 3)


@pytest.mark.parametrize(("received", "due"), [("25 Nov 2026", "29 Dec 2026"), ("1 Aug 2026", "1 Sep 2026")])  # E29, E30
def test_a_complaint_is_acknowledged_within_thirty_days(received: str, due: str):
    assert clock.acknowledge_by(day(received), 30, TABLE).day == day(due)


def test_a_question_after_the_deadline_moves_nothing():
    asked_in_time, asked_late = Pause(day("1 Jul 2026"), day("3 Jul 2026")), Pause(day("4 Jul 2026"), day("9 Jul 2026"))
    found = clock.month_deadline(Case(day("1 Jun 2026"), pauses=(asked_late, asked_in_time)), TABLE)
    assert (found.due, found.too_late) == (day("3 Jul 2026"), (asked_late,))


def test_a_question_in_the_second_month_counts_only_once_the_extension_was_told():
    asked = Pause(day("20 Jul 2026"), day("22 Jul 2026"))
    extended = Case(day("1 Jun 2026"), pauses=(asked,), extended_on=day("15 Jun 2026"))
    assert clock.month_deadline(extended, TABLE).due == day("3 Sep 2026")
    told_after = Case(day("1 Jun 2026"), pauses=(asked,), extended_on=day("21 Jul 2026"))
    assert clock.month_deadline(told_after, TABLE).too_late == (asked,)


def test_a_question_asked_while_another_waits_counts():
    long, within = Pause(day("20 Jun 2026"), day("20 Aug 2026")), Pause(day("10 Aug 2026"), day("25 Aug 2026"))
    found = clock.month_deadline(Case(day("1 Jun 2026"), pauses=(long, within)), TABLE)
    assert (found.too_late, len(found.paused)) == ((), 66)


def test_an_open_question_is_counted_as_if_answered_on_the_day_one_looks():
    waiting = Case(day("1 Jun 2026"), pauses=(Pause(day("4 Jun 2026")),))
    assert clock.month_deadline(waiting.closed_by(day("14 Jun 2026")), TABLE).due == day("13 Jul 2026")
    assert clock.month_deadline(waiting.closed_by(day("3 Jun 2026")), TABLE).due == day("1 Jul 2026")


@pytest.mark.parametrize(("name", "notice"), [("E24", "13 Jul 2026"), ("E17", "28 Feb 2025"), ("E20", "26 Oct 2026")])
def test_the_notice_of_an_extension_has_its_own_deadline(name: str, notice: str):
    assert clock.extension_notice_by(case(*EXAMPLES[name][:-1]), TABLE) == day(notice)


@pytest.mark.parametrize(
    ("name", "days", "target"),
    [("E1", 28, "28 Feb 2025"), ("E7", 28, "28 Apr 2025"), ("E23", 28, "9 Jul 2026"), ("E1", 7, "7 Feb 2025"), ("E5", 28, "28 Mar 2025")],
)
def test_our_own_target_never_passes_the_deadline(name: str, days: int, target: str):
    assert clock.internal_target(clock.month_deadline(case(*EXAMPLES[name][:-1]), TABLE), days) == day(target)


def test_records_of_the_dead_have_days_that_begin_with_the_application():
    assert clock.records_of_the_dead_due(day("1 Jul 2025"), 21) == day("21 Jul 2025")
    assert clock.records_of_the_dead_due(day("1 Jul 2025"), 40) == day("9 Aug 2025")


@pytest.mark.parametrize(("obtained", "last"), [("10 Jan 2025", "9 Jul 2025"), ("31 Aug 2025", "28 Feb 2026")])
def test_an_opinion_counts_for_six_months(obtained: str, last: str):
    assert clock.opinion_counts(day(obtained), day(last))
    assert not clock.opinion_counts(day(obtained), day(last) + timedelta(days=1))
    assert not clock.opinion_counts(day(obtained), day(obtained) - timedelta(days=1))


# Thirty years of dates

LONG_TABLE = Calendar(holidays(range(2020, 2053)))
DAYS = st.dates(date(2020, 1, 1), date(2050, 1, 1))
SPANS = st.lists(st.tuples(st.integers(0, 110), st.integers(0, 40)), max_size=4)


@settings(max_examples=400, deadline=None)
@given(received=DAYS, arrived=st.none() | st.integers(0, 20), spans=SPANS, extended=st.none() | st.integers(0, 60), inclusive=st.booleans())
def test_thirty_years_agree_with_a_slow_count(
    received: date, arrived: int | None, spans: list[tuple[int, int]], extended: int | None, inclusive: bool
):
    def later(days: int) -> date:
        return received + timedelta(days=days)

    asked = tuple(Pause(later(first), later(first + length)) for first, length in spans)
    came = () if arrived is None else (later(arrived),)
    told = None if extended is None else later(extended)
    quick = clock.month_deadline(Case(received, came, asked, told, inclusive), LONG_TABLE).due
    assert quick == slow_due(received, came, [(p.asked, p.answered) for p in asked], told, inclusive=inclusive)


@given(received=DAYS)
def test_every_day_of_thirty_years_is_due_on_a_working_day_in_the_next_month_or_just_after(received: date):
    due = clock.month_deadline(Case(received), LONG_TABLE).due
    assert not LONG_TABLE.why_not(due)
    assert 28 <= (due - received).days <= 36
