"""Who inspects what, when an inspection is whole, and when the next is due: pure."""

from datetime import date

import pytest

from register.inspections import rules
from register.inspections.rules import Drawn

pytestmark = pytest.mark.clause("RE-2")
MANAGER, LEAD, NURSE = 1, 2, 3
DAY = date(2026, 11, 30)


def line(agrees: bool | None = True, released_by: int = MANAGER) -> Drawn:
    return Drawn("2026/011", released_by, NURSE, agrees)


def _code(refusal: object) -> str:
    return getattr(refusal, "code", "")


def test_one_inspection_at_a_time_and_only_of_something() -> None:
    found = [rules.refuse_opening(is_open=is_open, lines=lines) for is_open, lines in ((True, 5), (False, 0), (False, 1))]
    assert [_code(one) for one in found] == ["open-already", "no-lines", ""]


def test_nobody_inspects_what_is_their_own() -> None:
    assert [_code(rules.refuse_own(line(), person)) for person in (MANAGER, NURSE, LEAD)] == ["own-release", "own-request", ""]


def test_what_does_not_agree_is_explained() -> None:
    assert [_code(rules.refuse_answer(agrees=agrees, note=note)) for agrees, note in ((True, ""), (False, " "), (False, "x"))] == [
        "",
        "no-note",
        "",
    ]


@pytest.mark.parametrize(
    ("lines", "actions", "findings", "drawn", "person", "code"),
    [
        ([line()], 0, "Fine", True, LEAD, ""), ([line()], 0, "Fine", False, LEAD, "not-drawn"),
        ([line(), line(None)], 0, "x", True, LEAD, "not-checked"),
        ([line(None), line(None)], 0, "x", True, LEAD, "not-checked"), ([line()], 0, "x", True, MANAGER, "own-release"),
        ([line(False)], 0, "x", True, LEAD, "no-action"), ([line(False)], 1, "x", True, LEAD, ""),
        ([line()], 0, " ", True, LEAD, "no-findings"),
    ],
)  # fmt: skip
def test_an_inspection_is_signed_whole(lines: list[Drawn], actions: int, findings: str, drawn: bool, person: int, code: str) -> None:
    assert _code(rules.refuse_signing(lines=lines, actions=actions, findings=findings, drawn=drawn, person=person)) == code


def test_an_action_has_words_and_a_day_to_come() -> None:
    found = [rules.refuse_action(what=what, due=due, today=DAY) for what, due in (("x", DAY), (" ", DAY), ("x", date(2026, 11, 29)))]
    assert [_code(one) for one in found] == ["", "no-words", "due-past"]


def test_an_action_is_done_once_by_its_owner_or_an_inspector_with_evidence() -> None:
    def judge(done: bool = False, evidence: str = "x", person: int = LEAD) -> str:
        return _code(rules.refuse_done(done=done, evidence=evidence, person=person, allowed={LEAD}))

    assert [judge(), judge(done=True), judge(person=NURSE), judge(evidence=" ")] == ["", "done-already", "not-yours", "no-evidence"]


def test_the_next_is_due_after_calendar_months() -> None:
    assert rules.next_due(DAY, 3) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("last", "first", "due"), [(None, None, None), (None, date(2026, 8, 31), DAY), (DAY, date(2020, 1, 1), DAY), (DAY, None, DAY)]
)
def test_the_register_is_due_by_the_last_inspection_or_three_months_after_its_first_line(
    last: date | None, first: date | None, due: date | None
) -> None:
    assert rules.due_on(last, first) == due
