"""Every cell of law.md 4.10, and the floor for vulnerable groups."""

import pytest

from breaches.grid import LIKELIHOOD, SEVERITY, TOO_LOW, Outcome, high_risk, highest, outcome, refuse_scores, score

pytestmark = pytest.mark.clause("BR-3")

# As printed in law.md 4.10: severity 5 at the top, likelihood 1 to 5 from the left.
PRINTED = """
5 | 5 no | 10 no | 15 ICO+DHSC | 20 ICO+DHSC | 25 ICO+DHSC
4 | 4 no | 8 no | 12 ICO+DHSC | 16 ICO+DHSC | 20 ICO+DHSC
3 | 3 no | 6 no | 9 ICO | 12 ICO | 15 ICO
2 | 2 no | 4 no | 6 ICO | 8 ICO | 10 ICO
1 | 1 no | 2 no | 3 no | 4 no | 5 no
"""
WORDS = {"no": Outcome.NONE, "ICO": Outcome.ICO, "ICO+DHSC": Outcome.ICO_DHSC}
CELLS = [
    (likelihood, int(cells[0]), *cells[likelihood].split())
    for cells in ([cell.strip() for cell in row.split("|")] for row in PRINTED.strip().splitlines())
    for likelihood in range(1, 6)
]


def test_the_table_has_every_cell() -> None:
    assert len({(likelihood, severity) for likelihood, severity, *_ in CELLS}) == 25


@pytest.mark.parametrize(("likelihood", "severity", "points", "word"), CELLS)
def test_each_cell_says_what_the_law_s_table_says(likelihood: int, severity: int, points: str, word: str) -> None:
    assert (score(likelihood, severity), outcome(likelihood, severity)) == (int(points), WORDS[word])


def test_the_product_is_no_threshold() -> None:
    assert score(5, 2) == score(2, 5) == 10
    assert (outcome(5, 2), outcome(2, 5)) == (Outcome.ICO, Outcome.NONE)


@pytest.mark.parametrize(("likelihood", "severity"), [(1, 1), (1, 5), (5, 1), (2, 1)])
def test_a_vulnerable_group_has_no_score_below_two(likelihood: int, severity: int) -> None:
    assert refuse_scores(likelihood, severity, vulnerable=True) is TOO_LOW
    assert refuse_scores(likelihood, severity, vulnerable=False) is None


def test_a_vulnerable_group_may_score_two() -> None:
    assert refuse_scores(2, 2, vulnerable=True) is None


def test_people_are_told_of_what_is_likely_and_severe() -> None:
    cells = {(likelihood, severity) for likelihood in LIKELIHOOD for severity in SEVERITY if high_risk(likelihood, severity)}
    assert cells == {(likelihood, severity) for likelihood in (3, 4, 5) for severity in (4, 5)}
    assert high_risk(3, 3, least_severity=3)


def test_the_highest_of_several_outcomes() -> None:
    assert highest([]) is Outcome.NONE
    assert highest(["ico", "none", "ico_dhsc"]) is Outcome.ICO_DHSC
