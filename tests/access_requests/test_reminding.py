"""Requests without a statutory clock bring themselves to mind: a court's day, a body's, a decision that waits, a review that is owed."""

from datetime import timedelta

import pytest

from access_requests.models import Kind
from access_requests.reminding import due
from callgov import clock
from callgov.people.models import User
from callgov.registry import Reminding, registry
from tests.access_requests.factories import send
from tests.access_requests.kinds import ORDER, ready, send_kind, walk

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-8")]


def told(days: int) -> list[Reminding]:
    return list(due(clock.now() + timedelta(days=days)))


def kinds(days: int) -> list[tuple[str, bool]]:
    return [(one.kind, one.escalates) for one in told(days)]


@pytest.fixture
def people(nurse: User, ig_lead: User, dpo: User, practice_manager: User, partner: User) -> dict[str, User]:
    return {"nurse": nurse, "ig_lead": ig_lead, "dpo": dpo, "practice_manager": practice_manager, "partner": partner}


def test_the_beat_walks_them_too() -> None:
    assert due in registry.reminders


def test_a_courts_day_is_told_before_it_comes_and_above_when_it_is_over(people: dict[str, User]) -> None:
    last = (ORDER["comply_by"] - clock.today()).days
    request = ready(Kind.COURT_ORDER, people["nurse"], people["ig_lead"])
    assert [kinds(day) for day in (last - 3, last - 2, last)] == [[], *[[("request-soon-sent", False)]] * 2]
    (late,) = told(last + 1)
    assert (late.kind, late.escalates, {one.username for one in late.people}) == ("request-late-sent", True, {"dpo", "partner"})
    walk(request, people, people["practice_manager"])
    (still,) = told(last + 1)
    assert (still.kind, {one.username for one in still.people}) == ("request-late-approved", {"ig_lead", "dpo", "partner"})


def test_a_decision_that_waits_too_long_is_told_to_who_decides_and_to_nobody_else(people: dict[str, User]) -> None:
    request = send(people["nurse"])
    assert kinds(7) == []
    (late,) = told(8)
    assert (late.kind, late.about, late.due, late.people) == ("request-late-sent", request.reference, request.due_on, [people["ig_lead"]])
    assert people["nurse"].name not in " ".join([late.subject, *late.lines])


def test_nobody_is_told_of_what_is_their_own(people: dict[str, User]) -> None:
    send(people["ig_lead"])
    assert [one.people for one in told(8)] == [[]]


def test_a_review_that_is_owed_is_told_above(people: dict[str, User]) -> None:
    walk(ready(Kind.LIFE_AT_RISK, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    assert kinds(0) == []
    assert kinds(9) == [("request-review-late", True)]
    assert {one.username for one in told(9)[0].people} == {"dpo", "partner"}


def test_what_has_a_statutory_clock_is_left_to_it(people: dict[str, User]) -> None:
    send_kind(Kind.SUBJECT_ACCESS, people["nurse"])
    assert kinds(90) == []


def test_many_cost_as_many_queries_as_one(people: dict[str, User], django_assert_max_num_queries: object) -> None:
    for _ in range(9):
        send(people["nurse"])
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert len(told(8)) == 9
