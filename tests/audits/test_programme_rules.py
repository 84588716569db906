"""What is due for whom and by when, as a table; who may assess whom. No database."""

from datetime import date

import pytest

from audits.models import AuditKind
from audits.programme import rules
from audits.programme.rules import Away, Facts
from callgov import clock
from callgov.people.models import User
from callgov.roles import Role

pytestmark = pytest.mark.clause("AU-3")

BEGAN = date(2026, 1, 5)
ANNUAL, PROBATION, REAUDIT = AuditKind.ANNUAL, AuditKind.PROBATION, AuditKind.REAUDIT


@pytest.mark.parametrize(
    ("facts", "kind", "on"),
    [
        pytest.param(Facts(BEGAN), ANNUAL, date(2027, 1, 5), id="here before the programme"),
        pytest.param(Facts(BEGAN, starts_on=date(2019, 3, 1)), ANNUAL, date(2027, 1, 5), id="long past probation"),
        pytest.param(
            Facts(BEGAN, date(2026, 3, 2), date(2026, 9, 2)), PROBATION, date(2026, 9, 1), id="a starter, before probation ends"
        ),
        pytest.param(Facts(BEGAN, date(2025, 9, 1), date(2026, 3, 1)), PROBATION, date(2026, 2, 28), id="in probation when it began"),
        pytest.param(Facts(BEGAN, last_on=date(2024, 2, 29)), ANNUAL, date(2025, 2, 28), id="a year after a leap day"),
        pytest.param(
            Facts(BEGAN, date(2026, 3, 2), date(2026, 9, 2), last_on=date(2026, 8, 1)), ANNUAL, date(2027, 8, 1), id="probation audit done"
        ),
        pytest.param(Facts(BEGAN, last_on=date(2026, 5, 31), reaudit_due=date(2026, 8, 31)), REAUDIT, date(2026, 8, 31), id="re-audit"),
        pytest.param(
            Facts(BEGAN, last_on=date(2026, 1, 10), absences=[Away(date(2026, 12, 1), date(2027, 2, 28))]), ANNUAL, date(2027, 3, 28),
            id="away on the day: 28 days after the return",
        ),
        pytest.param(
            Facts(BEGAN, last_on=date(2026, 1, 10), absences=[Away(date(2026, 12, 1), date(2027, 1, 9))]), ANNUAL, date(2027, 1, 10),
            id="back the day before",
        ),
        pytest.param(
            Facts(
                BEGAN, last_on=date(2026, 1, 10),
                absences=[Away(date(2027, 3, 20), date(2027, 6, 30)), Away(date(2026, 12, 1), date(2027, 2, 28))],
            ), ANNUAL, date(2027, 7, 28), id="away again when it would be due",
        ),
        pytest.param(Facts(BEGAN, last_on=date(2026, 1, 10), absences=[Away(date(2026, 12, 1))]), ANNUAL, None, id="away, end not known"),
    ],
)  # fmt: skip
def test_what_is_due(facts: Facts, kind: AuditKind, on: date | None) -> None:
    found = rules.due(facts)
    assert found is not None
    assert (found.kind, found.on) == (kind, on)
    assert found.why.endswith(".")


@pytest.mark.parametrize("facts", [Facts(BEGAN, leaves_on=date(2026, 4, 1)), Facts(BEGAN, uses_telephone=False)], ids=["left", "no calls"])
def test_nothing_is_due_for_leavers_and_for_who_takes_no_calls(facts: Facts) -> None:
    assert rules.due(facts) is None


@pytest.mark.clause("AU-5")
@pytest.mark.parametrize(
    ("finished", "due"),
    [
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2026, 5, 31), date(2026, 8, 31)),
    ],
)
def test_a_re_audit_is_due_within_three_calendar_months_and_never_rolls(finished: date, due: date) -> None:
    assert clock.reaudit_due(finished) == due


def test_probation_lasts_as_stated_or_as_usual() -> None:
    assert rules.probation_ends(date(2026, 3, 31), None, 6) == date(2026, 9, 30)
    assert rules.probation_ends(date(2026, 3, 31), date(2026, 7, 1), 6) == date(2026, 7, 1)
    assert rules.probation_ends(None, None, 6) is None


PERSON, MANAGER, OTHER = User(pk=1, line_manager_id=2), User(pk=2), User(pk=3)
ASSESSOR = {Role.ASSESSOR}


@pytest.mark.clause("AU-4")
@pytest.mark.parametrize(
    ("assessor", "roles", "manager_may", "code"),
    [
        (OTHER, ASSESSOR, False, ""),
        (PERSON, ASSESSOR, True, "own-audit"),
        (OTHER, {Role.PRACTICE_MANAGER}, False, "not-assessor"),
        (MANAGER, ASSESSOR, False, "line-manager"),
        (MANAGER, ASSESSOR, True, ""),
        (OTHER, {Role.ASSESSOR, Role.SYSTEM_ADMINISTRATOR}, False, "not-assessor"),
    ],
)
def test_who_may_assess_whom(assessor: User, roles: set[Role], manager_may: bool, code: str) -> None:
    refusal = rules.refuse_assessor(assessor, roles, PERSON, manager_may=manager_may)
    assert (refusal.code if refusal else "") == code


@pytest.mark.parametrize("role", list(Role))
def test_who_plans_and_who_authorises(role: Role) -> None:
    assert (rules.refuse_planner([role]) is None) == (role is Role.PRACTICE_MANAGER)
    assert (rules.refuse_authoriser([role]) is None) == (role is Role.IG_LEAD)


@pytest.mark.parametrize(
    ("ends_on", "reasons", "code"),
    [
        (date(2027, 1, 5), "Yearly", ""),
        (date(2027, 1, 7), "Yearly", "too-long"),
        (date(2026, 1, 4), "Yearly", "dates"),
        (date(2026, 6, 1), " ", "no-reason"),
    ],
)
def test_an_authority_has_reasons_and_lasts_a_year_at_most(ends_on: date, reasons: str, code: str) -> None:
    refusal = rules.refuse_authority(BEGAN, ends_on, reasons, BEGAN)
    assert (refusal.code if refusal else "") == code


def test_an_absence_ends_after_it_starts_and_work_is_of_a_known_group() -> None:
    assert rules.refuse_absence(BEGAN, BEGAN) is None
    assert rules.refuse_absence(BEGAN, None) is None
    assert rules.refuse_absence(BEGAN, date(2026, 1, 4)) is not None
    assert rules.refuse_group("nursing") is None
    assert rules.refuse_group("gardening") is not None
