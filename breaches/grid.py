"""The likelihood and severity grid of the national incident tool (law.md R4.10), as data. Pure.

The grid is an aid; Article 33 is the test. The outcome is never a threshold on the product: five times two is reported, two times five
is not.
"""

from collections.abc import Iterable

from django.db.models import TextChoices

from callgov.policy import enforces
from callgov.refusals import Refusal

LIKELIHOOD: dict[int, str] = {
    1: "Not occurred",
    2: "Not likely, or a vulnerable group is involved though nobody came to harm",
    3: "Likely",
    4: "Highly likely",
    5: "Occurred",
}
SEVERITY: dict[int, str] = {
    1: "No adverse effect",
    2: "Potentially some minor adverse effect, or a vulnerable group is involved though there was none",
    3: "Potentially some adverse effect",
    4: "Potentially pain and suffering, or financial loss",
    5: "Death or a catastrophic event",
}
RUNGS = range(1, 6)
LEAST_FOR_VULNERABLE = 2

TOO_LOW = Refusal(
    "too-low-for-vulnerable",
    "Where a vulnerable group or specially sensitive information is involved, neither likelihood nor severity can be below 2.",
    "Choose 2 or more for both.",
)


class Outcome(TextChoices):
    """What the grid says."""

    NONE = "none", "No report needed by the grid"
    ICO = "ico", "Report to the Information Commissioner"
    ICO_DHSC = "ico_dhsc", "Report to the Information Commissioner and the Department of Health and Social Care"


_ORDER = tuple(Outcome)


@enforces("BR-3")
def outcome(likelihood: int, severity: int) -> Outcome:
    """What the grid says of one cell (law.md R4.10)."""
    if likelihood < 3 or severity < 2:
        return Outcome.NONE
    return Outcome.ICO_DHSC if severity >= 4 else Outcome.ICO


def score(likelihood: int, severity: int) -> int:
    """The number that stands in the cell. Nothing depends on it."""
    return likelihood * severity


def highest(outcomes: Iterable[str]) -> Outcome:
    """The outcome that asks for most; NONE of none."""
    return max((Outcome(one) for one in outcomes), key=_ORDER.index, default=Outcome.NONE)


@enforces("BR-3")
def refuse_scores(likelihood: int, severity: int, *, vulnerable: bool) -> Refusal | None:
    """Refuse a score below 2 where a vulnerable group or special sensitivity is involved (law.md R4.10)."""
    return TOO_LOW if vulnerable and min(likelihood, severity) < LEAST_FOR_VULNERABLE else None


@enforces("BR-3")
def high_risk(likelihood: int, severity: int, *, least_severity: int = 4) -> bool:
    """Whether the people affected are to be told unless there is a reason not to (Article 34; law.md R4.10, the practice's own choice)."""
    return likelihood >= 3 and severity >= least_severity
