"""The only readers of complaints and objections: whoever handles people's rights, but not the colleague whom one concerns."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from access_requests.clocks import queries as clocks
from access_requests.clocks.reckoning import Reckoned
from access_requests.clocks.rules import refuse_handler
from access_requests.letters.queries import of_case
from access_requests.matters.rules import NOT_THERE
from access_requests.models import AccessRequest, CaseClock, Letter, Matter, MatterNote, MatterState, Right
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import able, roles_on
from callgov.practice import setting
from callgov.refusals import NotYours
from callgov.roles import POWERS, Action, Role
from callgov.trail.events import Event
from callgov.trail.models import Entry

PER_PAGE = 20
MOST = 1000
HANDLING = [role for role in Role if Action.HANDLE_CASES in POWERS[role].may]
OPEN = (MatterState.OPEN, MatterState.DECIDED)
TOLD = frozenset({
    Event.MATTER_RECEIVED, Event.MATTER_NOTED, Event.MATTER_DECIDED, Event.MATTER_ANSWERED, Event.LETTER_SENT, Event.CLOCK_ASKED,
    Event.CLOCK_ANSWERED, Event.CLOCK_EXTENDED, Event.CLOCK_TAKEN_BACK, Event.CLOCK_STOPPED, Event.CLOCK_RECALCULATED,
})  # fmt: skip


@dataclass(frozen=True)
class MatterCase:
    """A complaint or an objection with all that its page shows."""

    matter: Matter
    reader: User
    today: date
    clock: Reckoned
    letters: list[Letter]
    notes: list[MatterNote]
    history: list[Entry]
    no_reply_days: int


_DUE = Subquery(CaseClock.objects.filter(reference=OuterRef("reference"), answered_on=None).values("due_on")[:1])


def visible(person: User, today: date) -> QuerySet[Matter]:
    """What this person may read: everything on the desk but what concerns them, if they handle people's rights; else nothing."""
    if refuse_handler(roles_on(person, today)) is not None:
        return Matter.objects.none()
    return Matter.objects.filter(~Q(about_person=person) | Q(about_person=None))


def one(person: User, reference: str, today: date) -> Matter:
    """A matter that this person may read. Raises NotYours for any other."""
    found = visible(person, today).select_related("about_person", "logged_by", "decision__decided_by").filter(reference=reference).first()
    if found is None:
        raise NotYours(NOT_THERE)
    return found


def case(person: User, reference: str, now: datetime) -> MatterCase:
    """Everything that its page shows. Raises NotYours. A constant number of queries."""
    today = clock.local_day(now)
    matter = one(person, reference, today)
    history = Entry.objects.filter(request=reference, event__in=TOLD).select_related("actor", "about").order_by("-id")
    return MatterCase(
        matter, person, today,
        clock=clocks.reckoned_or_refuse(reference, today),
        letters=of_case(reference),
        notes=list(matter.notes.select_related("noted_by")),
        history=list(history[:50]),
        no_reply_days=setting("no_reply_close_days"),
    )  # fmt: skip


def listed(person: User, state: str, right: str, number: int | str, today: date) -> Page[Matter]:
    """A page of what is on the desk: open ones soonest due first, answered ones newest first; MOST at most."""
    answered = state == MatterState.ANSWERED
    rows = visible(person, today).filter(state__in=[MatterState.ANSWERED] if answered else OPEN)
    rows = rows.filter(right=right) if right else rows
    rows = rows.order_by("-id") if answered else rows.annotate(due=_DUE).order_by(F("due").asc(nulls_last=True), "id")
    keys: list[Any] = list(rows.values_list("pk", flat=True)[:MOST])
    page = Paginator(keys, PER_PAGE).get_page(number)
    found = Matter.objects.in_bulk(page.object_list)
    page.object_list = [found[key] for key in page.object_list]
    return page


def clocks_of(references: list[str]) -> dict[str, CaseClock]:
    """The clocks of these cases. One query."""
    return {row.reference: row for row in CaseClock.objects.filter(reference__in=references)}


def open_ones(person: User, today: date, most: int) -> list[Matter]:
    """What this person could do something about, soonest due first."""
    rows = visible(person, today).filter(state__in=OPEN).annotate(due=_DUE)
    return list(rows.order_by(F("due").asc(nulls_last=True), "id")[:most])


def handlers(matter: Matter, today: date) -> list[User]:
    """Who may look into it today. One query."""
    return [person for person in able(HANDLING, today) if person.pk != matter.about_person_id]


def is_known(reference: str) -> bool:
    """Whether there is a request of this reference to link to."""
    return AccessRequest.objects.filter(reference=reference).exists()


def open_about(request_reference: str) -> list[Matter]:
    """The open complaints about a request."""
    return list(Matter.objects.filter(about_reference=request_reference, right=Right.COMPLAINT, state__in=OPEN))


def concerned(references: Collection[str]) -> dict[str, int | None]:
    """The colleague whom each of these concerns, who is not told of it."""
    return dict(Matter.objects.filter(reference__in=references).values_list("reference", "about_person"))
