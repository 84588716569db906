"""Cohen's kappa: by hand, by a slow oracle, and in words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.calibration.agreement import agreement, shown, words

marks = st.sampled_from(["met", "not_met", "not_applicable"])


def test_the_textbook_example_comes_out() -> None:
    """Fifty cases, both yes 20, both no 15, 5 and 10 apart: kappa 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert agreement(pairs).kappa == Fraction(2, 5)


@given(pairs=st.lists(st.tuples(marks, marks), min_size=1, max_size=30))
def test_kappa_is_what_a_slow_table_says(pairs: list[tuple[str, str]]) -> None:
    found, n = agreement(pairs), len(pairs)
    observed = sum(one == other for one, other in pairs) / n
    expected = sum(
        (sum(one == mark for one, _ in pairs) / n) * (sum(other == mark for _, other in pairs) / n)
        for mark in ("met", "not_met", "not_applicable")
    )
    if found.kappa is None:
        assert expected == pytest.approx(1)
    else:
        assert float(found.kappa) == pytest.approx((observed - expected) / (1 - expected))
        assert -1 <= found.kappa <= 1


@pytest.mark.parametrize(
    ("kappa", "text", "said"),
    [
        (Fraction(1), "1.00", "almost perfect"), (Fraction(799, 1000), "0.79", "substantial"), (Fraction(2, 5), "0.40", "fair"),
        (Fraction(1, 2), "0.50", "moderate"), (Fraction(1, 10), "0.10", "slight"), (Fraction(-1, 3), "-0.33", "no better than chance"),
        (None, "Cannot be said: every mark is the same", ""),
    ],
)  # fmt: skip
def test_kappa_in_words(kappa: Fraction | None, text: str, said: str) -> None:
    assert (shown(kappa), words(kappa)) == (text, said)


def test_nothing_marked_is_nothing_to_say() -> None:
    assert agreement([]).kappa is None
