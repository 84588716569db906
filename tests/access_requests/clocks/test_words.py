"""A deadline is explained in words, one sentence a rule, and drawn as a line. Pure: no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from access_requests.clocks import presenters, words
from access_requests.clocks.reckoning import Practice, Reckoned, if_asked, reckon
from access_requests.models import CaseClock, ClockEntry, Doing, Question, Right
from callgov.clock import Calendar
from callgov.holidays.shipped import shipped
from callgov.ui.parts import Time

pytestmark = pytest.mark.clause("AC-6")
PRACTICE = Practice(Calendar(shipped()))
JUNE = date(2026, 6, 1)


def line(pk: int, doing: Doing, on: date, question: str = "", of: int | None = None, late: bool = False) -> ClockEntry:
    return ClockEntry(pk=pk, doing=doing, on=on, question=question, of_id=of, late=late, words="Words")


def pair(pk: int, question: Question, asked: date, answered: date | None) -> list[ClockEntry]:
    lines = [line(pk, Doing.ASKED, asked, question)]
    return [*lines, line(pk + 1, Doing.ANSWERED, answered, of=pk)] if answered else lines


def found(
    *entries: ClockEntry, received: date = JUNE, today: date = date(2026, 6, 20), right: Right = Right.SUBJECT_ACCESS,
    answered_on: date | None = None, practice: Practice = PRACTICE,
) -> Reckoned:  # fmt: skip
    at = datetime(2026, 1, 1, tzinfo=UTC)
    row = CaseClock(reference="REQ-2026-0001", right=right, received_on=received, due_on=received, opened_at=at, answered_on=answered_on)
    return reckon(row, entries, practice, today)


def said(reckoned: Reckoned) -> str:
    return " ".join(words.reasons(reckoned))


@pytest.mark.parametrize(
    ("reckoned", "sentence"),
    [
        (found(), "It reached us on Monday 1 June 2026. The hour does not matter"),
        (found(), "One calendar month later is 1 July 2026."),
        (found(received=date(2026, 1, 31)), "there is no 31st, so the last day of the month counts: 28 February 2026."),
        (found(received=date(2026, 1, 31)), "is a Saturday and 1 March 2026 is a Sunday, so the next working day counts: Monday"),
        (found(received=date(2026, 11, 25), today=date(2026, 11, 25)), "25 December 2026 is Christmas Day, 26 December 2026 is a Saturday"),
        (found(received=date(2040, 1, 3)), "We have no bank holidays for 2040, so the day is not moved"),
        (found(*pair(1, Question.CLARIFICATION, date(2026, 6, 4), date(2026, 6, 14))), "heard on 14 June 2026."),
        (found(*pair(1, Question.CLARIFICATION, date(2026, 6, 4), date(2026, 6, 14))), "10 days do not count: 11 July 2026."),
        (found(*pair(1, Question.CLARIFICATION, date(2026, 6, 4), date(2026, 6, 5))), "1 day does not count: 2 July 2026."),
        (
            found(
                *pair(1, Question.CLARIFICATION, date(2026, 6, 4), date(2026, 6, 10)),
                *pair(3, Question.CLARIFICATION, date(2026, 6, 8), date(2026, 6, 14)),
            ),
            "10 days, each counted once, do not count",
        ),
        (
            found(*pair(1, Question.IDENTITY, date(2026, 6, 2), date(2026, 6, 8))),
            "The time is counted from 8 June 2026, when the last of it came. Counted from the receipt it would end on 1 July 2026.",
        ),
        (found(*pair(1, Question.CLARIFICATION, date(2026, 6, 4), None)), "Answered today, it would be due by Friday 17 July 2026."),
        (found(*pair(1, Question.CLARIFICATION, date(2026, 7, 2), None), today=date(2026, 7, 3)), "That was too late to move"),
        (found(line(1, Doing.EXTENDED, date(2026, 6, 12))), "On 12 June 2026 we told them that we need two months more."),
        (found(line(1, Doing.EXTENDED, date(2026, 6, 12))), "Three calendar months later is 1 September 2026."),
        (found(line(1, Doing.EXTENDED, date(2026, 7, 12), late=True)), "later than the law allows"),
        (found(right=Right.COMPLAINT), "within 30 days, the first of which is the day after: 1 July 2026."),
        (
            found(*pair(1, Question.IDENTITY, date(2026, 6, 4), None), right=Right.COMPLAINT),
            "That does not move the day by which we acknowledge.",
        ),
        (
            found(*pair(1, Question.CLARIFICATION, date(2026, 6, 4), None), right=Right.OBJECTION),
            "A question does not stop the clock of an objection.",
        ),
        (found(received=date(2025, 7, 1), right=Right.HEALTH_RECORDS), "21 days end on Monday 21 July 2025. The Act does not move"),
        (
            found(
                *pair(1, Question.CLARIFICATION, date(2025, 7, 3), date(2025, 7, 5)), received=date(2025, 7, 1), right=Right.HEALTH_RECORDS
            ),
            "had it on 5 July 2025.",
        ),
    ],
)  # fmt: skip
def test_every_step_has_its_sentence(reckoned: Reckoned, sentence: str):
    assert sentence in said(reckoned)


@pytest.mark.parametrize(
    ("reckoned", "heading"),
    [
        (found(), "Why the answer is due by 1 July 2026"),
        (found(right=Right.COMPLAINT), "Why it must be acknowledged by 1 July 2026"),
        (found(*pair(1, Question.IDENTITY, date(2026, 6, 4), None)), "No date while we wait for their answer"),
        (found(answered_on=date(2026, 6, 19)), "Answered on 19 June 2026"),
    ],
)
def test_the_heading_is_the_date_or_why_there_is_none(reckoned: Reckoned, heading: str):
    assert words.heading(reckoned) == heading


@pytest.mark.parametrize(
    ("reckoned", "line_of_target"),
    [
        (found(), "Our own target is 29 June 2026. If we need two months more, we must tell them by 1 July 2026."),
        (found(line(1, Doing.EXTENDED, date(2026, 6, 12))), ""),
        (found(*pair(1, Question.IDENTITY, date(2026, 6, 4), None)), ""),
        (found(received=date(2025, 2, 1), today=date(2025, 2, 2)), "Our own target is 1 March 2025."),
    ],
)
def test_our_target_and_the_notice_have_their_own_days(reckoned: Reckoned, line_of_target: str):
    assert words.target(reckoned).startswith(line_of_target)
    assert bool(words.target(reckoned)) == bool(line_of_target)


def test_the_line_shows_what_is_used_stopped_and_left():
    reckoned = found(*pair(1, Question.CLARIFICATION, date(2026, 6, 4), date(2026, 6, 14)))
    stretches = presenters.panel(reckoned).stretches
    assert [(one.kind, one.label) for one in stretches] == [
        (Time.USED, "3 days used"), (Time.STOPPED, "10 days stopped"), (Time.USED, "6 days used"), (Time.LEFT, "23 days left"),
    ]  # fmt: skip
    assert sum(one.share for one in stretches) == pytest.approx(100)
    assert presenters.short(reckoned) == "9 of 32 days used, stopped for 10 days"


def test_before_proof_came_the_line_stands_still():
    reckoned = found(*pair(1, Question.IDENTITY, date(2026, 6, 2), date(2026, 6, 8)))
    assert presenters.panel(reckoned).stretches[0].label == "7 days stopped"


def test_an_answered_clock_was_used_until_then():
    reckoned = found(answered_on=date(2026, 6, 11), today=date(2026, 12, 1))
    assert presenters.short(reckoned) == "10 of 30 days used"


def test_both_dates_are_shown_before_anything_is_asked():
    reckoned = found()
    supposed = if_asked(reckoned, [], Question.CLARIFICATION, PRACTICE, reckoned.today + timedelta(days=7))
    assert presenters.both_dates(reckoned, supposed) == [
        "Due now: 1 July 2026.", "If you ask today there is no date until they answer. Answered on 27 June 2026, it would be 8 July 2026.",
    ]  # fmt: skip
    assert presenters.both_dates(found(*pair(1, Question.IDENTITY, JUNE, None)), None) == [
        "There is no date now, because we wait for their answer."
    ]
