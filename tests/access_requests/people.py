"""Deputies for tests."""

from datetime import timedelta

from callgov import clock
from callgov.people.models import Deputy, User
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Job


def deputise(person: User) -> None:
    """As if somebody had been named deputy Information Governance Lead past every check of the service."""
    today = clock.today()
    with as_job(Job.COMMAND):
        Deputy.objects.create(role=Role.IG_LEAD, person=person, starts_on=today, ends_on=today + timedelta(days=1), named_at=clock.now())
