"""The literal table: for each kind, step, role and state, who may answer. Whatever is not here is refused."""

import pytest

from access_requests.models import AccessRequest, Kind, State
from access_requests.routes import ROUTES
from access_requests.workflow import TRANSITIONS
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from tests.access_requests.factories import decide, request_at

MOVES = {
    ("send", "", State.SENT),
    ("agree", State.SENT, State.SENT),
    ("approve", State.SENT, State.APPROVED),
    ("refuse", State.SENT, State.REFUSED),
    ("withdraw", State.SENT, State.WITHDRAWN),
    ("lapse", State.SENT, State.LAPSED),
    ("not-held", State.APPROVED, State.APPROVED),
    ("close", State.APPROVED, State.CLOSED),
}

ALLOWED = {
    (Kind.BUSINESS_NEED, "ig-lead", "ig_lead", State.SENT),
    (Kind.BUSINESS_NEED, "ig-lead", "deputy", State.SENT),
}
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
ROW = (Kind.BUSINESS_NEED, "ig-lead")
# What everyone else is told: whoever holds the role, or asked, that it has moved on; anyone else that there is no such request.
OTHERWISE = dict.fromkeys(CAST, "not there") | dict.fromkeys(("ig_lead", "deputy", "nurse"), "moved on")
EXPECTED = {("nurse", State.SENT): "refused"}


def test_the_states_move_as_the_table_says_and_in_no_other_way():
    assert {(move.name, source, move.target) for move in TRANSITIONS for source in move.sources or {""}} == MOVES


def test_the_routes_have_these_steps_and_no_others():
    assert {(route.kind, step.name) for route in ROUTES.values() for step in route.steps} == {row[:2] for row in ALLOWED}


@pytest.mark.clause("AC-2")
@pytest.mark.parametrize("name", CAST)
def test_who_may_answer_in_which_state(name: str, nurse: User, ig_lead: User, request: pytest.FixtureRequest):
    person: User = request.getfixturevalue(name)
    answers = {state: answer_of(person, request_at(state, requester=nurse, decider=ig_lead)) for state in State.values}
    assert answers == {
        state: EXPECTED.get((name, state), "yes" if (*ROW, name, state) in ALLOWED else OTHERWISE[name]) for state in State.values
    }


def answer_of(person: User, asked: AccessRequest) -> str:
    try:
        return "yes" if decide(asked, person).decided_by == person else "someone else"
    except Refused as refused:
        return {Refused: "refused", Conflict: "moved on", NotYours: "not there"}[type(refused)]
