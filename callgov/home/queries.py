"""What needs a person, gathered from every floor."""

from collections.abc import Iterable
from datetime import date

from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import Start, Work, registry
from callgov.ui import parts

GROUPS = {"late": "Late", "decide": "Needs your decision", "todo": "To do", "waiting": "You are waiting for"}
_SHOWN = 10


def work_groups(person: User, day: date) -> list[parts.Group]:
    """The work list in its fixed order, each group by date, only groups with content."""
    items = [work for source in registry.work for work in source(person, day)]
    return [_group(name, words, items, day) for name, words in GROUPS.items() if any(_falls(item, day) == name for item in items)]


def _falls(work: Work, day: date) -> str:
    late = work.due is not None and work.due < day and work.group != "waiting"
    return "late" if late else work.group


def _group(name: str, words: str, items: Iterable[Work], day: date) -> parts.Group:
    mine = sorted(
        (item for item in items if _falls(item, day) == name), key=lambda work: (work.due is None, work.due or day, work.reference)
    )
    return parts.Group(words, [_shown(item, name) for item in mine[:_SHOWN]], total=len(mine))


def _shown(work: Work, group: str) -> parts.Work:
    return parts.Work(work.words, work.url, work.reference, work.facts, work.due, "Late" if group == "late" else "")


def starts(person: User) -> list[Start]:
    """What this person may start, in the order that is the same everywhere."""
    return [start for start in sorted(registry.starts, key=lambda item: item.order) if may(person, start.action)]


def standing(person: User, day: date) -> list[str]:
    """How the practice stands: one sentence for each thing that is not well."""
    return [sentence for source in registry.standing for sentence in source(person, day)]
