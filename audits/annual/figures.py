"""The collective figures of a year, worked out from results and stripped of whatever would tell a person apart. Pure.

A group of fewer people than the practice's smallest is not shown. If exactly one group would be missing, the next smallest is left out
too, so that no subtraction from the whole gives it back. Fewer people than that in the whole practice, and there are no figures at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.models import RoleGroup
from audits.scoring import Tally
from audits.tool import POLICY_CRITERIA
from callgov.policy import enforces


@dataclass(frozen=True)
class Outcome:
    """One finished audit as the figures need it: whose, of which group, its marks by criterion, whether it reached the aim.

    A re-audit always follows an audit that was below the aim.
    """

    person: int
    group: str
    marks: Mapping[str, Tally]
    passed: bool
    is_reaudit: bool = False


@dataclass(frozen=True)
class Group:
    """The results of a group: people, audits, those that reached the aim, and the marks of each criterion."""

    people: int
    audits: int
    passed: int
    criteria: Mapping[str, Tally]


def gathered(outcomes: Iterable[Outcome]) -> Group:
    """Results put together."""
    found = list(outcomes)
    criteria: dict[str, Tally] = {}
    for one in found:
        for code, tally in one.marks.items():
            criteria[code] = criteria.get(code, Tally()) + tally
    return Group(len({one.person for one in found}), len(found), sum(one.passed for one in found), criteria)


@enforces("AU-7")
def hidden_groups(groups: Mapping[str, Group], smallest: int) -> frozenset[str]:
    """Groups that are not shown: the small ones, and one more when a single one could be worked out from the rest."""
    small = {name for name, group in groups.items() if 0 < group.people < smallest}
    shown = sorted((group.people, name) for name, group in groups.items() if group.people >= smallest)
    hidden_people = sum(groups[name].people for name in small)
    while small and shown and (len(small) == 1 or hidden_people < smallest):
        people, name = shown.pop(0)
        small.add(name)
        hidden_people += people
    return frozenset(small)


@enforces("AU-7")
def figures(outcomes: Sequence[Outcome], smallest: int) -> dict[str, Any]:
    """Everything that the annual audit shows, as it is frozen: no person, no group in which one could be told apart."""
    whole = gathered(outcomes)
    if whole.people < smallest:
        return {"people": None, "smallest": smallest}
    groups = {group.value: gathered(one for one in outcomes if one.group == group) for group in RoleGroup}
    present = {name: group for name, group in groups.items() if group.people}
    hidden = hidden_groups(present, smallest)
    again = [one for one in outcomes if one.is_reaudit]
    of_group = {name: [one for one in outcomes if one.group == name] for name in present}
    shown = {name: frozenset[str]() if name in hidden else _enough(mine, smallest) for name, mine in of_group.items()}
    return {
        "people": whole.people,
        "smallest": smallest,
        "whole": _plain(whole, _enough_of_all(outcomes, shown, smallest)),
        "groups": {name: None if name in hidden else _plain(group, shown[name]) for name, group in present.items()},
        "reaudits": _plain(gathered(again), frozenset()) if len({one.person for one in again}) >= smallest else None,
    }


def _enough(outcomes: Sequence[Outcome], smallest: int) -> frozenset[str]:
    """Criteria that enough people have marks in."""
    return frozenset(one.code for one in POLICY_CRITERIA if _having(outcomes, one.code) >= smallest)


def _enough_of_all(outcomes: Sequence[Outcome], shown: Mapping[str, frozenset[str]], smallest: int) -> frozenset[str]:
    """Criteria that enough people have marks in, and in which all less the groups that show them are not a few.

    Only clinicians have the clinical criteria: of these the whole may be two people, though the practice is large.
    """
    rest = {one.code: [of for of in outcomes if one.code not in shown[of.group]] for one in POLICY_CRITERIA}
    return frozenset(code for code in _enough(outcomes, smallest) if not 0 < _having(rest[code], code) < smallest)


def _having(outcomes: Iterable[Outcome], code: str) -> int:
    return len({one.person for one in outcomes if code in one.marks and one.marks[code].applicable})


def _plain(group: Group, shown: frozenset[str]) -> dict[str, Any]:
    found = group.criteria
    criteria = {one.code: [found[one.code].met, found[one.code].applicable] for one in POLICY_CRITERIA if one.code in shown}
    return {"people": group.people, "audits": group.audits, "passed": group.passed, "criteria": criteria}
