"""Giving and ending roles, naming and ending deputies. Who keeps roles never does so for themselves."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from callgov import clock
from callgov.people import queries, rules
from callgov.people.models import Deputy, RoleHolding, User
from callgov.people.rules import Stretch
from callgov.refusals import Conflict, insist
from callgov.roles import Role
from callgov.trail.events import Event
from callgov.trail.services import record


@transaction.atomic
def give_role(*, person: User, role: Role, actor: User | None, now: datetime) -> RoleHolding:
    """Give a role from today on (AC-1). `actor` None is the named job that acts. Raises Refused."""
    today = clock.local_day(now)
    locked = lock(person)
    insist(rules.refuse_keeping_roles(actor, _roles(actor, today), locked))
    insist(rules.refuse_giving(locked, Stretch(role, today), queries.stretches(locked, today)))
    return hold(person, role, actor, now)


def hold(person: User, role: Role, actor: User | None, now: datetime) -> RoleHolding:
    """Write the holding and its entry. Inside the caller's transaction, after its rules."""
    holding = RoleHolding.objects.create(person=person, role=role, starts_on=clock.local_day(now), given_by=actor, given_at=now)
    queries.forget_roles(person)
    record(Event.ROLE_GIVEN, subject=holding, person=person, facts={"role": role.value})
    return holding


@transaction.atomic
def end_role(*, person: User, role: Role, actor: User | None, now: datetime) -> None:
    """End a role at once (AC-1). The last Information Governance Lead and the last Practice Manager cannot be ended. Raises Refused."""
    today = clock.local_day(now)
    locked = lock(person, role)
    insist(rules.refuse_keeping_roles(actor, _roles(actor, today), locked))
    if role not in queries.roles_held(person, today):
        insist(rules.NOT_HELD)
    insist(rules.refuse_last(role, queries.others_in(role, person, today)))
    close_holdings(person, [role], actor, now)


def close_holdings(person: User, roles: Iterable[Role], actor: User | None, now: datetime) -> int:
    """End these roles now and write the entries; how many there were. Inside the caller's transaction, after its rules."""
    holdings = RoleHolding.objects.select_for_update().filter(person=person, role__in=list(roles), ended_at=None)
    for holding in holdings:
        holding.ended_by, holding.ended_at = actor, now
        holding.save(update_fields=["ended_by", "ended_at"])
        record(Event.ROLE_ENDED, subject=holding, person=person, facts={"role": holding.role})
    queries.forget_roles(person)
    return len(holdings)


@transaction.atomic
def name_deputy(*, role: Role, person: User, starts_on: date, ends_on: date, actor: User | None, now: datetime) -> Deputy:
    """Name a person who acts in a role between two days, both included (AC-1). Raises Refused."""
    today = clock.local_day(now)
    locked = lock(person)
    insist(rules.refuse_keeping_roles(actor, _roles(actor, today), locked))
    insist(rules.refuse_deputy_dates(starts_on, ends_on, today))
    insist(rules.refuse_giving(locked, Stretch(role, starts_on, ends_on), queries.stretches(locked, today)))
    deputy = Deputy.objects.create(role=role, person=person, starts_on=starts_on, ends_on=ends_on, named_by=actor, named_at=now)
    queries.forget_roles(person)
    days = {"from": starts_on.isoformat(), "until": ends_on.isoformat()}
    record(Event.DEPUTY_NAMED, subject=deputy, person=person, facts={"role": role.value, **days})
    return deputy


@transaction.atomic
def end_deputy(*, deputy_id: int, actor: User | None, now: datetime) -> None:
    """End a deputy's time at once. Raises Refused, or Conflict when it has ended already."""
    today = clock.local_day(now)
    named = Deputy.objects.select_related("person").get(pk=deputy_id)
    lock(named.person, Role(named.role))
    deputy = Deputy.objects.select_related("person").get(pk=deputy_id)
    insist(rules.refuse_keeping_roles(actor, _roles(actor, today), deputy.person))
    over = rules.refuse_deputy_end(deputy, today)
    if over is not None:
        raise Conflict(over)
    if deputy.starts_on <= today:
        insist(rules.refuse_last(Role(deputy.role), queries.others_in(Role(deputy.role), deputy.person, today)))
    close_deputy(deputy, actor, now)


def close_deputy(deputy: Deputy, actor: User | None, now: datetime) -> None:
    """Write the early end and its entry. Inside the caller's transaction, after its rules."""
    deputy.ended_by, deputy.ended_early_at = actor, now
    deputy.save(update_fields=["ended_by", "ended_early_at"])
    queries.forget_roles(deputy.person)
    record(Event.DEPUTY_ENDED, subject=deputy, person=deputy.person, facts={"role": deputy.role})


def lock(person: User, *roles: Role) -> User:
    """The person as stored, locked until the commit with everyone who holds these roles or deputises for them.

    Two roles given at the same time cannot slip past each other, and of the last two holders only one can be ended. Always in the
    order of ids, so that nobody waits in a circle.
    """
    held = RoleHolding.objects.filter(role__in=roles, ended_at=None).values("person")
    deputised = Deputy.objects.filter(role__in=roles, ended_early_at=None).values("person")
    concerned = User.objects.filter(Q(pk=person.pk) | Q(pk__in=held) | Q(pk__in=deputised))
    locked = {one.pk: one for one in concerned.select_for_update(of=("self",)).order_by("pk")}
    return locked[person.pk]


def _roles(actor: User | None, today: date) -> frozenset[Role]:
    return frozenset() if actor is None else queries.roles_on(actor, today)
