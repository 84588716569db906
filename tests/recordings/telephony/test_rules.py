"""What may be set up, and who may have an extension when: the tables of refusals."""

from datetime import date

import pytest

from callgov.people.models import User
from callgov.refusals import Refusal
from callgov.roles import Role
from recordings.models import ExtensionAssignment
from recordings.telephony import rules
from recordings.telephony.rules import Basis

LEAH, SAM = User(pk=1, name="Leah Brandt"), User(pk=2, name="Sam Okafor")
GOOD = Basis("public_task", True, "9_2_h")


def day(number: int) -> date:
    return date(2026, 3, number)


def held(person: User, first: int, last: int | None = None) -> ExtensionAssignment:
    return ExtensionAssignment(person=person, starts_on=day(first), ends_on=last and day(last))


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


@pytest.mark.parametrize(
    ("roles", "refused"),
    [
        ({Role.IG_LEAD}, ""), ({Role.PRACTICE_MANAGER}, ""), (set(), "not-telephony-keeper"), ({Role.STAFF}, "not-telephony-keeper"),
        ({Role.DPO}, "not-telephony-keeper"), ({Role.SYSTEM_ADMINISTRATOR}, "not-telephony-keeper"),
    ],
)  # fmt: skip
def test_who_may_change_lines_and_extensions(roles: set[Role], refused: str) -> None:
    assert code(rules.refuse_keeper(LEAH, roles)) == refused


def test_a_named_job_may_change_lines_and_extensions() -> None:
    assert rules.refuse_keeper(None, ()) is None


@pytest.mark.clause("LB-1")
@pytest.mark.parametrize(
    ("basis", "before", "used", "refused"),
    [
        (GOOD, None, False, ""),
        (GOOD, GOOD, True, ""),
        (Basis("contract", False, ""), GOOD, False, ""),
        (Basis("", True, "9_2_h"), None, False, "no-lawful-basis"),
        (Basis("because", True, "9_2_h"), None, False, "no-lawful-basis"),
        (Basis("public_task", True, ""), None, False, "no-article-9"),
        (Basis("public_task", True, "9_2_z"), None, False, "article-9"),
        (Basis("public_task", False, "9_2_z"), None, False, "article-9"),
        (Basis("legitimate_interests", False, ""), None, False, "balancing-missing"),
        (Basis("legitimate_interests", False, ""), Basis("legitimate_interests", False, ""), True, ""),
        (Basis("contract", True, "9_2_h"), GOOD, True, "basis-in-use"),
        (Basis("public_task", False, ""), GOOD, True, "basis-in-use"),
    ],
)
def test_a_purpose_has_its_basis_and_keeps_it_under_calls(basis: Basis, before: Basis | None, used: bool, refused: str) -> None:
    assert code(rules.refuse_basis(basis, before, used=used)) == refused


@pytest.mark.parametrize(
    ("months", "before", "used", "refused"),
    [
        (36, None, False, ""), (36, 36, True, ""), (24, 36, False, ""), (1200, None, False, ""),
        (0, None, False, "months"), (-1, None, False, "months"), (1201, None, False, "months"), (24, 36, True, "months-in-use"),
    ],
)  # fmt: skip
def test_a_retention_class_has_sensible_months_and_keeps_them_under_calls(months: int, before: int, used: bool, refused: str) -> None:
    assert code(rules.refuse_months(months, before, used=used)) == refused


@pytest.mark.parametrize(("number", "refused"), [("", ""), ("01632 960100", ""), ("+441632960100", ""), ("main", "line-number")])
def test_a_line_has_a_telephone_number_or_none(number: str, refused: str) -> None:
    assert code(rules.refuse_line_number(number)) == refused


@pytest.mark.parametrize(
    ("number", "refused"),
    [("214", ""), ("*9#", ""), ("2 14", "extension-number"), ("2/14", "extension-number"), ("..", "extension-number")],
)
def test_an_extension_is_written_as_telephone_systems_write_it(number: str, refused: str) -> None:
    assert code(rules.refuse_extension_number(number)) == refused


@pytest.mark.parametrize(
    ("first", "last", "standing", "refused"),
    [
        (10, None, [], ""),
        (10, 10, [], ""),
        (10, 9, [], "assignment-dates"),
        (10, None, [held(SAM, 1)], ""),  # Sam's ends on the day before
        (10, None, [held(SAM, 1, 20)], ""),
        (10, None, [held(LEAH, 1, 9)], ""),
        (10, 14, [held(SAM, 15)], ""),
        (10, None, [held(LEAH, 1)], "assignment-taken"),
        (10, 14, [held(LEAH, 1, 10)], "assignment-taken"),
        (10, None, [held(SAM, 10)], "assignment-taken"),
        (10, None, [held(SAM, 15, 16)], "assignment-taken"),
        (10, 15, [held(SAM, 15)], "assignment-taken"),
    ],
)
def test_one_person_has_an_extension_on_a_day(first: int, last: int | None, standing: list[ExtensionAssignment], refused: str) -> None:
    assert code(rules.refuse_assignment(LEAH, day(first), last and day(last), standing)) == refused


@pytest.mark.parametrize(("last", "refused"), [(None, "assignment-left"), (21, "assignment-left"), (20, "")])
def test_who_left_has_no_extension_after_that_day(last: int | None, refused: str) -> None:
    leaver = User(pk=3, name="Jo Hart", leaves_on=day(20))
    assert code(rules.refuse_assignment(leaver, day(10), last and day(last), [])) == refused


def test_the_sentence_says_who_has_it_and_what_to_do() -> None:
    later = rules.refuse_assignment(LEAH, day(10), None, [held(SAM, 15, 16)])
    assert str(later) == "Sam Okafor has this extension from 15 March 2026 until 16 March 2026. Give a last day before then."


@pytest.mark.parametrize(
    ("standing", "last", "refused"),
    [
        (held(LEAH, 5), 5, ""), (held(LEAH, 5), 20, ""), (held(LEAH, 5, 20), 10, ""),
        (held(LEAH, 5), 4, "assignment-dates"), (held(LEAH, 5, 20), 20, "assignment-ended"), (held(LEAH, 5, 20), 21, "assignment-ended"),
    ],
)  # fmt: skip
def test_an_assignment_ends_once_and_not_before_it_began(standing: ExtensionAssignment, last: int, refused: str) -> None:
    assert code(rules.refuse_end(standing, day(last))) == refused
