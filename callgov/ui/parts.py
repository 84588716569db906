"""What the template tags of `callgov.templatetags.nhs` are given: small frozen dataclasses, no behaviour beyond words.

A view or query fills them, `templates/components/` draws them. Wherever a value is shown (summary rows, facts, table cells)
it may be a string, a date, an instant, a `Link`, a `Tag`, a list of these, or nothing ("Not known").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Choices
from django.forms import BaseForm

from callgov.refusals import Refusal


@dataclass(frozen=True)
class Link:
    """A place to go. `hidden` is read out after the words and never seen: "Change<hidden> call date</hidden>"."""

    words: str
    url: str
    hidden: str = ""


@dataclass(frozen=True)
class Tag:
    """A status as a value in a cell: a member of a status enum, or the status word itself (`callgov.ui.statuses`)."""

    state: Choices | str


Shown = str | int | date | datetime | Link | Tag | None
Value = Shown | Sequence[Shown]


@dataclass(frozen=True)
class Choice:
    """A further button in the same form as an act: it posts the same fields to the same address with another value."""

    words: str
    value: str
    variant: str = "secondary"


@dataclass(frozen=True)
class Act:
    """One thing the reader may do, or the reason why not; the only way in which a page offers an action.

    `refusal` comes from the same rule that guards the service. `effect` says in a sentence what will happen. `fields` is
    a form drawn above the button. `name`/`value` go on the button. `beside` are further buttons of the same form.
    `opens` makes it a link to the page where the act is done, for acts that need a page of their own. `remedy` is where
    the refusal's remedy can be had. `variant` is "", "secondary" or "warning" (red: destruction, closing, ending only).
    """

    words: str
    url: str
    refusal: Refusal | None = None
    effect: str = ""
    fields: BaseForm | None = None
    variant: str = ""
    name: str = ""
    value: str = ""
    beside: Sequence[Choice] = ()
    opens: bool = False
    remedy: Link | None = None


@dataclass(frozen=True)
class Row:
    """One line of a summary list; `change_url` adds a "Change" link whose hidden text is the key."""

    key: str
    value: Value
    change_url: str = ""


@dataclass(frozen=True)
class Col:
    """One column of a table. `sort_url` makes the heading a link, `sorted` says how it is sorted now."""

    words: str
    numeric: bool = False
    nowrap: bool = False
    row_header: bool = False
    sort_url: str = ""
    sorted: str = ""  # "", "ascending" or "descending"


@dataclass(frozen=True)
class Work:
    """One thing on a work list: the verb and the kind as a link, grey facts after the reference, the date at the right.

    `state` is shown as a tag when it is not empty: "Late" or "Due soon" and nothing else.
    """

    words: str
    url: str
    reference: str = ""
    facts: str = ""
    due: date | datetime | None = None
    state: str = ""


@dataclass(frozen=True)
class Group:
    """A heading of the work list with its first items; `total` and `see_all_url` stand when there are more."""

    heading: str
    items: Sequence[Work]
    total: int = 0
    see_all_url: str = ""

    @property
    def more(self) -> bool:
        """Whether items are left out here."""
        return bool(self.see_all_url) and self.total > len(self.items)


class Mark(StrEnum):
    """Where a step of a route stands."""

    DONE = "done"
    CURRENT = "current"
    REFUSED = "refused"
    WAITING = "waiting"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Step:
    """One step of a route: who decides, what and when in words ("Done 12 November 2026", "Now. You decide")."""

    who: str
    what: str
    mark: Mark = Mark.WAITING


@dataclass(frozen=True)
class Event:
    """One entry of a history, newest first. `words` are theirs, quoted; `was` are old words, struck through."""

    what: str
    who: str
    when: date | datetime
    words: str = ""
    was: str = ""


class Time(StrEnum):
    """A stretch of a clock's line."""

    USED = "used"
    STOPPED = "stopped"
    LEFT = "left"


@dataclass(frozen=True)
class Stretch:
    """A part of the whole time as a share of 100, with the label that stands under the line."""

    kind: Time
    share: float
    label: str


@dataclass(frozen=True)
class Clock:
    """A deadline explained: the date as a heading, a line, the reasoning one sentence a rule, a target of our own.

    `short` is the line's spoken label, such as "12 of 31 days used".
    """

    heading: str
    short: str
    stretches: Sequence[Stretch]
    reasons: Sequence[str]
    target: str = ""


@dataclass(frozen=True)
class NavItem:
    """One item of the navigation; `count` is how many things behind it need the reader (0 shows nothing)."""

    words: str
    url: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Player:
    """A recording to hear under one access (screens.md 4.1).

    `strip` is the purpose sentence, always visible. `duration_seconds` and the peaks let the page draw the wave without
    fetching any audio. `plays`, `remaining` and `integrity` are sentences. `played_url` takes a POST with `from` and `to`
    (seconds, one decimal) for each stretch heard. `ends_at` stops the sound at the end of the grant.
    """

    strip: str
    audio_url: str
    peaks_url: str
    duration_seconds: float
    channels: int
    plays: str
    remaining: str
    integrity: str
    played_url: str
    content_type: str
    ends_at: datetime | None = None
