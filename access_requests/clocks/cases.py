"""How the clock and the letters of any case find it: each area of the app lets its own readers through, under its own prefix."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from access_requests.clocks.rules import NOT_THERE
from access_requests.models import Letter, LetterKind, Right
from callgov.people.models import User
from callgov.refusals import NotYours


@dataclass(frozen=True)
class RightsCase:
    """A case as far as clock and letters must know it: whose page it is, whom we write to, which answers a decision allows.

    `closed` says that nothing more is written; `on_sent` is what else a letter does, inside its transaction.
    """

    reference: str
    right: Right
    words: str
    url: str
    name: str
    address: str = ""
    decided: frozenset[LetterKind] = frozenset()
    closed: bool = False
    on_sent: Mapping[LetterKind, Callable[[Letter, User, datetime], None]] = field(default_factory=dict)


# Lets a reader through to a case of its own, or raises NotYours; by the prefix of the reference.
Door = Callable[[User, str, datetime], RightsCase]
DOORS: dict[str, Door] = {}

# Which colleague has a stake in each of these cases, and so is not told of it; by the same prefix.
Concerned = Callable[[Collection[str]], Mapping[str, int | None]]
CONCERNED: dict[str, Concerned] = {}


def open_case(person: User, reference: str, now: datetime) -> RightsCase:
    """The case of this reference for this reader. Raises NotYours when there is none that they may see."""
    door = DOORS.get(reference.partition("-")[0])
    if door is None:
        raise NotYours(NOT_THERE)
    return door(person, reference, now)


def concerned(references: Collection[str]) -> dict[str, int | None]:
    """The colleague with a stake in each of these cases. One query for each kind of case."""
    found: dict[str, int | None] = {}
    for prefix, ask in CONCERNED.items():
        mine = [reference for reference in references if reference.startswith(f"{prefix}-")]
        found.update(ask(mine) if mine else {})
    return found
