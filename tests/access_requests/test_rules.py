"""Every rule of requests without a database: refused at least as often as allowed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from access_requests import rules
from access_requests.models import AccessRequest, Kind, State, Wanted
from access_requests.routes import ROUTES
from access_requests.rules import Asked, Bench, Terms
from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.roles import Role
from callgov.workflow import MOVED_ON
from recordings.purposes import ReviewPurpose

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
STEP = ROUTES[Kind.BUSINESS_NEED].steps[0]
LEAH, PRIYA, COLE, HELEN = (User(pk=pk, name=name) for pk, name in enumerate(("Leah Brandt", "Priya Nair", "Dr Cole", "Helen Marsh"), 1))
COPY = {"wanted": Wanted.COPY, "recipient_name": "Jo", "recipient_type": "other", "wanted_format": "mp3"}


def form(**fields: Any) -> Asked:
    return Asked(**({"purpose": ReviewPurpose.TRAINING, "reason": "To learn from it"} | fields))


def request(**fields: Any) -> AccessRequest:
    known = {"window_from": NOW - timedelta(days=2), "window_until": NOW - timedelta(days=1)}
    return AccessRequest(**({"requester": LEAH, "state": State.SENT, "step": "ig-lead"} | known | fields))


def terms(**fields: Any) -> Terms:
    return Terms(**({"ends_on": TODAY + timedelta(days=7)} | fields))


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


# Asking


def test_a_purpose_and_a_reason_are_enough():
    assert rules.refuse_asking(form(), LEAH, NOW) is None


@pytest.mark.clause("AC-3")
@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_reason_is_always_asked_for(reason: str):
    assert code(rules.refuse_asking(form(reason=reason), LEAH, NOW)) == "no-reason"


@pytest.mark.clause("AU-1")
@pytest.mark.parametrize("purpose", sorted(set(ReviewPurpose.values) - {ReviewPurpose.MISCONDUCT}))
def test_a_business_need_is_one_of_the_purposes_of_the_policy(purpose: str):
    assert rules.refuse_purpose(purpose, Kind.BUSINESS_NEED) is None


@pytest.mark.clause("AU-1")
@pytest.mark.parametrize("purpose", ["", "curiosity", "TRAINING"])
def test_any_other_purpose_is_refused(purpose: str):
    assert code(rules.refuse_asking(form(purpose=purpose), LEAH, NOW)) == "no-purpose"


@pytest.mark.clause("AU-2")
def test_an_investigation_of_a_colleague_is_no_business_need():
    assert code(rules.refuse_purpose(ReviewPurpose.MISCONDUCT, Kind.BUSINESS_NEED)) == "disciplinary"
    assert rules.refuse_purpose(ReviewPurpose.MISCONDUCT, Kind.DISCIPLINARY) is None


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        (None, None, ""),
        (NOW - timedelta(days=1), NOW, ""),
        (NOW - timedelta(hours=1), NOW + timedelta(hours=9), ""),
        (NOW - timedelta(days=1), None, "not-a-window"),
        (None, NOW, "not-a-window"),
        (NOW, NOW, "not-a-window"),
        (NOW, NOW - timedelta(days=1), "not-a-window"),
        (NOW + timedelta(days=1), NOW + timedelta(days=2), "future"),
    ],
)
def test_a_time_has_two_ends_in_order_and_has_begun(start: datetime | None, end: datetime | None, answer: str):
    assert code(rules.refuse_window(start, end, NOW)) == answer


@pytest.mark.clause("AC-9")
@pytest.mark.parametrize("missing", ["recipient_name", "recipient_type", "wanted_format"])
def test_a_copy_is_for_someone_in_some_format(missing: str):
    assert rules.refuse_asking(form(**COPY), LEAH, NOW) is None
    assert code(rules.refuse_asking(form(**(COPY | {missing: ""})), LEAH, NOW)) == "no-recipient"


# Deciding


@pytest.mark.clause("AC-2")
def test_who_asked_never_decides_and_is_told_who_does():
    refusal = rules.refuse_decider(request(), LEAH, STEP, [COLE])
    assert refusal == Refusal("own-request", "You cannot decide your own request. It is with Dr Cole.")


@pytest.mark.clause("AC-2")
def test_who_asked_does_not_decide_even_as_the_only_information_governance_lead():
    refusal = rules.refuse_decider(request(), LEAH, STEP, [])
    assert str(refusal) == (
        "You cannot decide your own request. Nobody else can decide it today. "
        "The Practice Manager can name a deputy. The partners have been told."
    )


@pytest.mark.clause("AC-2")
def test_who_does_not_hold_the_role_does_not_decide():
    assert code(rules.refuse_decider(request(), HELEN, STEP, [PRIYA, COLE])) == "not-the-decider"


def test_who_holds_the_role_decides():
    assert rules.refuse_decider(request(), PRIYA, STEP, [PRIYA, COLE]) is None


def test_a_step_whose_turn_it_is_not_has_moved_on():
    assert rules.refuse_decider(request(state=State.APPROVED, step=""), PRIYA, STEP, [PRIYA]) is MOVED_ON


def test_several_deciders_are_named():
    assert rules.with_whom([PRIYA, COLE]) == "It is with Priya Nair or Dr Cole."


def test_nobody_to_decide_is_said():
    assert code(rules.refuse_undecidable([])) == "nobody-can-decide"
    assert rules.refuse_undecidable([PRIYA]) is None


@pytest.mark.parametrize(("reasons", "answer"), [("Agreed.", ""), ("", "no-reasons"), ("  \n", "no-reasons")])
def test_a_decision_has_reasons(reasons: str, answer: str):
    assert code(rules.refuse_reasons(reasons)) == answer


@pytest.mark.clause("AC-2")
@pytest.mark.parametrize(("days", "answer"), [(-1, "ends-in-the-past"), (0, ""), (1, ""), (90, ""), (91, "too-long"), (4000, "too-long")])
def test_access_ends_within_ninety_days(days: int, answer: str):
    assert code(rules.refuse_end(TODAY + timedelta(days=days), TODAY)) == answer


def test_a_yes_says_until_when():
    assert code(rules.refuse_terms(request(), None, PRIYA, Bench(), NOW)) == "no-terms"


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize(
    ("window", "answer"),
    [
        ({}, "no-window"),
        ({"window_from": NOW - timedelta(days=1)}, "no-window"),
        ({"window_until": NOW}, "no-window"),
        ({"window_from": NOW, "window_until": NOW - timedelta(days=1)}, "not-a-window"),
        ({"window_from": NOW + timedelta(days=1), "window_until": NOW + timedelta(days=2)}, "future"),
        ({"window_from": NOW - timedelta(days=30), "window_until": NOW}, ""),
    ],
)
def test_where_the_time_is_not_known_the_decision_says_how_far_to_look(window: dict[str, datetime], answer: str):
    unknown = request(window_from=None, window_until=None)
    assert code(rules.refuse_terms(unknown, terms(**window), PRIYA, Bench(), NOW)) == answer


@pytest.mark.clause("AC-2")
@pytest.mark.parametrize(
    ("releaser", "small", "answer"),
    [
        (None, False, "no-releaser"),
        (LEAH, False, "requester-releases"),
        (LEAH, True, "requester-releases"),
        (PRIYA, False, "approver-releases"),
        (PRIYA, True, ""),
        (COLE, False, "may-not-release"),
        (HELEN, False, ""),
    ],
)
def test_who_releases_is_neither_who_asked_nor_who_approved(releaser: User | None, small: bool, answer: str):
    bench = Bench(releasers=[LEAH, PRIYA, HELEN], approver_may_release=small)
    assert code(rules.refuse_terms(request(wanted=Wanted.COPY), terms(releaser=releaser), PRIYA, bench, NOW)) == answer


def test_a_releaser_is_of_no_matter_when_no_copy_is_wanted():
    assert rules.refuse_terms(request(), terms(releaser=None), PRIYA, Bench(), NOW) is None


@pytest.mark.clause("AC-8")
def test_who_answered_for_one_role_does_not_answer_for_the_other():
    assert code(rules.refuse_decider(request(), PRIYA, STEP, [COLE], (), {PRIYA.pk})) == "answered-already"
    assert rules.refuse_decider(request(), COLE, STEP, [COLE], (), {PRIYA.pk}) is None


def test_a_paper_has_arrived_already():
    assert rules.refuse_arrived_on(TODAY, TODAY) is None
    assert code(rules.refuse_arrived_on(TODAY + timedelta(days=1), TODAY)) == "in-the-future"


# Ending


def test_only_who_asked_withdraws():
    assert rules.refuse_withdrawing(request(), LEAH, [Role.STAFF]) is None
    assert code(rules.refuse_withdrawing(request(), PRIYA, [Role.IG_LEAD])) == "not-your-request"


@pytest.mark.parametrize(
    ("role", "answer"), [(Role.IG_LEAD, ""), (Role.DPO, ""), (Role.PRACTICE_MANAGER, ""), (Role.STAFF, "not-your-request")]
)
def test_what_somebody_outside_takes_back_is_written_down_by_who_handles_peoples_rights(role: Role, answer: str):
    assert code(rules.refuse_withdrawing(request(kind=Kind.SUBJECT_ACCESS), PRIYA, [role])) == answer


@pytest.mark.clause("AC-5")
def test_who_can_look_may_say_that_it_is_not_held_once():
    assert rules.refuse_not_held(request(), {LEAH.pk}, LEAH) is None
    assert code(rules.refuse_not_held(request(), {LEAH.pk}, PRIYA)) == "not-a-finder"
    assert code(rules.refuse_not_held(request(not_held_at=NOW), {LEAH.pk}, LEAH)) == "recorded-already"


@pytest.mark.clause("AC-5")
def test_not_held_says_how_one_looked():
    assert rules.refuse_unexplained("Searched 2 November, extension 214") is None
    assert code(rules.refuse_unexplained("  ")) == "no-reason"


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.IG_LEAD}))
def test_only_who_may_end_access_closes(role: Role):
    assert rules.refuse_closing([Role.IG_LEAD]) is None
    assert code(rules.refuse_closing([role])) == "not-the-lead"


def test_a_system_administrator_closes_nothing():
    assert code(rules.refuse_closing([Role.IG_LEAD, Role.SYSTEM_ADMINISTRATOR])) == "not-the-lead"
