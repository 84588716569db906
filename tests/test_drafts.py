"""What is typed into long forms is kept step by step, for its owner alone, until it is sent, dropped or forgotten."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from callgov import clock, drafts
from callgov.models import Draft
from callgov.people.models import User
from callgov.tasks import forget_drafts


@pytest.fixture
def typed(nurse: User) -> User:
    drafts.keep(nurse, "asking", "why", {"reason": ["Because"]})
    drafts.keep(nurse, "asking", "call", {"call_date_day": ["2"], "people": ["a", "b"]})
    return nurse


def test_steps_are_kept_beside_each_other(typed: User):
    answers = drafts.read(typed, "asking")
    assert (answers["why"]["reason"], answers["call"].getlist("people")) == ("Because", ["a", "b"])


def test_a_step_that_is_answered_again_is_replaced(typed: User):
    drafts.keep(typed, "asking", "why", {"reason": ["Otherwise"]})
    assert drafts.read(typed, "asking")["why"]["reason"] == "Otherwise"
    assert Draft.objects.count() == 1


def test_other_people_and_other_forms_have_drafts_of_their_own(typed: User, receptionist: User):
    assert drafts.read(receptionist, "asking") == drafts.read(typed, "breach") == {}


def test_what_is_taken_is_gone(typed: User):
    with transaction.atomic():
        assert set(drafts.take(typed, "asking")) == {"why", "call"}
        assert drafts.take(typed, "asking") == {}


def test_what_is_taken_in_vain_is_still_there(typed: User):
    with transaction.atomic():
        drafts.take(typed, "asking")
        transaction.set_rollback(True)
    assert drafts.read(typed, "asking")


def test_what_is_dropped_is_gone(typed: User):
    drafts.drop(typed, "asking")
    assert drafts.read(typed, "asking") == {}


def test_drafts_that_nobody_touches_are_forgotten_after_thirty_days(typed: User, receptionist: User):
    drafts.keep(receptionist, "asking", "why", {})
    Draft.objects.filter(owner=typed).update(saved_at=clock.now() - timedelta(days=31))
    forget_drafts()
    assert [draft.owner for draft in Draft.objects.all()] == [receptionist]


def test_only_the_forms_own_fields_are_kept():
    data = MultiValueDict({"day_month": ["5"], "reason": ["x"], "csrfmiddlewaretoken": ["secret"], "reasoning": ["y"]})
    assert drafts.typed_into(data, ["day", "reason"]) == {"day_month": ["5"], "reason": ["x"]}
