"""The literal table: for each kind, step, role and state, who may answer. Whatever is not here is refused."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import transaction

from access_requests.models import AccessRequest, Kind, State, Wanted
from access_requests.routes import ROUTES
from access_requests.workflow import TRANSITIONS
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from tests.access_requests.factories import decide
from tests.access_requests.kinds import at, ready, walk

MOVES = {
    ("send", "", State.SENT),
    ("agree", State.SENT, State.SENT),
    ("approve", State.SENT, State.APPROVED),
    ("refuse", State.SENT, State.REFUSED),
    ("withdraw", State.SENT, State.WITHDRAWN),
    ("lapse", State.SENT, State.LAPSED),
    ("reopen", State.REFUSED, State.SENT),
    ("reopen", State.LAPSED, State.SENT),
    ("reopen", State.CLOSED, State.SENT),
    ("not-held", State.APPROVED, State.APPROVED),
    ("give-up", State.SENT, State.CLOSED),
    ("give-up", State.APPROVED, State.CLOSED),
    ("close", State.APPROVED, State.CLOSED),
}

LEADS, DPO, MANAGER = {"ig_lead", "deputy"}, {"dpo"}, {"line_manager"}

# Each step of each route, in order, with who may answer it while it is its turn.
STEPS: dict[str, dict[str, set[str]]] = {
    Kind.BUSINESS_NEED: {"ig-lead": LEADS},
    Kind.OWN_CALL: {"line-manager": MANAGER, "ig-lead": LEADS},
    Kind.DISCIPLINARY: {"dpo": DPO, "ig-lead": LEADS},
    Kind.ONWARD: {"ig-lead": LEADS},
    Kind.SUBJECT_ACCESS: {"ig-lead": LEADS},
    Kind.EXTERNAL_BODY: {"dpo": DPO, "ig-lead": LEADS},
    Kind.COURT_ORDER: {"dpo": DPO, "ig-lead": LEADS},
    Kind.LIFE_AT_RISK: {"ig-lead": LEADS},
    Kind.HEALTH_RECORDS: {"dpo": DPO, "ig-lead": LEADS},
}

# Who may see a request of the nurse's of each kind, and so is told why not; to everybody else there is no such request.
SEEN_BY: dict[str, set[str]] = {
    Kind.BUSINESS_NEED: {"nurse", *LEADS},
    Kind.OWN_CALL: {"nurse", *LEADS, *DPO, *MANAGER},
    Kind.DISCIPLINARY: {"nurse", *LEADS, *DPO},
    Kind.ONWARD: {"nurse", *LEADS},
    Kind.SUBJECT_ACCESS: {"nurse", *LEADS, *DPO},
    Kind.EXTERNAL_BODY: {"nurse", *LEADS, *DPO},
    Kind.COURT_ORDER: {"nurse", *LEADS, *DPO},
    Kind.LIFE_AT_RISK: {"nurse", *LEADS, *DPO},
    Kind.HEALTH_RECORDS: {"nurse", *LEADS, *DPO},
}
NEEDS: dict[tuple[str, str], tuple[str, ...]] = {
    (Kind.DISCIPLINARY, "ig-lead"): ("written-agreement",),
    (Kind.SUBJECT_ACCESS, "ig-lead"): ("identity", "authority"),
    (Kind.EXTERNAL_BODY, "dpo"): ("written-request", "complete"),
    (Kind.EXTERNAL_BODY, "ig-lead"): ("written-request", "complete"),
    (Kind.COURT_ORDER, "dpo"): ("court-order", "complete"),
    (Kind.COURT_ORDER, "ig-lead"): ("court-order", "complete"),
    (Kind.HEALTH_RECORDS, "dpo"): ("identity", "authority"),
    (Kind.HEALTH_RECORDS, "ig-lead"): ("identity", "authority"),
}
ADVISORY = {(Kind.DISCIPLINARY, "dpo")}
ONLY_PASSED_ON = {(Kind.OWN_CALL, "line-manager")}
NEVER_LAPSE = {Kind.SUBJECT_ACCESS, Kind.COURT_ORDER, Kind.HEALTH_RECORDS}
REVIEWED = {Kind.LIFE_AT_RISK}
# A copy is prepared by the practice manager, who sees the request from the approval on.
COPIED = {Kind.ONWARD, Kind.SUBJECT_ACCESS, Kind.EXTERNAL_BODY, Kind.COURT_ORDER, Kind.LIFE_AT_RISK, Kind.HEALTH_RECORDS}

CAST = (
    "receptionist", "nurse", "line_manager", "ig_lead", "deputy", "dpo", "practice_manager", "assessor", "partner", "administrator",
    "outsider",
)  # fmt: skip


def test_the_states_move_as_the_table_says_and_in_no_other_way() -> None:
    assert {(move.name, source, move.target) for move in TRANSITIONS for source in move.sources or {""}} == MOVES


@pytest.mark.parametrize(
    "clause", [pytest.param(clause, marks=pytest.mark.clause(clause)) for clause in ("AC-8", "AC-11", "AU-2", "AU-12")]
)
def test_the_routes_are_these_in_this_order_and_no_others(clause: str) -> None:
    assert {kind: [step.name for step in route.steps] for kind, route in ROUTES.items()} == {
        kind: list(steps) for kind, steps in STEPS.items()
    }
    every = {(kind, step.name): step for kind, route in ROUTES.items() for step in route.steps}
    assert {at: step.needs for at, step in every.items() if step.needs} == NEEDS
    assert {at for at, step in every.items() if step.advisory} == ADVISORY
    assert {at for at, step in every.items() if not step.no} == ONLY_PASSED_ON
    assert {kind for kind, route in ROUTES.items() if not route.lapses} == NEVER_LAPSE
    assert {kind for kind, route in ROUTES.items() if route.review} == REVIEWED


@pytest.fixture
def everybody(db: None, request: pytest.FixtureRequest) -> dict[str, User]:
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.mark.clause("AC-2")
@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("kind", Kind.values)
def test_who_may_answer_each_step_in_each_state(kind: str, everybody: dict[str, User]) -> None:
    found = {(where, step, name): answer for where, step, name, answer in answers(kind, everybody)}
    assert len(found) == (len(STEPS[kind]) + len(states_after(kind))) * len(STEPS[kind]) * len(CAST)
    assert found == {key: expected(kind, *key) for key in found}


def states_after(kind: str) -> list[str]:
    """The states that a request of this kind can be in once no step waits."""
    return sorted(set(State.values) - {State.SENT} - ({State.LAPSED} if kind in NEVER_LAPSE else set()))


def answers(kind: str, people: dict[str, User]) -> Iterator[tuple[str, str, str, str]]:
    """What each person is told at each step, wherever the request is: at one of its steps, or in one of the states after them."""
    for where in (*STEPS[kind], *states_after(kind)):
        with suppress(Undone), transaction.atomic():
            request = ready(kind, people["nurse"], people["ig_lead"], about=people["receptionist"])
            if where in STEPS[kind]:
                walk(request, people, people["practice_manager"], until=where)
            else:
                at(where, request, people, people["practice_manager"])
            yield from ((where, step, name, answer(request, step, people[name], people)) for step in STEPS[kind] for name in CAST)
            raise Undone


def expected(kind: str, where: str, step: str, name: str) -> str:
    holds_a_grant = name == "practice_manager" and kind in COPIED and where in (State.APPROVED, State.CLOSED)
    if name not in SEEN_BY[kind] and not holds_a_grant:
        return "not there"
    if where != step:
        return "moved on"
    return "yes" if name in STEPS[kind][step] else "refused"


class Undone(Exception):
    """Takes back what was tried."""


def answer(request: AccessRequest, step: str, person: User, people: dict[str, User]) -> str:
    """What this person is told who says yes at this step; then it is taken back."""
    try:
        with transaction.atomic():
            releaser = people["practice_manager"] if request.wanted == Wanted.COPY else None
            assert decide(request, person, step=step, releaser=releaser).decided_by == person
            raise Undone
    except Undone:
        return "yes"
    except Refused as refused:
        return {Refused: "refused", Conflict: "moved on", NotYours: "not there"}[type(refused)]
