"""Deputies and refusals for tests."""

from datetime import timedelta
from typing import Any

import pytest

from callgov import clock
from callgov.people.models import Deputy, User
from callgov.refusals import Refused
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Job


def deputise(person: User) -> None:
    """As if somebody had been named deputy Information Governance Lead past every check of the service."""
    today = clock.today()
    with as_job(Job.COMMAND):
        Deputy.objects.create(role=Role.IG_LEAD, person=person, starts_on=today, ends_on=today + timedelta(days=1), named_at=clock.now())


def code_of(act: Any, *args: Any, **options: Any) -> str:
    """The code with which this act is refused."""
    with pytest.raises(Refused) as stopped:
        act(*args, **options)
    return stopped.value.refusal.code
