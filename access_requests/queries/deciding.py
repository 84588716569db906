"""Who may decide today, and what the record of a request holds for it."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q

from access_requests import facts
from access_requests.facts import Facts
from access_requests.models import AccessRequest, Decision, IdentityCheck, Recusal, Wanted
from access_requests.papers import AREA
from access_requests.routes import ROUTES
from access_requests.rules import Bench
from callgov.people.models import RoleHolding, User
from callgov.people.queries import able, able_by_role, holders
from callgov.practice import chosen
from callgov.roles import POWERS, Action, Role
from callgov.workflow import Step
from recordings.attachments.queries import of_case
from recordings.models import Attachment

Deciding = dict[int, list[User]]  # request → who may answer the step that waits

# The roles that answer a step of any route, and who stands in for a line manager.
ANSWERING = {step.who for route in ROUTES.values() for step in route.all_steps() if isinstance(step.who, Role)} | {Role.PRACTICE_MANAGER}


def stood_back(request: AccessRequest) -> set[int]:
    """Who declared that they are involved in a request. Read with it, or else asked now."""
    known: list[int] | None = getattr(request, "stood_back", None)
    return set(known) if known is not None else set(Recusal.objects.filter(request=request).values_list("person", flat=True))


def deciders(step: Step, request: AccessRequest, today: date, away: Iterable[int] | None = None) -> list[User]:
    """Who may answer this step of a request today: who holds its role or deputises for it, or passes it on as line manager.

    Not who asked, not whom it is about, not who stood back (`away`), and no system administrator (AC-1).
    """
    return _deciders(step, request, stood_back(request) if away is None else away, lambda role: able([role], today))


def deciders_ahead(step: Step, asker: User, today: date) -> list[User]:
    """Who would answer this step of a request that this person is about to send."""
    return [person for person in _holding(step, asker, lambda role: able([role], today)) if person.pk != asker.pk]


def _deciders(step: Step, request: AccessRequest, away: Iterable[int], able_in: Callable[[Role], list[User]]) -> list[User]:
    out = {request.asked_by_id, request.about_person_id, *away}
    return [person for person in _holding(step, request, able_in) if person.pk not in out]


def _holding(step: Step, asked: AccessRequest | User, able_in: Callable[[Role], list[User]]) -> list[User]:
    if isinstance(step.who, Role):
        return able_in(step.who)
    manager = asked.line_manager
    return [manager] if manager is not None and manager.is_active else able_in(Role.PRACTICE_MANAGER)


def answered_for_a_role(request: AccessRequest, decisions: Iterable[Decision]) -> set[int]:
    """Who answered a step of this round for a role: the next role of the route is somebody else's to answer for."""
    roles = {step.name for step in ROUTES[request.kind].steps if isinstance(step.who, Role)}
    return {one.decided_by_id for one in decisions if one.round == request.round and one.step in roles}


def bench(
    request: AccessRequest, step: Step, today: date, known: Facts | None = None, decisions: Iterable[Decision] | None = None
) -> Bench:
    """Everything that a decision's rules must know besides the request. `decisions` are those read already."""
    answered = answered_for_a_role(request, request.decisions.all() if decisions is None else decisions)
    releasers = may_release(today) if request.wanted == Wanted.COPY else []
    known = known or facts_of(request)
    away = stood_back(request)
    able_ = deciders(step, request, today, away | answered)
    return Bench(
        able_, facts.missing(step, request.kind, known), known.in_doubt, away, answered, releasers,
        **chosen("approver_may_release", "grant_days"),
    )  # fmt: skip


def facts_of(request: AccessRequest, papers: Iterable[Attachment] | None = None) -> Facts:
    """What the record of a request holds. `papers` are those read already."""
    attached = of_case(AREA, request.reference) if papers is None else papers
    checks = IdentityCheck.objects.filter(request=request).select_related("checked_by")
    return Facts(
        asker=getattr(request, "asker", None),
        check=checks.first() if facts.identifies(request.kind) else None,
        demand=getattr(request, "demand", None),
        papers={paper.kind for paper in attached if paper.destroyed_at is None},
    )


def may_release(today: date) -> list[User]:
    """People whose roles let them release a copy."""
    return able([role for role in Role if Action.RELEASE in POWERS[role].may], today)


def to_tell_when_nobody_decides(today: date) -> list[User]:
    """Who is told when nobody can decide: who can name a deputy, and the partners."""
    return list(holders(Role.PRACTICE_MANAGER, today).union(holders(Role.PARTNER, today)))


def acts_as_deputy(person: User, step: Step, today: date) -> bool:
    """Whether this person has the step's role only as somebody's deputy."""
    if not isinstance(step.who, Role):
        return False
    not_over = Q(ends_on=None) | Q(ends_on__gte=today)
    return not RoleHolding.objects.filter(not_over, person=person, role=step.who, starts_on__lte=today, ended_at=None).exists()


def deciding(requests: Iterable[AccessRequest], today: date) -> Deciding:
    """Who may answer the step that waits in each of these requests, which were read with who stood back. One query."""
    waiting = [request for request in requests if request.step]
    by_role = able_by_role(ANSWERING, today) if waiting else {}
    return {
        request.pk: _deciders(ROUTES[request.kind].step(request.step), request, stood_back(request), by_role.__getitem__)
        for request in waiting
    }
