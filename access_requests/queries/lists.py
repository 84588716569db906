"""Lists of requests, what the form offers, and what the jobs look for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from access_requests.facts import identifies
from access_requests.models import FROM_OUTSIDE, OPEN, AccessRequest, CaseClock, Decision, IdentityCheck, Kind, Result, State
from access_requests.queries.visible import STOOD_BACK, needing, parts
from access_requests.routes import ROUTES, steps_of
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import able, roles_on
from callgov.roles import Role
from recordings.models import Extension, Grant

PER_PAGE = 20
MOST = 1000  # requests that a list counts and pages through; beyond, the filters narrow it


@dataclass(frozen=True)
class Filters:
    """What a list of requests is narrowed to: `state` is one of them, "all", or "" for open ones; `due` is "late", "week" or "" for any;
    `kind` is one of the kinds, or "" for all.
    """

    needs_me: bool = False
    state: str = ""
    due: str = ""
    kind: str = ""


def listed(person: User, filters: Filters, number: int | str, today: date) -> Page[AccessRequest]:
    """A page of the requests that this person is part of: open ones soonest due first, otherwise newest first; MOST at most.

    Each part is read by its own index, so that how many requests there are is of no matter.
    """
    order = ("due_on", "id") if filters.state in ("", *OPEN) else ("-sent_at", "-id")
    columns = [name.removeprefix("-") for name in order]
    own = [AccessRequest.objects.filter(part & _narrowing(person, filters, today)) for part in parts(person, today)]
    first, *others = (part.order_by(*order).values_list(*columns)[:MOST] for part in own)
    found = first.union(*others).order_by(*order)[:MOST] if others else first
    page = Paginator([key for _day, key in found], PER_PAGE).get_page(number)
    page.object_list = _rows().filter(pk__in=page.object_list).order_by(*order)
    return page


def _rows() -> QuerySet[AccessRequest]:
    """Requests with what a line about each shows, and who may answer it; no more, because requests and people are wide."""
    shown = (
        "reference", "kind", "state", "step", "due_on", "about_person", "requester__name", "asker__name",
        "line_manager__name", "line_manager__is_active",
    )  # fmt: skip
    return AccessRequest.objects.select_related("requester", "line_manager", "asker").annotate(stood_back=STOOD_BACK).only(*shown)


def _narrowing(person: User, filters: Filters, today: date) -> Q:
    narrow = Q(state=filters.state) if filters.state in State.values else Q()
    if filters.state in ("", *OPEN):
        narrow &= Q(state__in=OPEN)
    if filters.kind:
        narrow &= Q(kind=filters.kind)
    if filters.due:
        narrow &= Q(state=State.SENT, due_on__lt=today if filters.due == "late" else clock.grant_ends(today, 8))
    return narrow & needing(person, today) if filters.needs_me else narrow


def waiting_for(person: User) -> QuerySet[AccessRequest]:
    """This person's own requests, and those they took in, that nobody has answered yet."""
    return AccessRequest.objects.filter(requester=person, state=State.SENT).order_by("due_on")


def own_waiting_for(person: User) -> QuerySet[AccessRequest]:
    """What this person asked for themselves and nobody has answered yet. Not what somebody outside asked and they only took in, and not
    a right that outlasts their account.
    """
    return waiting_for(person).exclude(kind__in=FROM_OUTSIDE).exclude(also_sar=True)


def to_decide(person: User, today: date) -> QuerySet[AccessRequest]:
    """Requests that wait for this person's decision, soonest due first."""
    return (
        AccessRequest.objects.filter(needing(person, today), state__in=OPEN).select_related("requester", "asker").order_by("due_on", "id")
    )


def to_review(person: User, today: date) -> list[AccessRequest]:
    """Requests on which somebody acted at once and whose review waits for this person, soonest due first."""
    kinds = [route.kind for route in ROUTES.values() if route.review is not None and route.review.who in roles_on(person, today)]
    return list(_unreviewed().filter(kind__in=kinds).select_related("requester").order_by("review_due_on")) if kinds else []


