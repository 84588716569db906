"""The cast can do what the tests need of it."""

import pytest
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.people.factors import has_second_factor
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.roles import Role
from tests.cast import SignIn

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
