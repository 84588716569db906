"""Scoring in exact integers (law.md 9.4): nothing is rounded up, and what does not apply counts neither way."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audits.models.assessment import Outcome
from audits.tool import AIM
from callgov.policy import enforces
from callgov.refusals import Refusal

Marks = Mapping[str, str]  # of one call: criterion → outcome

NOT_SCORABLE = Refusal("not-scorable", "Every criterion is marked “Does not apply”, so there is no score.", "Swap a call, or mark again.")

_Z = 1.96  # of the 95 per cent interval


@dataclass(frozen=True)
class Tally:
    """How many marks were met, of how many that apply."""

    met: int = 0
    applicable: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.met + other.met, self.applicable + other.applicable)

    @property
    def share(self) -> Fraction | None:
        """Met of applicable; None when nothing applies."""
        return Fraction(self.met, self.applicable) if self.applicable else None


@dataclass(frozen=True)
class Score:
    """A score as a fraction `over` / `under` from 0 to 1, and the marks it comes from."""

    over: int
    under: int
    tally: Tally

    @property
    @enforces("AU-5")
    def passed(self) -> bool:
        """Whether it reaches the aim: 100 times met, at least 80 times applicable. Never by rounding."""
        return reaches(self.over, self.under, AIM)


def reaches(over: int, under: int, percent: int) -> bool:
    """Whether a fraction is at least so many per cent, in integers."""
    return 100 * over >= percent * under


@enforces("AU-5")
def percent(over: int, under: int) -> str:
    """A fraction as people read it: one decimal, cut off, so that 1,599 of 2,000 reads 79.9% and never 80.0%."""
    tenths = 1000 * over // under
    return f"{tenths // 10}.{tenths % 10}%"


def tally(outcomes: Iterable[str]) -> Tally:
    """Count marks; "does not apply" is in neither number."""
    counted = [outcome for outcome in outcomes if outcome != Outcome.NOT_APPLICABLE]
    return Tally(counted.count(Outcome.MET), len(counted))


def of_call(marks: Marks, critical: frozenset[str] = frozenset()) -> Tally:
    """The tally of one call. A critical criterion that is not met leaves none of its marks met (off unless the practice says so)."""
    counted = tally(marks.values())
    failed = any(marks.get(code) == Outcome.NOT_MET for code in critical)
    return Tally(0, counted.applicable) if failed else counted


@enforces("AU-5")
def score(calls: Sequence[Marks], *, mean: bool = False, critical: frozenset[str] = frozenset()) -> Score | None:
    """The score of a sample: all marks pooled, or the mean of the calls that have a score. None when nothing applies."""
    tallies = [of_call(marks, critical) for marks in calls]
    pooled = sum(tallies, Tally())
    shares = [one.share for one in tallies if one.share is not None]
    if not shares:
        return None
    fraction = sum(shares, Fraction()) / len(shares) if mean else Fraction(pooled.met, pooled.applicable)
    return Score(fraction.numerator, fraction.denominator, pooled)


def interval(counted: Tally) -> tuple[int, int]:
    """Between which whole per cents the true share lies, 95 times in 100, by Wilson's interval; rounded outwards.

    It takes each mark as a draw of its own. Marks of one call go together, so the truth is rather less sure than this.
    """
    share, n = counted.met / counted.applicable, counted.applicable
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return max(0, math.floor(100 * (middle - half))), min(100, math.ceil(100 * (middle + half)))


def by_criterion(calls: Iterable[Marks]) -> dict[str, Tally]:
    """The tally of each criterion over all calls."""
    found: dict[str, Tally] = {}
    for marks in calls:
        for code, outcome in marks.items():
            found[code] = found.get(code, Tally()) + tally([outcome])
    return found
