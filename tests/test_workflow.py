"""The two engines: a state moves in one step under lock, and a route is walked from its list."""

from dataclasses import dataclass

import pytest

from access_requests.models import AccessRequest, State
from access_requests.workflow import REFUSE, WITHDRAW
from callgov.people.models import User
from callgov.refusals import Conflict, Refusal, Refused
from callgov.roles import Role
from callgov.trail.context import AnonymousAct, acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from callgov.workflow import MOVED_ON, Outcome, Relation, Route, Step, apply, standing
from tests.access_requests.factories import send

MANAGER = Step("line-manager", Relation.LINE_MANAGER, "Line manager passes on", "Pass on", "Send back")
DPO = Step("dpo", Role.DPO, "DPO agrees", "Agree", "Do not agree")
LEAD = Step("ig-lead", Role.IG_LEAD, "IG Lead decides", "Approve", "Refuse")
ROUTE = Route("three", "Three steps", (MANAGER, DPO, LEAD))


@dataclass
class Given:
    step: str
    agreed: bool = True


def where(*answers: Given) -> tuple[Outcome, str]:
    now = standing(ROUTE, answers)
    return now.outcome, now.current.name if now.current else ""


# Routes


def test_a_route_begins_with_its_first_step():
    assert where() == (Outcome.OPEN, "line-manager")


def test_each_yes_leads_to_the_next_step():
    assert where(Given("line-manager")) == (Outcome.OPEN, "dpo")
    assert where(Given("line-manager"), Given("dpo")) == (Outcome.OPEN, "ig-lead")


def test_approved_when_every_step_said_yes():
    assert where(Given("line-manager"), Given("dpo"), Given("ig-lead")) == (Outcome.APPROVED, "")


@pytest.mark.parametrize("no", ["line-manager", "dpo", "ig-lead"])
def test_refused_when_one_said_no(no: str):
    answers = [Given(step.name, step.name != no) for step in ROUTE.steps]
    assert where(*answers) == (Outcome.REFUSED, "")


def test_the_order_in_which_answers_are_read_is_of_no_matter():
    assert where(Given("dpo"), Given("line-manager")) == (Outcome.OPEN, "ig-lead")


def test_an_answer_ahead_of_its_turn_does_not_skip_a_step():
    assert where(Given("ig-lead")) == (Outcome.OPEN, "line-manager")


def test_an_answer_to_a_step_that_the_route_does_not_have_counts_for_nothing():
    assert where(Given("partner", False)) == (Outcome.OPEN, "line-manager")


def test_a_route_knows_its_steps_by_name_and_order():
    assert (ROUTE.step("dpo"), ROUTE.after(MANAGER), ROUTE.ends_with(LEAD), ROUTE.ends_with(DPO)) == (DPO, DPO, True, False)
    with pytest.raises(KeyError):
        ROUTE.step("partner")
    with pytest.raises(IndexError):
        ROUTE.after(LEAD)


def test_who_decides_is_said_in_words():
    assert (MANAGER.decider, LEAD.decider) == ("Line manager", "Information Governance Lead")


# States


def test_a_state_moves_with_its_changes_and_one_entry(nurse: User, ig_lead: User):
    request = send(nurse)
    with acting_as(nurse):
        moved = apply(
            AccessRequest, request.pk, WITHDRAW, actor=nurse, changes={"step": "", "closed_at": request.sent_at}, reason="Found it"
        )
    entry = Entry.objects.latest("pk")
    assert (moved.state, moved.closed_at) == (State.WITHDRAWN, request.sent_at)
    assert (entry.event, entry.facts, entry.reason) == (Event.REQUEST_WITHDRAWN, {"state": ["sent", "withdrawn"]}, "Found it")


def test_a_state_that_has_moved_on_is_a_conflict(nurse: User, ig_lead: User):
    request = send(nurse)
    gone = {"step": "", "closed_at": request.sent_at}
    with acting_as(nurse):
        apply(AccessRequest, request.pk, WITHDRAW, actor=nurse, changes=gone)
        with pytest.raises(Conflict):
            apply(AccessRequest, request.pk, REFUSE, actor=nurse, changes=gone)


@pytest.mark.parametrize(("says", "raised"), [(Refusal("no", "No."), Refused), (MOVED_ON, Conflict)])
def test_a_rule_that_says_no_changes_nothing(says: Refusal, raised: type[Refused], nurse: User, ig_lead: User):
    request = send(nurse)
    before = Entry.objects.count()
    with acting_as(nurse), pytest.raises(Refused) as stopped:
        apply(AccessRequest, request.pk, WITHDRAW.guarded(lambda _row, _actor: says), actor=nurse)
    request.refresh_from_db()
    assert (stopped.type, request.state, Entry.objects.count()) == (raised, State.SENT, before)


@pytest.mark.clause("AU-11")
def test_nothing_moves_without_anyone_acting(nurse: User, ig_lead: User):
    request = send(nurse)
    with pytest.raises(AnonymousAct):
        apply(AccessRequest, request.pk, WITHDRAW, actor=None, changes={"step": "", "closed_at": request.sent_at})
    assert AccessRequest.objects.get().state == State.SENT
