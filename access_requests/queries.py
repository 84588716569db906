"""The only readers of requests. Each takes the person who reads, and shows them only what they are part of (AC-4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from access_requests.models import OPEN, AccessRequest, Decision, State, Wanted
from access_requests.routes import ROUTES, steps_of
from access_requests.rules import NOT_THERE, Bench
from callgov import clock
from callgov.people.models import RoleHolding, User
from callgov.people.queries import able, holders, roles_on
from callgov.policy import enforces
from callgov.practice import chosen
from callgov.refusals import NotYours
from callgov.roles import POWERS, Action, Role
from callgov.trail.events import Event
from callgov.trail.models import Entry
from callgov.workflow import Route, Step
from recordings.access.queries import grants_of_request
from recordings.models import Extension, Grant, GrantAction

Deciding = dict[tuple[str, str], list[User]]  # (kind, step) → who may answer it today

PER_PAGE = 20
MOST = 1000  # requests that a list counts and pages through; beyond, the filters narrow it
EARLIER = 5
TOLD = frozenset({
    Event.REQUEST_SENT, Event.REQUEST_STEP_AGREED, Event.REQUEST_APPROVED, Event.REQUEST_REFUSED, Event.REQUEST_WITHDRAWN,
    Event.REQUEST_LAPSED, Event.REQUEST_CLOSED, Event.NOT_HELD, Event.GRANT_ISSUED, Event.GRANT_ENDED, Event.CALL_CHOSEN,
    Event.AUDIO_DEPOSITED, Event.COPY_PREPARED, Event.COPY_RELEASED, Event.COPY_COLLECTED, Event.COPY_DESTROYED,
})  # fmt: skip


# Who may see which request


def _parts(person: User, today: date) -> list[Q]:
    """What makes a request this person's to see: a role with a step on its route, or having sent it, decided it or a grant under it."""
    kinds = {kind for kind, _step in steps_of(roles_on(person, today))}
    if kinds == set(ROUTES):
        return [Q()]
    decided = Decision.objects.filter(decided_by=person).values("request")
    granted = Grant.objects.filter(holder=person).values("request_reference")
    return [Q(kind__in=kinds), Q(requester=person), Q(pk__in=decided), Q(reference__in=granted)]


@enforces("AC-4")
def visible(person: User, today: date) -> QuerySet[AccessRequest]:
    """Requests that this person may see, and no other."""
    return AccessRequest.objects.filter(reduce(or_, _parts(person, today)))


def one(person: User, reference: str, today: date) -> AccessRequest:
    """A request that this person may see. Raises NotYours for any other, which looks as if it did not exist."""
    request = visible(person, today).select_related("requester", "extension").filter(reference=reference).first()
    if request is None:
        raise NotYours(NOT_THERE)
    return request


def needing(person: User, today: date) -> Q:
    """Requests whose step waits for this person; never their own."""
    mine = reduce(or_, (Q(kind=kind, step=step) for kind, step in steps_of(roles_on(person, today))), Q(pk__in=[]))
    return mine & Q(state__in=OPEN) & Q(state=State.SENT) & ~Q(requester=person)


# Who may decide


def deciders(step: Step, requester_id: int, today: date) -> list[User]:
    """Who may answer this step today: who holds its role or deputises for it, but not who asked and no system administrator (AC-1)."""
    if not isinstance(step.who, Role):
        return []
    return [person for person in able([step.who], today) if person.pk != requester_id]


def bench(request: AccessRequest, step: Step, today: date) -> Bench:
    """Everything about other people that a decision's rules must know."""
    releasers = may_release(today) if request.wanted == Wanted.COPY else []
    return Bench(deciders(step, request.requester_id, today), releasers, **chosen("approver_may_release", "grant_days"))


def may_release(today: date) -> list[User]:
    """People whose roles let them release a copy."""
    return able([role for role in Role if Action.RELEASE in POWERS[role].may], today)


def namers_of_deputies(today: date) -> list[User]:
    """Who can name a deputy when nobody can decide."""
    return list(holders(Role.PRACTICE_MANAGER, today))


def acts_as_deputy(person: User, step: Step, today: date) -> bool:
    """Whether this person has the step's role only as somebody's deputy."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=today)
    return not RoleHolding.objects.filter(not_over, person=person, role=step.who, starts_on__lte=today, ended_at=None).exists()


# One request


@dataclass(frozen=True)
class Case:
    """One request with all that its page shows; read at one instant, for one reader."""

    request: AccessRequest
    reader: User
    now: datetime
    decisions: list[Decision]
    bench: Bench
    grants: list[Grant]
    earlier: list[AccessRequest]
    history: list[Entry]

    @property
    def today(self) -> date:
        """The local day."""
        return clock.local_day(self.now)

    @property
    def route(self) -> Route:
        """The route of this kind of request."""
        return ROUTES[self.request.kind]

    @property
    def step(self) -> Step | None:
        """The step that waits, if one does."""
        return self.route.step(self.request.step) if self.request.step else None

    @property
    def roles(self) -> frozenset[Role]:
        """The reader's roles today."""
        return roles_on(self.reader, self.today)

    @property
    def is_own(self) -> bool:
        """Whether the reader asked."""
        return self.request.requester_id == self.reader.pk

    @property
    def live_grants(self) -> list[Grant]:
        """The grants under it that can be used now."""
        return [grant for grant in self.grants if grant.ended_at is None and grant.starts_at <= self.now < grant.ends_at]


