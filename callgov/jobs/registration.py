"""What the jobs show elsewhere; and from the first set-up on every job of the schedule is waited for."""

from typing import Any

from callgov import clock
from callgov.jobs import recording, services, worklist
from callgov.registry import NavItem, registry
from callgov.roles import Action

__all__ = ["expect_jobs", "recording"]


def expect_jobs(**_facts: Any) -> None:
    """After each set-up of the tables (Django's post_migrate): new jobs are waited for, too."""
    services.expect_all(now=clock.now())


registry.nav.append(NavItem("Jobs", "jobs", Action.SEE_SERVICE, order=96, under="Practice"))
registry.work.append(worklist.work)
registry.standing.append(worklist.standing)
