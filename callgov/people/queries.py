"""Reading people and their roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from callgov.people.factors import FACTORS
from callgov.people.models import Deputy, Invitation, RoleHolding, User
from callgov.people.rules import NOT_FOUND, Stretch
from callgov.refusals import NotYours
from callgov.roles import Role

# The same as `_holdings_on` and `_deputies_on`, which a test compares it with. Written by hand: it runs on every page and every range of
# audio, and the mapper takes ten times as long to write it as the database to answer.
_ROLES_ON = """
SELECT role, NULL AS until FROM people_roleholding
  WHERE person_id = %(person)s AND starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s) AND ended_at IS NULL
UNION SELECT role, ends_on FROM people_deputy
  WHERE person_id = %(person)s AND starts_on <= %(day)s AND ends_on >= %(day)s AND ended_early_at IS NULL
ORDER BY until
"""


def roles_on(person: User, day: date) -> frozenset[Role]:
    """The roles a person holds or deputises for on a local day. One query; remembered on the instance for that day."""
    return frozenset(roles_until(person, day))


def roles_until(person: User, day: date) -> dict[Role, date | None]:
    """The same with the last day of a deputyship, None for a role that is the person's own. One query for both."""
    remembered: dict[date, dict[Role, date | None]] = person.__dict__.setdefault("_roles_by_day", {})
    if day not in remembered:
        with connection.cursor() as cursor:
            cursor.execute(_ROLES_ON, {"person": person.pk, "day": day})
            remembered[day] = {Role(role): until for role, until in cursor.fetchall()}  # last comes what is the person's own
    return remembered[day]


_ABLE = """
SELECT people_user.*, role AS able_as FROM people_user JOIN (
    SELECT person_id, role FROM people_roleholding
      WHERE role = ANY(%(roles)s) AND starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s) AND ended_at IS NULL
    UNION SELECT person_id, role FROM people_deputy
      WHERE role = ANY(%(roles)s) AND starts_on <= %(day)s AND ends_on >= %(day)s AND ended_early_at IS NULL
  ) able ON able.person_id = people_user.id
WHERE is_active
  AND people_user.id NOT IN (
    SELECT person_id FROM people_roleholding
      WHERE role = 'system_administrator' AND starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s) AND ended_at IS NULL)
ORDER BY name
"""


def able(roles: Iterable[Role], day: date) -> list[User]:
    """Active people who hold or deputise for one of these roles on a day, never a system administrator (AC-1). By name, one query."""
    return list({person.pk: person for person in _able(roles, day)}.values())


def able_by_role(roles: Iterable[Role], day: date) -> dict[Role, list[User]]:
    """The same for each of these roles apart, in one query for all."""
    wanted = list(roles)
    found: dict[Role, list[User]] = {role: [] for role in wanted}
    for person in _able(wanted, day):
        found[Role(person.able_as)].append(person)  # type: ignore[attr-defined]
    return found


def _able(roles: Iterable[Role], day: date) -> Iterable[User]:
    return User.objects.raw(_ABLE, {"roles": [str(role) for role in roles], "day": day})


def forget_roles(person: User) -> None:
    """Forget what `roles_on` remembered of this person: a role was just given or ended."""
    person.__dict__.pop("_roles_by_day", None)


def holders(role: Role, day: date) -> QuerySet[User]:
    """Active people who hold a role or deputise for it on a day."""
    held = _holdings_on(day).filter(role=role).values("person")
    deputised = _deputies_on(day).filter(role=role).values("person")
    return User.objects.filter(Q(pk__in=held) | Q(pk__in=deputised), is_active=True)


def roles_held_or_promised(person: User, day: date) -> frozenset[Role]:
    """Roles of today and those that an open invitation will give."""
    if person.pk is None:
        return frozenset()
    promised = Invitation.objects.filter(person=person, accepted_at=None, withdrawn_at=None).values_list("roles", flat=True)
    return roles_on(person, day) | {Role(role) for roles in promised for role in roles}


def _holdings_on(day: date) -> QuerySet[RoleHolding]:
    return RoleHolding.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, ended_at=None)


def _deputies_on(day: date) -> QuerySet[Deputy]:
    return Deputy.objects.filter(starts_on__lte=day, ends_on__gte=day, ended_early_at=None)


