"""Who may see which request (AC-4)."""

from datetime import date, datetime
from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from access_requests.models import FROM_OUTSIDE, AccessRequest, Decision, Recusal, State
from access_requests.papers import SHORT_LIVED
from access_requests.routes import ROUTES, kinds_read_by, steps_of
from access_requests.rules import NOT_THERE
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import NotYours
from callgov.roles import Role
from callgov.workflow import Relation
from recordings.models import Attachment, Grant

PASSED_ON = [(route.kind, step.name) for route in ROUTES.values() for step in route.steps if step.who is Relation.LINE_MANAGER]

# Who declared that they are involved in a request, read in the same query.
STOOD_BACK = ArraySubquery(Recusal.objects.filter(request=OuterRef("pk")).values("person"))

# The practice manager stands in where there is no line manager, or no longer.
NOBODY_TO_PASS_ON = Q(line_manager=None) | Q(line_manager__is_active=False)


def parts(person: User, today: date) -> list[Q]:
    """What makes a request this person's to see: a role in its route, or having sent it, passed it on, decided it or a grant under it.

    Never one whose investigation is about them. One part a kind, so that each is read by its own index.
    """
    roles = roles_on(person, today)
    kinds = kinds_read_by(roles)
    hidden = Q(about_person=None) | ~Q(about_person=person)
    if kinds == set(ROUTES):
        return [hidden]
    decided = Decision.objects.filter(decided_by=person).values("request")
    granted = Grant.objects.filter(holder=person).values("request_reference")
    own = [Q(requester=person), Q(line_manager=person), Q(pk__in=decided), Q(reference__in=granted)]
    if Role.PRACTICE_MANAGER in roles:
        own.append(Q(kind__in=[kind for kind, _step in PASSED_ON]) & NOBODY_TO_PASS_ON)
    return [part & hidden for part in (*(Q(kind=kind) for kind in sorted(kinds)), *own)]


@enforces("AC-4")
def visible(person: User, today: date) -> QuerySet[AccessRequest]:
    """Requests that this person may see, and no other."""
    return AccessRequest.objects.filter(reduce(or_, parts(person, today)))


def one(person: User, reference: str, today: date) -> AccessRequest:
    """A request that this person may see. Raises NotYours for any other, which looks as if it did not exist."""
    related = ("requester", "line_manager", "about_person", "extension", "asker")  # with two more the server plans longer than it reads
    found = visible(person, today).select_related(*related).annotate(stood_back=STOOD_BACK)
    request = found.filter(reference=reference).first()
    if request is None:
        raise NotYours(NOT_THERE)
    return request


def locked(person: User, reference: str, today: date) -> AccessRequest:
    """The same, locked until the transaction ends, as it is then: for services that check it and write beside it. Raises NotYours."""
    AccessRequest.objects.select_for_update(of=("self",)).filter(reference=reference).values_list("pk").first()
    return one(person, reference, today)


def needing(person: User, today: date) -> Q:
    """Requests whose step waits for this person; never one of their own, about them, or from which they stood back."""
    roles = roles_on(person, today)
    mine = [Q(kind=kind, step=step) for kind, step in steps_of(roles)]
    mine += [Q(kind=kind, step=step, line_manager=person) for kind, step in PASSED_ON]
    if Role.PRACTICE_MANAGER in roles:
        mine += [Q(kind=kind, step=step) & NOBODY_TO_PASS_ON for kind, step in PASSED_ON]
    theirs = Q(kind__in=FROM_OUTSIDE) | ~Q(requester=person)
    stood_back = Recusal.objects.filter(person=person).values("request")
    about = Q(about_person=None) | ~Q(about_person=person)
    return reduce(or_, mine) & Q(state=State.SENT) & theirs & about & ~Q(pk__in=stood_back)


@enforces("AC-4", "AC-7")
def let_through(paper: Attachment, person: User, now: datetime) -> None:
    """Let a reader through to a paper of a request that they may see; a proof only to who decides, or took it in. Raises NotYours."""
    today = clock.local_day(now)
    request = one(person, paper.reference, today)
    decides = any(step.who in roles_on(person, today) for step in ROUTES[request.kind].all_steps())
    if paper.kind in SHORT_LIVED and not decides and paper.added_by_id != person.pk:
        raise NotYours(NOT_THERE)
