"""The pages at the foot of every page: the policy with its proof, help, accessibility and privacy."""

import pytest
from django.test import Client
from django.urls import reverse

from callgov.people.models import User
from callgov.policy import CLAUSES
from tests.cast import SignIn

pytestmark = pytest.mark.django_db


def shown(client: Client, name: str) -> str:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_policy_names_every_clause_with_what_enforces_and_proves_it(client: Client, nurse: User, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    page = shown(client, "policy")
    assert all(f'id="{clause}"' in page for clause in CLAUSES)
    assert page.count("proved by") == len(CLAUSES)
    assert "Not enforced" not in page


def test_what_the_practice_holds_is_for_those_who_read_the_trail(client: Client, nurse: User, ig_lead: User, sign_in: SignIn) -> None:
    for person, sees in ((nurse, False), (ig_lead, True)):
        sign_in(client, person)
        assert ("Objections logged" in shown(client, "policy")) is sees


def test_help_names_whom_to_ask_and_what_each_role_may_do(client: Client, nurse: User, ig_lead: User, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    page = shown(client, "help")
    assert f"Information Governance Lead: {ig_lead.get_full_name()}." in page
    assert "hear a recording without a grant" in page


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_these_are_for_everyone(client: Client, name: str) -> None:
    assert "callgov" not in shown(client, name).split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("name", ["policy", "help"])
def test_these_are_for_staff(client: Client, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_the_foot_of_a_page_offers_only_what_opens(client: Client, nurse: User, sign_in: SignIn) -> None:
    foot = shown(client, "privacy").split("<footer")[1]
    assert reverse("accessibility") in foot
    assert reverse("policy") not in foot
    sign_in(client, nurse)
    foot = shown(client, "home").split("<footer")[1]
    assert all(reverse(name) in foot for name in ("breach_report", "policy", "help", "accessibility", "privacy"))
