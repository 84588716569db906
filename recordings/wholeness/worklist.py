"""What the store adds to the home page of those who answer for it."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import NavItem, Work
from callgov.roles import Action
from callgov.ui.formats import counted
from recordings.models import DrillKind
from recordings.wholeness import queries, rules

NAV = NavItem("Storage", "storage", Action.SEE_SERVICE, order=66, under="Recordings")


def work(person: User, today: date) -> Iterable[Work]:
    """What is damaged or missing and which drills are due, for those who run the service."""
    damaged = queries.count_damaged() if may(person, Action.RUN_SERVICE) else 0
    if damaged:
        yield Work(f"Restore {counted(damaged, 'stored object')}", reverse("storage"), "", "Damaged or missing", "late")
    if may(person, Action.RUN_SERVICE):
        yield from _drills(today)


def _drills(today: date) -> Iterable[Work]:
    """Drills that are due within a month, once there is a recovery key."""
    key = queries.recovery_key()
    for kind, words in ((DrillKind.CUSTODY, "Hold the custodians' drill"), (DrillKind.RESTORE, "Hold the restore drill")):
        drill = queries.last_drill(kind) if key else None
        due = rules.drill_due(drill.held_at if drill else None, key.made_at) if key else None
        if due is not None and due <= clock.add_months(today, 1):
            yield Work(words, reverse("storage"), "", "Proves that recordings can be had again", "todo", due)


def standing(person: User, _day: date) -> Iterable[str]:
    """What is damaged or missing, for the others who may see it."""
    if may(person, Action.SEE_SERVICE) and not may(person, Action.RUN_SERVICE) and (damaged := queries.count_damaged()):
        yield f"{counted(damaged, 'stored object')} did not pass the check. The page Storage says more."