def roles_held(person: User, day: date) -> frozenset[Role]:
    """The roles a person holds themselves on a day, deputyships left out."""
    return frozenset(Role(role) for role in _holdings_on(day).filter(person=person).values_list("role", flat=True))


def vacant(roles: Iterable[Role], day: date) -> list[Role]:
    """Those of these roles that no active person holds or deputises for on a day. One query."""
    held = _holdings_on(day).filter(person__is_active=True).values_list("role")
    filled = {role for (role,) in held.union(_deputies_on(day).filter(person__is_active=True).values_list("role"))}
    return [role for role in roles if role not in filled]


def others_in(role: Role, person: User, day: date) -> int:
    """How many active people other than this one hold a role or deputise for it on a day."""
    return holders(role, day).exclude(pk=person.pk).count()


def stretches(person: User, day: date) -> list[Stretch]:
    """Every role that the person holds or will hold or deputise for from a day on."""
    held = RoleHolding.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), person=person, ended_at=None)
    own = [Stretch(Role(row.role), row.starts_on, row.ends_on) for row in held]
    return own + [Stretch(Role(row.role), row.starts_on, row.ends_on) for row in deputyships_from(person, day)]


def deputyships_from(person: User, day: date) -> QuerySet[Deputy]:
    """Deputyships of a person that are not over on a day."""
    return Deputy.objects.filter(person=person, ends_on__gte=day, ended_early_at=None)


def line_above(manager: User | None) -> list[int]:
    """The ids of a manager and of everyone above them. Stops at the first repetition."""
    line: list[int] = []
    while manager is not None and manager.pk not in line:
        line.append(manager.pk)
        manager = manager.line_manager
    return line


def person_with_email(email: str) -> User | None:
    """The person with this address, in any case of letters."""
    return User.objects.select_related("line_manager").filter(email__iexact=email).first()


@dataclass(frozen=True)
class Listed:
    """A person on the list of everyone: their own roles, those they deputise for, and whether they have a second factor."""

    person: User
    roles: frozenset[Role]
    deputy_for: frozenset[Role]
    has_factor: bool


def everyone(day: date, *, left: bool = False) -> list[Listed]:
    """All people of the practice, or all who have left. Four queries."""
    held, deputised = _by_person(_holdings_on(day)), _by_person(_deputies_on(day))
    with_factor = set(Authenticator.objects.filter(type__in=FACTORS).values_list("user", flat=True))
    none: frozenset[Role] = frozenset()
    return [
        Listed(person, held.get(person.pk, none), deputised.get(person.pk, none), person.pk in with_factor)
        for person in User.objects.filter(leaves_on__isnull=not left)
    ]


def _by_person(rows: QuerySet[Any]) -> dict[int, frozenset[Role]]:
    found: dict[int, set[Role]] = {}
    for person, role in rows.values_list("person", "role"):
        found.setdefault(person, set()).add(Role(role))
    return {person: frozenset(roles) for person, roles in found.items()}


def person(person_id: int) -> User:
    """One person. Raises NotYours when there is none: the page of things that do not exist."""
    found = User.objects.select_related("line_manager").filter(pk=person_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def deputy(deputy_id: int) -> Deputy:
    """One deputyship. Raises NotYours when there is none."""
    found = Deputy.objects.select_related("person").filter(pk=deputy_id).first()
    if found is None:
        raise NotYours(NOT_FOUND)
    return found


def colleagues(without: User | None = None) -> QuerySet[User]:
    """People who have not left, to choose from; one may be left out."""
    people = User.objects.filter(leaves_on=None)
    return people.exclude(pk=without.pk) if without else people


def holdings(person: User, day: date) -> QuerySet[RoleHolding]:
    """The roles a person holds on a day, with who gave them."""
    return _holdings_on(day).filter(person=person).select_related("given_by")


def reports_of(person: User) -> list[User]:
    """Whose line manager this person is."""
    return list(User.objects.filter(line_manager=person, leaves_on=None))


def factors_of(person: User) -> list[Authenticator]:
    """The person's second factors, oldest first."""
    return list(Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("created_at"))


def recovery_codes_left(person: User) -> int:
    """How many recovery codes were not used yet."""
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


def sessions_of(person: User) -> list[UserSession]:
    """Where a person is logged in now, newest first."""
    alive = Session.objects.filter(expire_date__gt=Now()).values("session_key")
    return list(UserSession.objects.filter(user=person, session_key__in=alive).order_by("-created_at"))
