"""The pages of refusals and failures each have a sentence and a way out, and give nothing away."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from callgov.people.models import User
from callgov.refusals import Refusal
from tests.cast import SignIn

pytestmark = pytest.mark.django_db
REFUSAL = Refusal("not-allowed", "You cannot open this.", "If you need it for your work, ask the Information Governance Lead.")


def test_a_refusal_shows_its_sentence_and_that_it_is_recorded(rf: object) -> None:
    page = render_to_string("errors/403.html", {"refusal": REFUSAL}, rf.get("/"))  # type: ignore[attr-defined]
    for words in (REFUSAL.remedy, "This attempt is recorded.", "Go to what needs you"):
        assert words in page
    assert page.count("You cannot open this") == 2  # in the title and in the heading, not a third time


def test_a_refusal_of_another_kind_shows_its_own_sentence(rf: object) -> None:
    page = render_to_string("errors/403.html", {"refusal": Refusal("own", "You cannot decide your own request.")}, rf.get("/"))  # type: ignore[attr-defined]
    assert "<strong>You cannot decide your own request.</strong>" in page


def test_a_conflict_shows_its_sentence(rf: object) -> None:
    page = render_to_string("errors/409.html", {"refusal": Refusal("moved-on", "This has already moved on.")}, rf.get("/"))  # type: ignore[attr-defined]
    assert "This has already moved on." in page


def test_what_does_not_exist_says_the_same_to_everyone(client: Client, nurse: User, sign_in: SignIn) -> None:
    stranger = client.get("/no-such-page")
    sign_in(client, nurse)
    colleague = client.get("/no-such-page")
    assert stranger.status_code == colleague.status_code == 404
    assert b"nothing that you can open" in stranger.content
    assert b"nothing that you can open" in colleague.content


@pytest.mark.parametrize("reference", ["", "AB12"])
def test_a_failure_is_told_without_detail_and_without_the_database(reference: str) -> None:
    page = render_to_string("errors/500.html", {"reference": reference})
    assert "Sorry, something went wrong" in page
    assert reference in page


def test_an_expired_form_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "nurse"})
    assert answer.status_code == 403
    assert b"Your page was open too long" in answer.content
