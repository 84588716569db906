"""Two at once: one wins, and what is promised still holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from callgov import clock
from callgov.people import services
from callgov.people.models import Invitation, User
from callgov.people.queries import holders, roles_on
from callgov.refusals import Refused
from callgov.roles import Role, refuse_conflict
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from tests.cast import PASSWORD, make_person

NOW = clock.now()
TODAY = clock.local_day(NOW)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Run them all at the same moment; which of them went through."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        barrier.wait()
        try:
            act()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def giving(actor: User, person: User, role: Role) -> Callable[[], object]:
    def give() -> None:
        with acting_as(actor):
            services.give_role(person=person, role=role, actor=actor, now=NOW)

    return give


def leaving(actor: User, person: User) -> Callable[[], object]:
    def leave() -> None:
        with acting_as(actor):
            services.leaver(person=person, actor=actor, now=NOW)

    return leave


@pytest.mark.clause("AC-1")
def test_of_two_roles_that_conflict_one_is_given(practice_manager: User, nurse: User) -> None:
    done = at_once(giving(practice_manager, nurse, Role.IG_LEAD), giving(practice_manager, nurse, Role.DPO))
    assert sorted(done) == [False, True]
    assert refuse_conflict(roles_on(User.objects.get(pk=nurse.pk), TODAY)) is None


def test_the_same_role_is_given_once(practice_manager: User, nurse: User) -> None:
    assert sorted(at_once(*[giving(practice_manager, nurse, Role.ASSESSOR)] * 3)) == [False, False, True]


@pytest.mark.clause("AC-1")
def test_of_the_last_two_information_governance_leads_one_stays(practice_manager: User, ig_lead: User) -> None:
    other = make_person("other_lead", Role.IG_LEAD)
    assert sorted(at_once(leaving(practice_manager, ig_lead), leaving(practice_manager, other))) == [False, True]
    assert holders(Role.IG_LEAD, TODAY).count() == 1


def test_a_link_is_accepted_once(practice_manager: User) -> None:
    with acting_as(practice_manager):
        invited = services.invite(name="Nora", email="nora@practice.example", roles=[Role.STAFF], actor=practice_manager, now=NOW)

    def accept(username: str) -> Callable[[], object]:
        return lambda: services.accept_invitation(token=invited.token, username=username, password=PASSWORD, now=NOW)

    assert sorted(at_once(accept("nora"), accept("thief"))) == [False, True]


def test_an_address_is_invited_once(practice_manager: User) -> None:
    def invite() -> None:
        with as_job(Job.COMMAND):
            services.invite(name="Nora", email="nora@practice.example", roles=[Role.STAFF], actor=None, now=NOW)

    assert sorted(at_once(invite, invite)) == [False, True]
    assert Invitation.objects.filter(person__email="nora@practice.example").count() == 1
