"""The cast can do what the tests need of it."""

import pytest
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people import services
from callgov.people.factors import has_second_factor
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Job
from tests.cast import PASSWORD, SignIn

CAST = (
    "receptionist",
    "nurse",
    "line_manager",
    "ig_lead",
    "deputy",
    "dpo",
    "practice_manager",
    "assessor",
    "partner",
    "administrator",
    "outsider",
)


@pytest.mark.parametrize("name", CAST)
def test_everyone_has_an_account_and_a_second_factor(name: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(name)
    assert person.is_active
    assert has_second_factor(person)


@pytest.mark.parametrize("name", CAST)
def test_everyone_can_sign_in_and_stays_signed_in(name: str, request: pytest.FixtureRequest, client: Client, sign_in: SignIn) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert client.post(reverse("stay_logged_in")).status_code == 204


def test_the_deputy_acts_as_information_governance_lead_today(deputy: User) -> None:
    assert roles_on(deputy, clock.today()) == {Role.STAFF, Role.IG_LEAD}


def test_the_outsider_holds_no_role(outsider: User) -> None:
    assert roles_on(outsider, clock.today()) == frozenset()


def test_a_person_of_the_cast_is_what_an_accepted_invitation_leaves(nurse: User, line_manager: User) -> None:
    with as_job(Job.COMMAND):
        invited = services.invite(
            name="Nurse Two", email="nurse2@practice.example", roles=[Role.STAFF], actor=None, now=clock.now(),
            job_title="Practice Nurse", line_manager=line_manager,
        )  # fmt: skip
        person = services.accept_invitation(token=invited.token, username="nurse2", password=PASSWORD, now=clock.now())
    own = {"id", "username", "email", "name", "password", "date_joined"}
    assert {name: value for name, value in columns(person).items() if name not in own} == {
        name: value for name, value in columns(nurse).items() if name not in own
    }
    assert person.check_password(PASSWORD)
    assert nurse.check_password(PASSWORD)
    assert roles_on(person, clock.today()) == roles_on(nurse, clock.today())


def columns(person: User) -> dict[str, object]:
    """The person's row as it is stored."""
    return User.objects.filter(pk=person.pk).values().get()
