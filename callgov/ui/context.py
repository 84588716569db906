"""The page frame: whose practice this is, who is signed in, where they may go, when they will be logged out."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from callgov import __version__, clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.people.queries import roles_on, roles_until
from callgov.people.sessions import GRAIN, ends_at
from callgov.registry import NavItem as Registered
from callgov.registry import registry
from callgov.roles import Action, Role
from callgov.ui.formats import counted, nhs_date, nhs_when
from callgov.ui.parts import NavItem

# Which of several roles the header names first.
_FIRST = (
    Role.IG_LEAD, Role.DPO, Role.PRACTICE_MANAGER, Role.SYSTEM_ADMINISTRATOR, Role.PARTNER, Role.ASSESSOR, Role.STAFF,
)  # fmt: skip

_FOR_ALL = (("Accessibility statement", "accessibility"), ("Privacy", "privacy"))
_HOME = Registered("Home", "home", Action.SEE_HOME, order=0)


class Frame:
    """What `base.html` shows around every page; each part is worked out only when it is drawn."""

    version = __version__

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def practice(self) -> str:
        """The practice's name, as in the header and in every title."""
        return str(settings.PRACTICE_NAME)

    @property
    def product(self) -> str:
        """What this is, under the practice's name."""
        return str(settings.PRODUCT_NAME)

    @property
    def demo(self) -> bool:
        """Whether this is the demonstration with made-up people."""
        return bool(settings.DEMO)

    @cached_property
    def _person(self) -> User | None:
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) and user.is_authenticated else None

    @cached_property
    def account(self) -> str:
        """Who is signed in and in which role, in one line; "" for nobody."""
        return "" if self._person is None else f"{self._person.get_full_name()}{_in_which_role(self._person, clock.today())}"

    @property
    def printed(self) -> str:
        """Who has this page and since when, for paper alone: "Printed by Priya Nair, 22 November 2026 at 9:05am"."""
        return "" if self._person is None else f"Printed by {self._person.get_full_name()}, {nhs_when(clock.now())}"

    @cached_property
    def nav(self) -> list[NavItem]:
        """Home, and the pages behind which this person may do at least one thing, those of one section as one item."""
        firsts = {item.under or item.url_name: item for item in reversed(self._pages)}
        return [self._top(item) for item in self._pages if firsts[item.under or item.url_name] is item]

    @cached_property
    def beside(self) -> list[NavItem]:
        """The pages of the section in which this page stands; none when it stands alone."""
        if self._current is None:
            return []
        section = self._section(self._current)
        return [NavItem(item.words, item.url, current=item is self._current) for item in section] if len(section) > 1 else []

    @cached_property
    def section(self) -> str:
        """The name of that section."""
        return self._current.under if self._current else ""

    @property
    def footer(self) -> list[NavItem]:
        """The links at the foot of every page: those behind which this person may do something, then those for everyone."""
        person = self._person
        mine = [] if person is None else [item for item in sorted(registry.foot, key=lambda item: item.order) if may(person, item.action)]
        return [
            *(NavItem(item.words, item.url) for item in mine),
            *(NavItem(words, reverse(name)) for words, name in _FOR_ALL),
        ]

    def _top(self, item: Registered) -> NavItem:
        section = self._section(item)
        words = item.under if len(section) > 1 else item.words
        return NavItem(words, item.url, current=self._current in section)

    def _section(self, item: Registered) -> list[Registered]:
        return [other for other in self._pages if other.under == item.under] if item.under else [item]

    @cached_property
    def _pages(self) -> list[Registered]:
        """Every page of the menu that this person may open, in order. Never a link that would be refused."""
        person = self._person
        if person is None:
            return []
        roles = roles_on(person, clock.today())
        items = [item for item in [_HOME, *sorted(registry.nav, key=lambda item: item.order)] if may(person, item.action)]
        mine = [item for item in items if not item.roles_only or roles & set(item.roles_only)]
        named = {item.url_name: item for item in reversed(mine)}  # a page with a name for each role stands once
        return [item for item in mine if named[item.url_name] is item]

    @cached_property
    def _current(self) -> Registered | None:
        """The page of the menu to which this page belongs: the one whose address says most of this page's."""
        path = self._request.path
        fits = [item for item in self._pages if path == item.url or (item is not _HOME and path.startswith(item.url))]
        return max(fits, key=lambda item: len(item.url), default=None)

    @property
    def idle_seconds(self) -> int:
        """Seconds without a request after which the session may end."""
        return int((settings.SESSION_IDLE - GRAIN).total_seconds())

    @property
    def ends_at(self) -> str:
        """The instant of the absolute limit, for the script that warns; "" when there is none."""
        ends = ends_at(self._request.session)
        return "" if ends is None else ends.isoformat()


def _in_which_role(person: User, day: date) -> str:
    """The first of the roles, whether as a deputy and until when, and how many more: " (Partner + 1 more role)"."""
    until = roles_until(person, day)
    named = [role for role in _FIRST if role in until]
    if not named:
        return ""
    more = f" + {counted(len(named) - 1, 'more role')}" if len(named) > 1 else ""
    return f" ({_role_in_words(named[0], until[named[0]])}{more})"


def _role_in_words(role: Role, until: date | None) -> str:
    return f"Deputy {role.label} until {nhs_date(until)}" if until else str(role.label)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` in every page."""
    return {"frame": Frame(request)}
