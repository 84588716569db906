"""Scores: the table of the law page, the exact boundary, and a slow oracle that counts one mark at a time."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import scoring
from audits.models import Outcome
from audits.scoring import Tally
from audits.tool import FIRST

MET, MISS, NA = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE
CODES = [criterion.code for criterion in FIRST.criteria]


def sample(calls: int, criteria: int, misses: int, absent: int = 0) -> list[dict[str, str]]:
    """Calls with all marks met but for the first so many, and does-not-apply for the last."""
    marks = [MISS] * misses + [MET] * (calls * criteria - misses - absent) + [NA] * absent
    return [dict(zip(CODES, marks[call * criteria : (call + 1) * criteria], strict=False)) for call in range(calls)]


@pytest.mark.clause("AU-5")
@pytest.mark.parametrize(
    ("calls", "fraction", "shown", "passed"),
    [
        (sample(3, 3, 1), "8/9", "88.8%", True),
        (sample(3, 3, 2), "7/9", "77.7%", False),
        (sample(3, 6, 3), "15/18", "83.3%", True),
        (sample(3, 6, 4), "14/18", "77.7%", False),
        (sample(1, 6, 1, absent=1), "4/5", "80.0%", True),
        (sample(4, 5, 4, absent=1), "15/19", "78.9%", False),
    ],
)
def test_the_table_of_the_law_page(calls: list[dict[str, str]], fraction: str, shown: str, passed: bool) -> None:
    found = scoring.score(calls)
    assert found is not None
    assert (f"{found.tally.met}/{found.tally.applicable}", scoring.percent(found.over, found.under)) == (fraction, shown)
    assert found.passed is passed


@pytest.mark.clause("AU-5")
def test_a_sample_in_which_nothing_applies_has_no_score() -> None:
    assert scoring.score(sample(3, 3, 0, absent=9)) is None
    assert scoring.score([]) is None


@pytest.mark.clause("AU-5")
def test_what_reads_below_80_is_below_80() -> None:
    assert scoring.percent(1599, 2000) == "79.9%"
    assert not scoring.reaches(1599, 2000, 80)
    assert scoring.reaches(4, 5, 80)
    assert scoring.percent(1, 1) == "100.0%"


@pytest.mark.clause("AU-5")
def test_pooled_and_mean_differ_when_calls_have_different_numbers_of_criteria() -> None:
    calls = [sample(1, 3, 0)[0], sample(1, 6, 2)[0]]
    pooled, mean = scoring.score(calls), scoring.score(calls, mean=True)
    assert pooled is not None
    assert mean is not None
    assert (scoring.percent(pooled.over, pooled.under), pooled.passed) == ("77.7%", False)
    assert (scoring.percent(mean.over, mean.under), mean.passed) == ("83.3%", True)


@pytest.mark.clause("AU-5")
def test_a_critical_criterion_fails_its_call_when_the_practice_says_so() -> None:
    calls = [{"introduction": MET, "identity": MISS, "manner": MET}, {"introduction": MET, "identity": MET, "manner": MET}]
    lenient, strict = scoring.score(calls), scoring.score(calls, critical=frozenset({"identity"}))
    assert lenient is not None
    assert strict is not None
    assert (lenient.tally, strict.tally) == (Tally(5, 6), Tally(3, 6))


marks = st.lists(st.sampled_from(list(Outcome)), min_size=0, max_size=6)
samples = st.lists(marks, max_size=5)


def slow_score(calls: list[list[Outcome]], *, mean: bool) -> Fraction | None:
    """One mark at a time, in fractions."""
    met, applicable, shares = 0, 0, []
    for call in calls:
        mine, all_mine = 0, 0
        for mark in call:
            if mark == Outcome.NOT_APPLICABLE:
                continue
            all_mine += 1
            if mark == Outcome.MET:
                mine += 1
        met, applicable = met + mine, applicable + all_mine
        if all_mine:
            shares.append(Fraction(mine, all_mine))
    if not shares:
        return None
    return sum(shares, Fraction(0)) * Fraction(1, len(shares)) if mean else Fraction(met) / applicable


@pytest.mark.clause("AU-5")
@given(calls=samples, mean=st.booleans())
def test_a_score_is_what_a_slow_count_says(calls: list[list[Outcome]], mean: bool) -> None:
    found = scoring.score([dict(zip(CODES, call, strict=False)) for call in calls], mean=mean)
    slow = slow_score(calls, mean=mean)
    assert (None if found is None else Fraction(found.over, found.under)) == slow
    if found is not None and slow is not None:
        assert found.passed == (slow >= Fraction(4, 5))
        assert Fraction(scoring.percent(found.over, found.under)[:-1]) <= slow * 100
        assert slow * 100 - Fraction(scoring.percent(found.over, found.under)[:-1]) < Fraction(1, 10)


@given(applicable=st.integers(1, 60), data=st.data())
def test_the_interval_holds_the_score_and_narrows_with_more_marks(applicable: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, applicable))
    low, high = scoring.interval(Tally(met, applicable))
    assert 0 <= low <= 100 * met / applicable <= high <= 100
    wide_low, wide_high = scoring.interval(Tally(met, applicable))
    low_10, high_10 = scoring.interval(Tally(met * 10, applicable * 10))
    assert high_10 - low_10 <= wide_high - wide_low


def test_three_calls_allow_a_wide_interval() -> None:
    assert scoring.interval(Tally(7, 9)) == (45, 94)


def test_marks_are_told_by_criterion() -> None:
    calls = [{"identity": MET, "manner": NA}, {"identity": MISS, "manner": MET}]
    assert scoring.by_criterion(calls) == {"identity": Tally(1, 2), "manner": Tally(1, 1)}


@pytest.mark.clause("AU-9")
def test_everyone_has_the_three_criteria_of_the_policy() -> None:
    assert [one.code for one in FIRST.of_call(consultation=False)] == ["introduction", "identity", "manner"]


@pytest.mark.clause("AU-10")
def test_a_consultation_has_three_more_and_any_other_call_has_them_not_at_all() -> None:
    assert [one.code for one in FIRST.of_call(consultation=True)][3:] == ["consent", "understanding", "plan"]
