from contextlib import suppress
from uuid import uuid4

import pytest

from callgov.people.models import User
from callgov.trail.context import AnonymousAct, acting_as, acting_when_asked, as_job, current, current_or_none, under
from callgov.trail.events import Job

pytestmark = pytest.mark.clause("AU-11")


def test_nobody_acts_unless_someone_is_named() -> None:
    assert current_or_none() is None
    with pytest.raises(AnonymousAct):
        current()


def test_a_job_acts_for_its_reason() -> None:
    with as_job(Job.LAPSE, reason="unanswered"):
        assert (current().job, current().reason, current().person) == (Job.LAPSE, "unanswered", None)


def test_the_one_who_acted_before_acts_again_afterwards() -> None:
    with acting_as(User(pk=1)):
        with suppress(ZeroDivisionError), as_job(Job.SEED):
            _ = 1 / 0
        assert current().person == User(pk=1)


def test_under_a_grant_the_same_person_acts() -> None:
    grant = uuid4()
    with acting_as(User(pk=1)), under(grant, reason="training"):
        assert (current().person, current().grant, current().reason) == (User(pk=1), grant, "training")


def test_nobody_can_act_under_a_grant_without_a_name() -> None:
    with pytest.raises(AnonymousAct), under(uuid4()):
        pass


def test_a_request_is_asked_only_when_something_is_recorded() -> None:
    asked: list[int] = []
    with acting_when_asked(lambda: asked.append(1)):
        assert asked == []


def test_whoever_logs_in_on_the_way_is_the_actor_from_then_on() -> None:
    known: list[User] = []
    with acting_when_asked(lambda: known[0] if known else None):
        with pytest.raises(AnonymousAct):
            current()
        known.append(User(pk=7))
        assert current().person == User(pk=7)
