"""Reading people and their roles."""

from datetime import date

from django.db.models import Q, QuerySet

from callgov.people.models import Deputy, RoleHolding, User
from callgov.roles import Role


def roles_on(person: User, day: date) -> frozenset[Role]:
    """The roles a person holds or deputises for on a local day. One query; remembered on the instance for that day."""
    remembered: dict[date, frozenset[Role]] = person.__dict__.setdefault("_roles_by_day", {})
    if day not in remembered:
        held = RoleHolding.objects.filter(_covers(day), person=person).values_list("role")
        deputised = Deputy.objects.filter(person=person, starts_on__lte=day, ends_on__gte=day, ended_early_at=None).values_list("role")
        remembered[day] = frozenset(Role(role) for (role,) in held.union(deputised))
    return remembered[day]


def _covers(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def holders(role: Role, day: date) -> QuerySet[User]:
    """Active people who hold a role or deputise for it on a day."""
    held = RoleHolding.objects.filter(_covers(day), role=role).values("person")
    deputised = Deputy.objects.filter(role=role, starts_on__lte=day, ends_on__gte=day, ended_early_at=None).values("person")
    return User.objects.filter(Q(pk__in=held) | Q(pk__in=deputised), is_active=True)
