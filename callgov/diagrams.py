"""Mermaid diagrams of states, routes and floors, drawn from the tables that the code itself walks. Pure."""

import tomllib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from django.db.models import TextChoices

from callgov.workflow import Route, Transition


def states(labels: type[TextChoices], transitions: Iterable[Transition]) -> str:
    """A state machine: every state with its label, every transition with the words on its button."""
    lines = ["stateDiagram-v2", *(f"    {state.value}: {state.label}" for state in labels)]
    for transition in transitions:
        lines += [f"    {source} --> {transition.target}: {transition.words}" for source in sorted(transition.sources) or ["[*]"]]
    moving = {source for transition in transitions for source in transition.sources}
    return "\n".join([*lines, *(f"    {state.value} --> [*]" for state in labels if state.value not in moving)])


def routes(table: Iterable[Route]) -> str:
    """Every route: who decides, in which order, and where yes and no lead."""
    return "\n".join(["flowchart LR", *(line for route in table for line in _route(route))])


def _route(route: Route) -> list[str]:
    """One route as a row of boxes; every no leads to the same end."""
    key = route.kind
    names = [f"{key}_{step.name.replace('-', '_')}" for step in route.steps]
    boxes = [f'    {name}["{step.decider}"]' for name, step in zip(names, route.steps, strict=True)]
    chain = [f"{key}_asked", *names, f"{key}_approved"]
    said = {name: "|advice|" if step.advisory else "|yes|" for name, step in zip(names, route.steps, strict=True)}
    yes = [f"    {before} -->{said.get(before, '')} {after}" for before, after in pairwise(chain)]
    ending = [name for name, step in zip(names, route.steps, strict=True) if step.no and not step.advisory]
    ends = [f'    {key}_asked(["{route.title}"])', f"    {key}_approved([Approved])", f"    {key}_refused([Refused])"]
    return [*ends, *boxes, *yes, *(f"    {name} -->|no| {key}_refused" for name in ending)]


def floors(pyproject: Path) -> str:
    """The floors of the house from the import contract "floors": each stands on those below it."""
    contracts = tomllib.loads(pyproject.read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    rows = [[name.strip() for name in layer.split("|")] for layer in layers]
    lines = [f"    {upper} --> {lower}" for row, below in pairwise(rows) for upper in row for lower in below]
    return "\n".join(["flowchart TD", *lines])
