"""What a lower floor shows of a higher one: each app fills these lists in its AppConfig.ready()."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from callgov.people.models import User
from callgov.refusals import Refusal
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
    """One page of the menu: shown to people who may do `action`. Pages with the same `under` share one item of the menu of that name."""

    words: str
    url_name: str
    action: Action
    order: int
    roles_only: tuple[str, ...] = ()
    under: str = ""

    @cached_property
    def url(self) -> str:
        """Its address, looked up once: the menu stands on every page."""
        return reverse(self.url_name)


@dataclass(frozen=True)
class Start:
    """One link under "Start something" on the home page."""

    words: str
    url_name: str
    action: Action
    order: int


@dataclass(frozen=True)
class Leaving:
    """What ends when a person leaves: `words` as on the page ("open grants ended"), how many there are, and how to end them.

    `count` takes the person and the instant; `end` takes the person, who ends the account (None for a named job) and the
    instant, runs inside the leaver's transaction, writes its own entries and returns how many it ended.
    """

    words: str
    count: Callable[[User, datetime], int]
    end: Callable[[User, User | None, datetime], int]


@dataclass(frozen=True)
class Blocks:
    """Why some recordings must not be destroyed while something on a higher floor is open.

    `words` is the sentence shown for such a recording ("An open request may concern this call."). `among` takes a query of recordings
    and narrows it to those that are blocked; it never evaluates the query, so that one statement can plan a million.
    """

    words: str
    among: Callable[[Any], Any]


# What was made from recordings and lies in the vault under a name of its own: takes recording ids, gives the recording of each subject.
MadeFrom = Callable[[Collection[UUID]], Mapping[UUID, UUID]]


@dataclass(frozen=True)
class Reminding:
    """Somebody is to be reminded of a deadline, once (`callgov/reminders.py`).

    `kind` says of what and at which stage ("sar-due-in-7-days"), `about` is the reference of the thing (24 signs at most), `due`
    the deadline: one that moves is reminded of anew. `subject` and `lines` go out by mail and name references and days, never people,
    numbers or reasons. `also` is done with it, in its transaction.
    `escalates`: it goes to people beyond those whose work it is.
    """

    kind: str
    about: str
    due: date
    people: Sequence[User]
    subject: str
    lines: Sequence[str]
    url_name: str = "home"
    where: Mapping[str, Any] = field(default_factory=dict)
    escalates: bool = False
    also: Callable[[datetime], object] | None = None


# Everything that is to be reminded of at this instant, told again at each beat: whoever was reminded already is not reminded again.
ReminderSource = Callable[[datetime], Iterable[Reminding]]

WorkSource = Callable[[User, date], Iterable[Work]]
EvidenceSource = Callable[[], dict[str, int]]

# Tells of an error that no page expected: writes down what must be, and gives the sentence to show; None when it does not know the error.
Trouble = Callable[[Exception], Refusal | None]

# What a higher floor does when calls are chosen under a grant, inside that transaction: takes the Grant, the calls' ids and the instant.
CallsChosen = Callable[[Any, Collection[UUID], datetime], None]

# What another room lets a reader do with a request: takes the `access_requests.queries.Case` of its page, gives `callgov.ui.parts.Act`s.
RequestActs = Callable[[Any], Iterable[Any]]

# What a higher floor does when a lower one reports that something went wrong: takes a `callgov.incidents.Incident`, inside its transaction.
IncidentListener = Callable[[Any], object]

# What a higher floor does with a formal objection to being recorded: takes the Objection, who took it and the instant, inside its
# transaction; gives the reference of the case that it opened, or nothing.
OpensObjection = Callable[[Any, User, datetime], str]
# Lets a reader through to a paper of a case, or raises NotYours or Refused: takes the Attachment, the reader and the instant.
AttachmentDoor = Callable[[Any, User, datetime], None]


# Whether a decision on a request lets a recording leave only in part: takes the AccessRequest and the recording's id.
RedactionDemand = Callable[[Any, UUID], bool]


@dataclass
class Registry:
    """The lists, in one place so that a test can look at them."""

    work: list[WorkSource] = field(default_factory=list)
    nav: list[NavItem] = field(default_factory=list)
    foot: list[NavItem] = field(default_factory=list)  # links at the foot of every page
    starts: list[Start] = field(default_factory=list)
    evidence: dict[str, list[EvidenceSource]] = field(default_factory=dict)
    on_leaving: list[Leaving] = field(default_factory=list)
    standing: list[Callable[[User, date], Iterable[str]]] = field(default_factory=list)
    health: dict[str, Callable[[], bool]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    request_acts: list[RequestActs] = field(default_factory=list)
    attachment_doors: dict[str, AttachmentDoor] = field(default_factory=dict)  # by area of the case
    blocks_disposal: list[Blocks] = field(default_factory=list)
    made_from: list[MadeFrom] = field(default_factory=list)
    on_calendar_change: list[Callable[[datetime], object]] = field(default_factory=list)
    reminders: list[ReminderSource] = field(default_factory=list)
    on_calls_chosen: list[CallsChosen] = field(default_factory=list)
    diagrams: dict[str, Callable[[], str]] = field(default_factory=dict)
    redaction_demands: list[RedactionDemand] = field(default_factory=list)
    on_objection: list[OpensObjection] = field(default_factory=list)
    incidents: list[IncidentListener] = field(default_factory=list)


registry = Registry()
