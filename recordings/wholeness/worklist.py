"""What the store adds to the home page of those who answer for it."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import NavItem, Work
from callgov.roles import Action
from callgov.ui.formats import counted
from recordings.wholeness import queries

NAV = NavItem("Storage", "storage", Action.SEE_SERVICE, order=94)


def work(person: User, _today: date) -> Iterable[Work]:
    """What is damaged or missing, for those who run the service."""
    damaged = queries.count_damaged() if may(person, Action.RUN_SERVICE) else 0
    if damaged:
        yield Work(f"Restore {counted(damaged, 'stored object')}", reverse("storage"), "", "Damaged or missing", "late")


def standing(person: User, _day: date) -> Iterable[str]:
    """What is damaged or missing, for the others who may see it."""
    if may(person, Action.SEE_SERVICE) and not may(person, Action.RUN_SERVICE) and (damaged := queries.count_damaged()):
        yield f"{counted(damaged, 'stored object')} did not pass the check. The page Storage says more."
