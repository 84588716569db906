"""What intake adds to a person's work list and to the menu."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse

from callgov import clock
from callgov.authorisation import may
from callgov.people.models import User
from callgov.registry import NavItem, Work
from callgov.roles import Action
from callgov.ui.formats import counted
from recordings.intake import queries

NAV = NavItem("Intake", "import_runs", Action.SETTLE_INTAKE, 60, under="Recordings")
_MOST = 50


def work(person: User, _today: date) -> Iterable[Work]:
    """Audio to fetch from the supplier, and files in quarantine, for those who look after them. Nothing of a call is told."""
    if may(person, Action.DEPOSIT):
        yield from _to_fetch()
    waiting = queries.count_waiting() if may(person, Action.SETTLE_INTAKE) else 0
    if waiting:
        words = f"Settle {counted(waiting, 'file')} in quarantine"
        yield Work(words, reverse("quarantine"), "", "Files that could not be taken in", "todo")


def _to_fetch() -> Iterator[Work]:
    for choice in queries.to_fetch(clock.now())[:_MOST]:
        grant = choice.grant
        yield Work(
            words="Fetch the audio of a call",
            url=reverse("deposit", args=[grant.pk, choice.recording_id]),
            reference=grant.request_reference,
            facts="With the supplier",
            group="todo",
            due=clock.local_day(grant.ends_at - timedelta(seconds=1)),
        )