def in_doubt(person: User, today: date) -> list[AccessRequest]:
    """Open requests whose asker is in doubt, for the Data Protection Officer or deputy, soonest due first. One query, none for others."""
    if Role.DPO not in roles_on(person, today):
        return []
    last = IdentityCheck.objects.filter(request=OuterRef("pk")).values("result")[:1]
    kinds = [kind for kind in ROUTES if identifies(kind)]
    waiting = AccessRequest.objects.filter(state__in=OPEN, kind__in=kinds).annotate(last=Subquery(last)).filter(last=Result.IN_DOUBT)
    return list(waiting.select_related("requester", "asker").order_by("due_on", "id"))


def due_without_clock(until: date) -> list[AccessRequest]:
    """Open requests due by a day on which no statutory clock runs: undecided ones, and court orders until they are closed. One query."""
    undone = Q(state=State.SENT) | Q(state=State.APPROVED, kind=Kind.COURT_ORDER)
    clocked = CaseClock.objects.filter(reference=OuterRef("reference"))
    rows = AccessRequest.objects.filter(undone, state__in=OPEN, due_on__lte=until).exclude(Exists(clocked))
    return list(rows.select_related("requester", "line_manager").annotate(stood_back=STOOD_BACK).order_by("due_on", "id"))


def counted_in_working_days() -> list[AccessRequest]:
    """Undecided requests of bodies whose day is ours to count, locked."""
    own_day = Q(kind=Kind.EXTERNAL_BODY) | Q(kind=Kind.COURT_ORDER, demand__comply_by=None)
    return list(AccessRequest.objects.select_for_update(of=("self",)).filter(own_day, state=State.SENT, round=1))


def reviews_late(today: date) -> list[AccessRequest]:
    """Requests on which somebody acted at once and whose review should have been there before today. One query."""
    return list(_unreviewed().filter(review_due_on__lt=today).annotate(stood_back=STOOD_BACK).order_by("review_due_on", "id"))


def _unreviewed() -> QuerySet[AccessRequest]:
    reviewed = Decision.objects.filter(request=OuterRef("pk"), step="review", round=OuterRef("round"))
    return AccessRequest.objects.filter(review_due_on__isnull=False).exclude(Exists(reviewed))


def is_reviewed(request: AccessRequest) -> bool:
    """Whether what was done at once was reviewed in this round."""
    return Decision.objects.filter(request=request, step="review", round=request.round).exists()


def reviewers(request: AccessRequest, today: date) -> list[User]:
    """Who reviews what was done at once."""
    review = ROUTES[request.kind].review
    return able([review.who], today) if review is not None and isinstance(review.who, Role) else []


def own_extensions(person: User, today: date) -> list[Extension]:
    """The extensions this person sits at today."""
    mine = Q(assignments__ends_on=None) | Q(assignments__ends_on__gte=today)
    return list(Extension.objects.filter(mine, assignments__person=person, assignments__starts_on__lte=today))


def extensions_ever(person: User) -> list[Extension]:
    """The extensions at which this person ever sat."""
    return list(Extension.objects.filter(assignments__person=person).distinct())


def extension(number: str) -> Extension | None:
    """The extension of this number, if the practice has it."""
    return Extension.objects.filter(number=number).first()


def decides_anything(person: User, today: date) -> bool:
    """Whether a role of this person's has a step on some route."""
    return bool(steps_of(roles_on(person, today)))


def lapsed(today: date) -> list[int]:
    """Requests that nobody answered by their last day."""
    return list(AccessRequest.objects.filter(state=State.SENT, lapses_on__lt=today).values_list("pk", flat=True))


def finished(now: datetime) -> list[int]:
    """Approved requests under which no access is left and no review is owed."""
    live = Grant.objects.filter(ended_at=None, ends_at__gt=now).values("request_reference")
    reviewed = Decision.objects.filter(request=OuterRef("pk"), step="review", round=OuterRef("round"))
    owed = Q(review_due_on__isnull=False) & ~Exists(reviewed)
    return list(AccessRequest.objects.filter(state=State.APPROVED).exclude(owed).exclude(reference__in=live).values_list("pk", flat=True))
