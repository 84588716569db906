"""Transitions and routes as data, and the two small engines that walk them.

A state changes only through `apply()`: lock the row, check state and rule inside the lock, change, write the entry, all in one
transaction. A route is an ordered list of steps; `standing()` tells from the recorded decisions where a case is. Pages, diagrams,
tests and engine read the same lists.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from django.db import models, transaction

from callgov.people.models import User
from callgov.refusals import Conflict, Refusal, Refused
from callgov.roles import Role
from callgov.trail.events import Event
from callgov.trail.services import act, record

Row = TypeVar("Row", bound=models.Model)
Rule = Callable[[Any, User | None], Refusal | None]

MOVED_ON = Refusal("moved-on", "This has already moved on.", "Open it again to see where it stands.")


def _always(_row: Any, _actor: User | None) -> Refusal | None:
    return None


@dataclass(frozen=True)
class Transition:
    """One way a state may change: from which states, to which, who may (a pure rule), what the trail says, the words on the button.

    A transition without sources is how the thing begins.
    """

    name: str
    sources: frozenset[str]
    target: str
    event: Event
    words: str
    rule: Rule = _always

    def refuse_state(self, state: str) -> Refusal | None:
        """Refuse when the row is not in a state from which this transition starts."""
        if state in self.sources:
            return None
        return MOVED_ON

    def guarded(self, rule: Rule) -> "Transition":
        """The same transition under a rule that knows who is who today."""
        return replace(self, rule=rule)


def apply(
    model: type[Row],
    pk: Any,
    transition: Transition,
    *,
    actor: User | None,
    changes: Mapping[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    reason: str = "",
) -> Row:
    """Move one row through a transition and return it.

    Raises Conflict when it is no longer in a state from which the transition starts or the rule says MOVED_ON, Refused when
    the rule says no otherwise. The row is locked from the check to the commit, so of two people who press at once one wins.
    """
    with transaction.atomic(), act():
        row = model._default_manager.select_for_update(of=("self",)).get(pk=pk)
        before: str = row.state  # type: ignore[attr-defined]
        refusal = transition.refuse_state(before) or transition.rule(row, actor)
        if refusal is not None:
            raise Conflict(refusal) if refusal == MOVED_ON else Refused(refusal)
        for name, value in (changes or {}).items():
            setattr(row, name, value)
        row.state = transition.target  # type: ignore[attr-defined]
        row.save(update_fields=["state", *(changes or {})])
        record(
            transition.event,
            subject=row,
            request=getattr(row, "request_reference", ""),
            facts={"state": [before, transition.target], **(facts or {})},
            reason=reason,
        )
        return row


class Relation(StrEnum):
    """Someone who decides because of who they are to the case, not because of a role."""

    LINE_MANAGER = "line_manager"


@dataclass(frozen=True)
class Step:
    """One step of a route: who decides, what it is called, what must stand in the record first, the words on its buttons.

    A step without `no` can only be passed on. After an `advisory` step the route goes on whatever was said: it is advice, not a decision.
    """

    name: str
    who: Role | Relation
    title: str
    yes: str
    no: str
    needs: tuple[str, ...] = ()
    effect: str = ""
    advisory: bool = False

    @property
    def decider(self) -> str:
        """Who decides, in words."""
        return str(self.who.label) if isinstance(self.who, Role) else self.who.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Route:
    """An ordered list of steps for one kind of request. Approved when every step said yes, refused when one said no."""

    kind: str
    title: str
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step:
        """The step of this name. Raises KeyError for one that the route does not have."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def ends_with(self, step: Step) -> bool:
        """Whether a yes at this step approves the request."""
        return self.steps[-1].name == step.name

    def after(self, step: Step) -> Step:
        """The next step. Raises IndexError after the last."""
        return self.steps[self.steps.index(step) + 1]


class Answer(Protocol):
    """What the engine must know of a recorded decision."""

    @property
    def step(self) -> str:
        """Which step it answers."""

    @property
    def agreed(self) -> bool:
        """Yes or no."""


class Outcome(StrEnum):
    """How a route stands."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class Standing:
    """Where a case stands on its route: its outcome, and the step whose turn it is while it is open."""

    outcome: Outcome
    current: Step | None = None
    done: tuple[str, ...] = ()


def standing(route: Route, answers: Iterable[Answer]) -> Standing:
    """Where a case with these answers stands. Answers to steps that the route does not have are ignored."""
    given = {answer.step: answer.agreed for answer in answers}
    done: list[str] = []
    for step in route.steps:
        if step.name not in given:
            return Standing(Outcome.OPEN, step, tuple(done))
        done.append(step.name)
        if not given[step.name] and not step.advisory:
            return Standing(Outcome.REFUSED, None, tuple(done))
    return Standing(Outcome.APPROVED, None, tuple(done))
