"""From the lines of a clock to its deadline, against a slow and separate count. Pure: no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_requests.clocks.reckoning import Practice, reckon
from access_requests.models import CaseClock, ClockEntry, Doing, Question, Right
from callgov.clock import Calendar
from tests.slow_clock import holidays, slow_due

pytestmark = pytest.mark.clause("AC-6")
TABLE = Calendar(holidays(range(2020, 2053)))
DAYS = st.dates(date(2020, 1, 1), date(2050, 1, 1))
SPAN = st.tuples(st.integers(0, 100), st.integers(0, 40))


def due(received: date, lines: list[ClockEntry], today: date, *, inclusive: bool = False) -> date:
    row = CaseClock(
        reference="REQ-2026-0001", right=Right.SUBJECT_ACCESS, received_on=received, due_on=received,
        opened_at=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return reckon(row, lines, Practice(TABLE, inclusive=inclusive), today).due


def asked(pk: int, question: Question, first: date, last: date) -> list[ClockEntry]:
    return [
        ClockEntry(pk=pk, doing=Doing.ASKED, question=question, on=first),
        ClockEntry(pk=pk + 1, doing=Doing.ANSWERED, on=last, of_id=pk),
    ]


@settings(max_examples=300, deadline=None)
@given(
    received=DAYS, spans=st.lists(SPAN, max_size=3), proof=st.none() | st.tuples(st.integers(0, 20), st.integers(0, 30)),
    extended=st.none() | st.integers(0, 60), inclusive=st.booleans(),
)  # fmt: skip
def test_lines_agree_with_a_slow_count_over_thirty_years(
    received: date, spans: list[tuple[int, int]], proof: tuple[int, int] | None, extended: int | None, inclusive: bool
):
    def later(days: int) -> date:
        return received + timedelta(days=days)

    pauses = [(later(first), later(first + length)) for first, length in spans]
    lines = [line for n, span in enumerate(pauses) for line in asked(2 * n + 1, Question.CLARIFICATION, *span)]
    came = () if proof is None else (later(sum(proof)),)
    if proof is not None:
        lines += asked(91, Question.IDENTITY, later(proof[0]), later(sum(proof)))
    told = None if extended is None else later(extended)
    lines += [] if told is None else [ClockEntry(pk=99, doing=Doing.EXTENDED, on=told)]
    expected = slow_due(received, came, pauses, told, inclusive=inclusive)
    assert due(received, lines, later(400), inclusive=inclusive) == expected


def test_proof_asked_for_after_the_month_counts_only_once_the_extension_was_told():
    proof, june = asked(1, Question.IDENTITY, date(2026, 7, 10), date(2026, 7, 20)), date(2026, 6, 1)
    for told, expected in ((date(2026, 6, 20), date(2026, 10, 20)), (date(2026, 7, 15), date(2026, 9, 1))):
        assert due(june, [*proof, ClockEntry(pk=9, doing=Doing.EXTENDED, on=told)], date(2026, 8, 1)) == expected
