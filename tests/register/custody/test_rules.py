"""When holders are asked, and what may be done with a copy that is out: pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.custody import rules
from register.models import Method, ReleaseState

pytestmark = pytest.mark.clause("AC-10")
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "asked", "stage"),
    [
        (-8, (), None), (-7, (), "copy-due-soon"), (0, ("copy-due-soon",), None), (0, (), "copy-due-soon"),
        (1, ("copy-due-soon",), "copy-late"),
        (1, (), "copy-late"), (7, ("copy-late",), None), (8, ("copy-late",), "copy-late-7"), (15, (), "copy-late-14"),
        (400, ("copy-late-14",), None),
    ],
)  # fmt: skip
def test_a_holder_is_asked_at_each_stage_once(days: int, asked: tuple[str, ...], stage: str | None) -> None:
    due = rules.stage_due(DAY, DAY + timedelta(days=days), asked)
    assert (due.name if due else None) == stage


def test_only_the_last_stage_escalates() -> None:
    assert [stage.escalates for stage in rules.STAGES] == [False, False, False, True]


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-30, 60))
def test_the_next_stage_is_always_in_the_future(delete_by: date, days: int) -> None:
    today = delete_by + timedelta(days=days)
    stage = rules.next_stage(delete_by, today)
    assert stage is None or stage.day(delete_by) > today


@pytest.mark.parametrize("state", [ReleaseState.PREPARED, ReleaseState.DISCARDED])
def test_nothing_happens_to_a_copy_that_never_left(state: str) -> None:
    assert rules.refuse_wrong_recipient(state, reported=False, what_happened="x") == rules.NOT_OUT
    assert rules.refuse_asking_again(state, gone=False) == rules.NOT_OUT
    assert rules.refuse_receipt(state, Method.MEDIA, detail="x", handed_on=DAY, released_on=DAY, today=DAY) == rules.NOT_OUT
    assert rules.refuse_onward(state, misdelivered=False) is not None


def _code(refusal: object) -> str:
    return getattr(refusal, "code", "")


def test_the_wrong_recipient_is_reported_once_and_with_what_happened() -> None:
    assert _code(rules.refuse_wrong_recipient("released", reported=True, what_happened="x")) == "reported-already"
    assert _code(rules.refuse_wrong_recipient("destroyed", reported=False, what_happened=" ")) == "no-account"
    assert rules.refuse_wrong_recipient("destroyed", reported=False, what_happened="Another patient") is None


def test_a_receipt_is_of_a_copy_that_people_handed_over_between_release_and_today() -> None:
    def judge(method: str = Method.MEDIA, detail: str = "x", handed_on: date = DAY) -> str:
        return _code(
            rules.refuse_receipt("released", method, detail=detail, handed_on=handed_on, released_on=DAY, today=DAY + timedelta(days=1))
        )

    assert (judge(), judge(method=Method.LINK), judge(detail=" ")) == ("", "link-has-its-own", "no-detail")
    assert {judge(handed_on=DAY + timedelta(days=days)) for days in (-1, 2)} == {"not-that-day"}


def test_a_deletion_has_evidence_and_a_day_that_can_be() -> None:
    def judge(evidence: str, days: int) -> str:
        on = DAY + timedelta(days=days)
        return _code(rules.refuse_deletion(evidence=evidence, deleted_on=on, released_on=DAY, today=DAY + timedelta(days=3)))

    assert [judge("Letter", 0), judge("Letter", 3), judge(" ", 0)] == ["", "", "no-evidence"]
    assert {judge("Letter", -1), judge("Letter", 4)} == {"not-that-day"}


def test_who_has_deleted_their_copy_is_not_asked_again() -> None:
    assert _code(rules.refuse_asking_again("collected", gone=True)) == "gone-already"
    assert rules.refuse_asking_again("collected", gone=False) is None


@pytest.mark.clause("AC-11")
def test_only_a_copy_that_reached_its_recipient_can_be_shared_further() -> None:
    assert rules.refuse_onward("destroyed", misdelivered=False) is None
    assert _code(rules.refuse_onward("revoked", misdelivered=False)) == "not-to-share"
    assert _code(rules.refuse_onward("collected", misdelivered=True)) == "misdelivered"
