"""Who writes, marks, answers and raises what around an audit, rule by rule. No database."""

from datetime import UTC, datetime

import pytest

from audits.annual.rules import refuse_writing
from audits.assessment.rules import refuse_unfinished
from audits.calibration.rules import refuse_marking, refuse_start
from audits.learning.rules import refuse_raising
from audits.models import Assessment, Audit, Review, Seat, SignificantEvent, State
from audits.outcome.rules import refuse_second, refuse_slip
from audits.scoring import Score, Tally
from audits.training import rules as training
from audits.training.rules import Wish
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.roles import Role
from recordings.models import AudioState, Recording

ONE, OTHER = User(pk=1), User(pk=2)
SCORE = Score(2, 3, Tally(2, 3))
MANAGER, ASSESSOR = {Role.PRACTICE_MANAGER}, {Role.ASSESSOR}
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.clause("AU-7")
@pytest.mark.parametrize("role", list(Role))
def test_only_who_plans_audits_writes_the_annual_audit(role: Role) -> None:
    assert code(refuse_writing([role], [], 3, "A good year")) == ("" if role is Role.PRACTICE_MANAGER else "not-writer")


@pytest.mark.clause("AU-4")
@pytest.mark.parametrize(("calls", "reviewed", "refused"), [(2, 2, "too-few"), (3, 2, "calls-left"), (3, 3, ""), (5, 5, "")])
def test_an_assessment_is_of_three_calls_at_least_and_of_each_of_them(calls: int, reviewed: int, refused: str) -> None:
    assert code(refuse_unfinished(calls, reviewed, SCORE)) == refused


@pytest.mark.parametrize(
    ("roles", "second", "second_roles", "refused"),
    [
        (MANAGER, OTHER, ASSESSOR, ""), (ASSESSOR, OTHER, ASSESSOR, "not-planner"), (MANAGER, ONE, ASSESSOR, "two-assessors"),
        (MANAGER, OTHER, MANAGER, "not-assessor"),
    ],
)  # fmt: skip
def test_a_calibration_is_started_for_two_different_assessors(
    roles: set[Role], second: User, second_roles: set[Role], refused: str
) -> None:
    assert code(refuse_start(roles, ONE, second, ASSESSOR, second_roles)) == refused


@pytest.mark.parametrize(
    ("seat", "refused"),
    [(Seat(assessor=ONE), ""), (Seat(assessor=OTHER), "not-sitting"), (Seat(assessor=ONE, finished_at=NOW), "moved-on")],
)
def test_in_a_calibration_each_marks_once_and_for_nobody_else(seat: Seat, refused: str) -> None:
    assert code(refuse_marking(seat, ONE)) == refused


@pytest.mark.clause("AU-8")
@pytest.mark.parametrize(
    ("assessor", "kind", "learning", "refused"),
    [
        (ONE, "poor", "Ask for two facts", ""), (OTHER, "poor", "Ask for two facts", "not-the-assessor"),
        (ONE, "good", "Ask for two facts", "not-flagged"), (ONE, "poor", " ", "say-what"),
    ],
)  # fmt: skip
def test_a_flagged_call_of_one_s_own_is_raised_with_what_was_learnt(assessor: User, kind: str, learning: str, refused: str) -> None:
    review = Review(assessment=Assessment(assessor=assessor), learning=True)
    assert code(refuse_raising(review, ONE, kind, "A caller was not identified", learning)) == refused


@pytest.mark.clause("AU-8")
@pytest.mark.parametrize(
    ("assessed", "roles", "audio", "wish", "refused"),
    [
        (OTHER, MANAGER, AudioState.HELD, Wish("A calm reply", "In writing"), None),
        (OTHER, ASSESSOR, AudioState.HELD, Wish("A calm reply", "In writing"), training.NOT_KEEPER),
        (ONE, MANAGER, AudioState.HELD, Wish("A calm reply", "In writing"), training.OWN_CALL),
        (OTHER, MANAGER, AudioState.DESTROYED, Wish("A calm reply", "In writing"), training.NO_AUDIO),
        (OTHER, MANAGER, AudioState.HELD, Wish(" ", "In writing"), training.SAY_WHY),
        (OTHER, MANAGER, AudioState.HELD, Wish("A calm reply", " "), training.NO_CONSENT),
    ],
)
def test_a_clip_is_proposed_with_a_reason_and_the_caller_s_consent(
    assessed: User, roles: set[Role], audio: str, wish: Wish, refused: Refusal | None
) -> None:
    review = Review(assessment=Assessment(assessed=assessed), recording=Recording(audio_state=audio))
    assert training.refuse_proposing(SignificantEvent(review=review), ONE, roles, wish) == refused


@pytest.mark.clause("AU-6")
@pytest.mark.parametrize(
    ("state", "person", "roles", "found"),
    [
        (State.FINISHED, ONE, {Role.STAFF}, True), (State.FINISHED, OTHER, MANAGER, True), (State.FINISHED, OTHER, ASSESSOR, False),
        (State.DRAWN, ONE, {Role.STAFF}, False), (State.DRAWN, OTHER, MANAGER, False),
    ],
)  # fmt: skip
def test_the_slip_is_for_the_assessed_and_hr_once_there_is_a_score(state: State, person: User, roles: set[Role], found: bool) -> None:
    assert (refuse_slip(Audit(person=ONE, state=state), person, roles) is None) is found


@pytest.mark.clause("AU-4")
@pytest.mark.parametrize(
    ("state", "person", "refused"),
    [(State.DISPUTED, OTHER, ""), (State.DISPUTED, ONE, "first-assessor"), (State.FINISHED, OTHER, "moved-on")],
)
def test_a_second_look_is_taken_when_asked_for_and_by_another_assessor(state: State, person: User, refused: str) -> None:
    assert code(refuse_second(Audit(state=state), person, ONE.pk)) == refused
