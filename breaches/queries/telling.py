"""Whom to tell of a breach, and whom no mail has reached."""

from collections.abc import Iterable
from datetime import date, datetime

from breaches.models import (
    OPEN,
    Receipt,
    Told,
)
from breaches.rules import LEADS, Bench
from callgov.people.models import User
from callgov.people.queries import able_by_role
from callgov.roles import Role

_MAILS_AT_ONCE = 200


def bench(reporter: User | None, today: date) -> Bench:
    """Who can be told today: holders and deputies of both roles, the reporter's line manager, who can name a deputy."""
    manager = None if reporter is None else _line_manager(reporter)
    able = able_by_role((Role.IG_LEAD, Role.DPO, Role.PRACTICE_MANAGER), today)
    leads, officers, namers = (frozenset(person.pk for person in people) for people in able.values())
    return Bench(manager.pk if manager else None, leads, officers, namers)


def _line_manager(reporter: User) -> User | None:
    """The first in the reporter's line who still works here."""
    passed: set[int] = set()
    manager = reporter.line_manager
    while manager is not None and not manager.is_active and manager.pk not in passed:
        passed.add(manager.pk)
        manager = manager.line_manager
    return manager if manager is not None and manager.is_active else None


def unconfirmed(now: datetime) -> list[Receipt]:
    """Receipts of the two leads that nobody has confirmed, of breaches that are not over."""
    receipts = Receipt.objects.filter(acknowledged_at=None, whom__in=list(LEADS), breach__state__in=OPEN, breach__reported_at__lte=now)
    return list(receipts.select_related("breach"))


def not_mailed(breach_id: str = "") -> list[int]:
    """Whom no mail has reached yet, by the id of their row, the latest first; of one breach or of all."""
    waiting = Told.objects.filter(mailed_at=None).order_by("-pk").values_list("pk", flat=True)
    return list((waiting.filter(receipt__breach__pk=breach_id) if breach_id else waiting)[:_MAILS_AT_ONCE])


def to_mail(told_id: int) -> Told | None:
    """One person to be mailed, locked; None when somebody else mails them now or has done so."""
    waiting = Told.objects.filter(pk=told_id, mailed_at=None).select_related("receipt__breach")
    return waiting.select_for_update(of=("self",), skip_locked=True).first()


def people(ids: Iterable[int]) -> list[User]:
    """These people, as far as they can still log in."""
    return list(User.objects.filter(pk__in=list(ids), is_active=True))
