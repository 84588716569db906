"""What a lower floor shows of a higher one: each app fills these lists in its AppConfig.ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from callgov.people.models import User
from callgov.roles import Action


@dataclass(frozen=True)
class Work:
    """One thing that someone must do or waits for. `group` is late, decide, todo or waiting; `facts` is one grey line."""

    words: str
    url: str
    reference: str
    facts: str
    group: str
    due: date | None = None


@dataclass(frozen=True)
class NavItem:
    """One link of the menu: shown to people who may do `action`."""

    words: str
    url_name: str
    action: Action
    order: int
    roles_only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """One link under "Start something" on the home page."""

    words: str
    url_name: str
    action: Action
    order: int


WorkSource = Callable[[User, date], Iterable[Work]]
EvidenceSource = Callable[[], dict[str, int]]


@dataclass
class Registry:
    """The lists, in one place so that a test can look at them."""

    work: list[WorkSource] = field(default_factory=list)
    nav: list[NavItem] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    evidence: dict[str, list[EvidenceSource]] = field(default_factory=dict)
    standing: list[Callable[[User, date], Iterable[str]]] = field(default_factory=list)
    health: dict[str, Callable[[], bool]] = field(default_factory=dict)


registry = Registry()
