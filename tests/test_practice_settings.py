"""The practice's own choices: seen and changed by the Information Governance Lead, each with a reason."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from callgov import clock
from callgov.models import Setting
from callgov.people.models import User
from callgov.practice import CHOICES, rules, setting
from callgov.practice.services import change_setting
from callgov.refusals import Refused
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.cast import SignIn

pytestmark = pytest.mark.django_db
LIST = "practice_settings"


def words(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def change(actor: User, name: str = "grant_days", value: Any = 14, reason: str = "Longer leave") -> Setting:
    with acting_as(actor):
        return change_setting(name=name, value=value, reason=reason, actor=actor, now=clock.now())


def page(name: str = "grant_days") -> str:
    return reverse("practice_setting", args=[name])


@pytest.fixture
def lead(client: Client, ig_lead: User, sign_in: SignIn) -> Client:
    """The Information Governance Lead's browser."""
    sign_in(client, ig_lead)
    return client


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("role", Role)
def test_the_information_governance_lead_alone_changes_settings(role: Role) -> None:
    assert rules.refuse_keeper([role]) == (None if role is Role.IG_LEAD else rules.NOT_KEEPER)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("grant_days", 0), ("grant_days", 91), ("grant_days", -7), ("grant_days", "7"), ("grant_days", 7.0), ("grant_days", True),
        ("grant_days", None), ("search_limit", 201), ("approver_may_release", 1), ("approver_may_release", "yes"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused(ig_lead: User, name: str, value: Any) -> None:
    with pytest.raises(Refused, match=f"The value must be {CHOICES[name].must}"):
        change(ig_lead, name, value)
    assert not Setting.objects.exists()


def test_a_change_is_one_entry_with_its_reason(ig_lead: User) -> None:
    entries = Entry.objects.count()
    change(ig_lead)
    entry = Entry.objects.get(event=Event.SETTING_CHANGED)
    assert Entry.objects.count() == entries + 1
    assert (entry.actor, entry.reason) == (ig_lead, "Longer leave")
    assert entry.facts == {"setting": "grant_days", "from": 7, "to": 14}


def test_a_second_change_starts_from_the_first(ig_lead: User) -> None:
    change(ig_lead)
    change(ig_lead, value=7, reason="Leave is over")
    assert setting("grant_days") == 7
    assert Entry.objects.filter(event=Event.SETTING_CHANGED)[0].facts == {"setting": "grant_days", "from": 14, "to": 7}


@pytest.mark.parametrize(("value", "reason", "code"), [(7, "Why not", "setting-unchanged"), (14, " ", "no-reason"), (14, "", "no-reason")])
def test_no_change_and_no_reason_are_refused(ig_lead: User, value: int, reason: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        change(ig_lead, value=value, reason=reason)
    assert refused.value.refusal.code == code
    assert not Setting.objects.exists()


def test_the_same_value_again_is_refused(ig_lead: User) -> None:
    change(ig_lead)
    with pytest.raises(Refused, match="That is the value already"):
        change(ig_lead)


@pytest.mark.clause("AC-1")
def test_somebody_else_is_refused(practice_manager: User) -> None:
    with pytest.raises(Refused, match="You cannot change"):
        change(practice_manager)


def test_a_name_that_is_no_choice_is_a_mistake_of_ours(ig_lead: User) -> None:
    with pytest.raises(KeyError):
        change(ig_lead, name="no_such_choice")


# The pages


def test_every_choice_stands_with_its_value_its_default_and_who_changed_it(lead: Client, ig_lead: User) -> None:
    change(ig_lead, "approver_may_release", True, "We are four people")
    shown = words(lead.get(reverse(LIST)))
    assert all(choice.words in shown for choice in CHOICES.values())
    assert "We are four people" in shown
    assert ig_lead.name in shown
    assert "Never" in shown


@pytest.mark.parametrize(("name", "sent", "kept"), [("grant_days", "14", 14), ("approver_may_release", "yes", True)])
def test_a_choice_is_changed(lead: Client, name: str, sent: str, kept: Any) -> None:
    assert "Value now" in words(lead.get(page(name)))
    answer = lead.post(page(name), {"value": sent, "reason": "Longer leave"}, follow=True)
    assert "Setting changed." in words(answer)
    assert setting(name) == kept


@pytest.mark.parametrize(
    ("name", "sent", "sentence"),
    [
        ("grant_days", {"value": "0", "reason": "x"}, "The value must be a whole number from 1 to 90."),
        ("grant_days", {"value": "soon", "reason": "x"}, "The value must be a whole number from 1 to 90."),
        ("grant_days", {"reason": "x"}, "The value must be a whole number from 1 to 90."),
        ("grant_days", {"value": "14"}, "Enter reason"),
        ("grant_days", {"value": "7", "reason": "x"}, "That is the value already."),
        ("approver_may_release", {"reason": "x"}, "The value must be yes or no."),
        ("approver_may_release", {"value": "maybe", "reason": "x"}, "The value must be yes or no."),
    ],
)
def test_what_makes_no_sense_gets_its_sentence(lead: Client, name: str, sent: dict[str, str], sentence: str) -> None:
    answer = lead.post(page(name), sent)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert not Setting.objects.exists()


def test_a_setting_that_does_not_exist_is_not_found(lead: Client) -> None:
    assert lead.get(page("no_such_choice")).status_code == 404


@pytest.mark.parametrize("who", ["receptionist", "dpo", "practice_manager", "partner", "administrator"])
def test_the_pages_are_for_those_who_keep_settings(client: Client, sign_in: SignIn, who: str, request: pytest.FixtureRequest) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(page(), {"value": "14", "reason": "x"}).status_code == 403
    assert not Setting.objects.exists()


@pytest.mark.parametrize("address", ["/settings/", "/settings/grant_days/"])
def test_the_pages_ask_for_a_fresh_second_factor(client: Client, ig_lead: User, sign_in: SignIn, address: str) -> None:
    sign_in(client, ig_lead, fresh=False)
    assert client.get(address)["Location"] == f"{reverse('confirm_factor')}?next={address}"
    assert client.post(address, {"value": "14", "reason": "x"}).status_code in (302, 405)
    assert not Setting.objects.exists()


def test_the_wrong_method_is_refused(lead: Client) -> None:
    assert lead.post(reverse(LIST)).status_code == 405
    assert lead.delete(page()).status_code == 405


def test_the_menu_leads_here(lead: Client) -> None:
    assert reverse(LIST) in words(lead.get(reverse("holidays")))  # which stands beside it
