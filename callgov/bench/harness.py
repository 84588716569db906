"""Measuring by ratio: product against floor, interleaved, with a yardstick before and after. No verdict on a machine that moved."""

import hashlib
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

MOVED = 1.3  # a yardstick that changed by more than this makes the figures worthless


@dataclass(frozen=True)
class Figure:
    """One measured case. `holds` is None when the machine moved too much to judge."""

    case: str
    ratio: float
    goal: float
    at_least: bool
    holds: bool | None
    product: float
    floor: float
    unit: str
    yardstick: float
    note: str = ""

    def as_dict(self) -> dict[str, object]:
        """For the JSON file."""
        return asdict(self)


@dataclass(frozen=True)
class Comparison:
    """Product and floor of one case, in the same unit.

    `at_least`: the ratio must reach the goal instead of staying under it. `counted`: a count, which no machine's mood can change.
    """

    case: str
    goal: float
    product: float
    floor: float
    unit: str = "s"
    at_least: bool = False
    counted: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        """Product divided by floor."""
        return self.product / self.floor

    @property
    def holds(self) -> bool:
        """Whether the goal is met."""
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


Case = Callable[[], Iterable[Comparison]]


def measured(case: Case) -> list[Figure]:
    """Run one case between two looks at the yardstick."""
    before = yardstick()
    found = list(case())
    after = yardstick()
    return [_figure(one, max(before, after) / min(before, after)) for one in found]


def _figure(one: Comparison, moved: float) -> Figure:
    holds = one.holds if one.counted or moved <= MOVED else None
    return Figure(one.case, round(one.ratio, 3), one.goal, one.at_least, holds, one.product, one.floor, one.unit, round(moved, 3), one.note)


def yardstick() -> float:
    """Seconds that a fixed piece of work takes on this machine now: hashing and plain Python, best of three."""
    return min(_seconds(_work) for _ in range(3))


def _work() -> None:
    block = bytes(1 << 20)
    digest = hashlib.sha256()
    for _ in range(64):
        digest.update(block)
    sum(number * number for number in range(400_000))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def against(product: Callable[[], object], floor: Callable[[], object], *, rounds: int) -> tuple[float, float]:
    """Median seconds of both, taken in turns so that a slow moment hits both; one unmeasured round first."""
    product(), floor()
    pairs = [(_seconds(product), _seconds(floor)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def table(figures: Iterable[Figure]) -> Iterable[str]:
    """The figures for people."""
    yield f"{'case':58}{'ratio':>8}{'goal':>9}  {'verdict':10}{'product':>16}{'floor':>16}  yardstick"
    for one in figures:
        verdict = {True: "holds", False: "MISSED", None: "no verdict"}[one.holds]
        goal = f"{'≥' if one.at_least else '≤'} {one.goal:.3g}"
        sizes = f"{_shown(one.product, one.unit):>16}{_shown(one.floor, one.unit):>16}"
        yield f"{one.case:58}{one.ratio:8.3g}{goal:>9}  {verdict:10}{sizes}  {one.yardstick:.2f} {one.note}".rstrip()


def _shown(value: float, unit: str) -> str:
    return f"{value * 1000:,.2f} ms" if unit == "s" else f"{value:,.0f} {unit}"