def case(person: User, reference: str, now: datetime) -> Case:
    """Everything about a request that its page shows. Raises NotYours. A constant number of queries."""
    today = clock.local_day(now)
    request = one(person, reference, today)
    waits = ROUTES[request.kind].step(request.step) if request.step else None
    return Case(
        request, person, now,
        decisions=list(request.decisions.select_related("decided_by")),
        bench=bench(request, waits, today) if waits else Bench(),
        grants=[] if waits else list(grants_of_request(reference)),
        earlier=earlier(person, request, today),
        history=history(reference),
    )  # fmt: skip


def earlier(person: User, request: AccessRequest, today: date) -> list[AccessRequest]:
    """The last few requests about the same outside number or by the same person, as far as the reader may see them."""
    others = AccessRequest.objects.exclude(pk=request.pk)
    same = others.filter(requester=request.requester_id).order_by("-sent_at").values("pk")[:EARLIER]
    if request.external_e164:
        same = same.union(others.filter(external_e164=request.external_e164).order_by("-sent_at").values("pk")[:EARLIER])
    return list(visible(person, today).filter(pk__in=same).select_related("requester")[:EARLIER])


def history(reference: str) -> list[Entry]:
    """What the trail tells of a request: its own steps and what was given and released under it, newest first."""
    return list(Entry.objects.filter(request=reference, event__in=TOLD).select_related("actor", "about").order_by("-id")[:50])


def finders(grants: Collection[Grant]) -> set[int]:
    """Who may look for the call, of these grants that can be used now."""
    return {grant.holder_id for grant in grants if GrantAction.FIND in grant.actions}


def live_grants(reference: str, now: datetime) -> list[Grant]:
    """The grants of a request that can be used now."""
    return list(Grant.objects.filter(request_reference=reference, ended_at=None, starts_at__lte=now, ends_at__gt=now))


# Lists


@dataclass(frozen=True)
class Filters:
    """What a list of requests is narrowed to: `state` is one of them, "all", or "" for open ones; `due` is "late", "week" or "" for any."""

    needs_me: bool = False
    state: str = ""
    due: str = ""


def listed(person: User, filters: Filters, number: int | str, today: date) -> Page[AccessRequest]:
    """A page of the requests that this person is part of: open ones soonest due first, otherwise newest first; MOST at most.

    Each part is read by its own index, so that how many requests there are is of no matter.
    """
    order = ("due_on", "id") if filters.state in ("", *OPEN) else ("-sent_at", "-id")
    columns = [name.removeprefix("-") for name in order]
    parts = [AccessRequest.objects.filter(part & _narrowing(person, filters, today)) for part in _parts(person, today)]
    first, *others = (part.order_by(*order).values_list(*columns)[:MOST] for part in parts)
    found = first.union(*others).order_by(*order)[:MOST] if others else first
    page = Paginator([key for _day, key in found], PER_PAGE).get_page(number)
    page.object_list = AccessRequest.objects.filter(pk__in=page.object_list).select_related("requester").order_by(*order)
    return page


def _narrowing(person: User, filters: Filters, today: date) -> Q:
    narrow = Q(state=filters.state) if filters.state in State.values else Q()
    if filters.state in ("", *OPEN):
        narrow &= Q(state__in=OPEN)
    if filters.due:
        narrow &= Q(state=State.SENT, due_on__lt=today if filters.due == "late" else clock.grant_ends(today, 8))
    return narrow & needing(person, today) if filters.needs_me else narrow


def deciding(requests: Iterable[AccessRequest], today: date) -> Deciding:
    """Who may answer the steps that wait in these requests; of a request's own sender too, whom its row leaves out."""
    steps = {(request.kind, request.step) for request in requests if request.step}
    return {(kind, step): deciders(ROUTES[kind].step(step), 0, today) for kind, step in steps}


def waiting_for(person: User) -> QuerySet[AccessRequest]:
    """This person's own requests that nobody has answered yet."""
    return AccessRequest.objects.filter(requester=person, state=State.SENT).order_by("due_on")


def to_decide(person: User, today: date) -> QuerySet[AccessRequest]:
    """Requests that wait for this person's decision, soonest due first."""
    return AccessRequest.objects.filter(needing(person, today)).select_related("requester").order_by("due_on", "id")


# What the form offers, what the jobs look for


def own_extensions(person: User, today: date) -> list[Extension]:
    """The extensions this person sits at today."""
    mine = Q(assignments__ends_on=None) | Q(assignments__ends_on__gte=today)
    return list(Extension.objects.filter(mine, assignments__person=person, assignments__starts_on__lte=today))


def extension(number: str) -> Extension | None:
    """The extension of this number, if the practice has it."""
    return Extension.objects.filter(number=number).first()


def lapsed(today: date) -> list[int]:
    """Requests that nobody answered by their last day."""
    return list(AccessRequest.objects.filter(state=State.SENT, lapses_on__lt=today).values_list("pk", flat=True))


def finished(now: datetime) -> list[int]:
    """Approved requests under which no access is left."""
    live = Grant.objects.filter(ended_at=None, ends_at__gt=now).values("request_reference")
    return list(AccessRequest.objects.filter(state=State.APPROVED).exclude(reference__in=live).values_list("pk", flat=True))
