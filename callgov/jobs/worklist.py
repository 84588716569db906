"""What the jobs add to the home page: what did not run, for those who run the service and those who answer for it."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from callgov import clock
from callgov.authorisation import may
from callgov.jobs import queries
from callgov.people.models import User
from callgov.registry import Work
from callgov.roles import Action
from callgov.ui.formats import counted


def work(person: User, _today: date) -> Iterable[Work]:
    """Each job that is late or failed, for those who run the service."""
    if not may(person, Action.RUN_SERVICE):
        return
    now = clock.now()
    for standing in queries.standings(now):
        if standing.alarming(now):
            facts = standing.error(now) or "It has not run when it should have."
            yield Work(f"See why “{standing.job.name}” did not run", reverse("job", args=[standing.job.task]), "", facts, "late")


def standing(person: User, _day: date) -> Iterable[str]:
    """How many jobs are late or failed, for the others who may see them."""
    if not may(person, Action.SEE_SERVICE) or may(person, Action.RUN_SERVICE):
        return
    now = clock.now()
    bad = sum(one.alarming(now) for one in queries.standings(now))
    if bad:
        yield f"{counted(bad, 'job')} did not run as planned. Ask the system administrator."
