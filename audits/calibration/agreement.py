"""How far two assessors agree, beyond what chance would give: Cohen's kappa, in exact fractions. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Pair = tuple[str, str]


@dataclass(frozen=True)
class Agreement:
    """Pairs of marks: how many, how many alike, and kappa; None when both always gave the same single mark."""

    pairs: int
    alike: int
    kappa: Fraction | None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Cohen's kappa of pairs of marks: (observed - expected) / (1 - expected), with the expected from each assessor's own shares."""
    n = len(pairs)
    alike = sum(one == other for one, other in pairs)
    if not n:
        return Agreement(0, 0, None)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum((Fraction(first[mark] * second[mark], n * n) for mark in first), Fraction())
    if expected == 1:
        return Agreement(n, alike, None)
    return Agreement(n, alike, (Fraction(alike, n) - expected) / (1 - expected))


def shown(kappa: Fraction | None) -> str:
    """Kappa as people read it: two decimals, cut off towards nought."""
    if kappa is None:
        return "Cannot be said: every mark is the same"
    hundredths = int(kappa * 100)
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def words(kappa: Fraction | None) -> str:
    """How strong an agreement is, by Landis and Koch's words."""
    if kappa is None:
        return ""
    for limit, said in ((Fraction(4, 5), "almost perfect"), (Fraction(3, 5), "substantial"), (Fraction(2, 5), "moderate")):
        if kappa > limit:
            return said
    return "fair" if kappa > Fraction(1, 5) else "slight" if kappa > 0 else "no better than chance"
