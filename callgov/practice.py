"""The practice's own choices: each with its default, what it means, and where the rule comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from callgov.models import Setting


@dataclass(frozen=True)
class Choice:
    """One setting: its default, the sentence shown beside it, and the check that a new value must pass."""

    default: Any
    words: str
    accepts: Callable[[Any], bool]


def _days(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


CHOICES: dict[str, Choice] = {
    "grant_days": Choice(7, "Days that a grant lasts unless the decision says otherwise", _days(1, 90)),
    "decision_days": Choice(7, "Days within which a request should be decided", _days(1, 28)),
    "request_lapse_days": Choice(28, "Days after which an unanswered request lapses", _days(1, 365)),
    "collection_days": Choice(7, "Days that a collection link works", _days(1, 30)),
    "copy_keep_days": Choice(28, "Days after which a released copy must be deleted, unless the release says otherwise", _days(1, 365)),
    "search_limit": Choice(50, "Most calls that a search inside a request may show", _days(1, 200)),
    "approver_may_release": Choice(
        False,
        "The practice is too small to keep approver and releaser apart; the register line then says so",
        lambda value: type(value) is bool,
    ),
}


def setting(name: str) -> Any:
    """The practice's value, or the default. Raises KeyError for a name that is not a choice."""
    return chosen(name)[name]


def chosen(*names: str) -> dict[str, Any]:
    """Several values in one query. Raises KeyError for a name that is not a choice."""
    defaults = {name: CHOICES[name].default for name in names}
    return {**defaults, **dict(Setting.objects.filter(name__in=names).values_list("name", "value"))}
