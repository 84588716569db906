"""Who may change what about people, rule by rule."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from callgov.people import rules
from callgov.people.models import Deputy, Invitation, User
from callgov.people.rules import Stretch
from callgov.refusals import Refusal
from callgov.roles import CONFLICTS, Role, refuse_conflict

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FORBIDDEN = {
    ("ig_lead", "dpo"),
    ("ig_lead", "system_administrator"),
    ("dpo", "system_administrator"),
}


def person(pk: int = 1, *, active: bool = True, left: bool = False) -> User:
    return User(pk=pk, name="Somebody", is_active=active, leaves_on=DAY if left else None)


LOCKED = User(pk=2, name="Somebody", is_active=False, locked_at=NOW)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize(("one", "other"), list(combinations(Role.values, 2)))
def test_which_two_roles_one_person_may_not_hold(one: str, other: str) -> None:
    forbidden = {frozenset(pair) for pair in FORBIDDEN}
    refusal = refuse_conflict([Role(one), Role(other)])
    assert (refusal is not None) == (frozenset((one, other)) in forbidden)


def test_every_conflict_has_its_sentence() -> None:
    assert all(sentence.endswith(".") for sentence in CONFLICTS.values())


@pytest.mark.parametrize(
    ("starts", "ends", "meets"),
    [
        (0, 3, True),  # the same days
        (3, 9, True),  # begins on the last day
        (4, 9, False),  # begins the day after
        (-5, 0, True),  # ends on the first day
        (-5, -1, False),  # ends the day before
        (-5, None, True),  # has no end
        (4, None, False),
    ],
)
def test_two_stretches_meet_when_they_share_a_day(starts: int, ends: int | None, meets: bool) -> None:
    held = Stretch(Role.IG_LEAD, DAY, DAY + timedelta(days=3))
    other = Stretch(Role.DPO, DAY + timedelta(days=starts), None if ends is None else DAY + timedelta(days=ends))
    assert held.meets(other) is meets
    assert other.meets(held) is meets
    assert (rules.refuse_stretch(other, [held]) is not None) is meets


def test_a_stretch_of_the_same_role_is_not_given_twice() -> None:
    held = [Stretch(Role.ASSESSOR, DAY)]
    assert code(rules.refuse_giving(person(), Stretch(Role.ASSESSOR, DAY), held)) == "held-already"


@pytest.mark.parametrize(("who", "why"), [(person(active=False, left=True), "has-left"), (person(active=False), "not-active")])
def test_only_active_people_get_roles(who: User, why: str) -> None:
    assert code(rules.refuse_giving(who, Stretch(Role.STAFF, DAY), [])) == why


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PRACTICE_MANAGER])
def test_only_the_practice_manager_keeps_roles(role: Role) -> None:
    assert code(rules.refuse_keeping_roles(person(1), {role}, person(2))) == "not-keeper"


def test_nobody_keeps_their_own_roles() -> None:
    assert code(rules.refuse_keeping_roles(person(1), {Role.PRACTICE_MANAGER}, person(1))) == "own-role"


def test_the_practice_manager_and_a_named_job_keep_roles_of_others() -> None:
    assert rules.refuse_keeping_roles(person(1), {Role.PRACTICE_MANAGER}, person(2)) is None
    assert rules.refuse_keeping_roles(None, (), person(2)) is None


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize(("role", "refused"), [(role, role in (Role.IG_LEAD, Role.PRACTICE_MANAGER)) for role in Role])
def test_the_last_holder_of_an_essential_role_stays(role: Role, refused: bool) -> None:
    assert (rules.refuse_last(role, 0) is not None) is refused
    assert rules.refuse_last(role, 1) is None


@pytest.mark.parametrize(
    ("role", "invites"),
    [
        (Role.STAFF, "not-accounts"),
        (Role.IG_LEAD, "not-accounts"),
        (Role.PRACTICE_MANAGER, None),
        (Role.SYSTEM_ADMINISTRATOR, "not-keeper"),
    ],
)
def test_who_may_invite_an_assessor(role: Role, invites: str | None) -> None:
    assert code(rules.refuse_inviting(person(), {role}, [Role.ASSESSOR])) == invites


def test_a_system_administrator_may_invite_staff() -> None:
    assert rules.refuse_inviting(person(), {Role.SYSTEM_ADMINISTRATOR}, [Role.STAFF]) is None


def test_a_deputy_s_last_day_is_not_before_the_first_nor_before_today() -> None:
    day = timedelta(days=1)
    assert rules.refuse_deputy_dates(DAY, DAY, DAY) is None
    assert code(rules.refuse_deputy_dates(DAY + day, DAY, DAY)) == "dates"
    assert code(rules.refuse_deputy_dates(DAY - 3 * day, DAY - day, DAY)) == "dates"


def test_what_has_ended_is_not_ended_again() -> None:
    assert rules.refuse_deputy_end(Deputy(ends_on=DAY), DAY) is None
    assert code(rules.refuse_deputy_end(Deputy(ends_on=DAY - timedelta(days=1)), DAY)) == "ended-already"
    assert code(rules.refuse_deputy_end(Deputy(ends_on=DAY, ended_early_at=NOW), DAY)) == "ended-already"


@pytest.mark.parametrize(
    "invitation",
    [
        None,
        Invitation(expires_at=NOW),
        Invitation(expires_at=NOW + timedelta(days=1), accepted_at=NOW),
        Invitation(expires_at=NOW + timedelta(days=1), withdrawn_at=NOW),
    ],
)
def test_a_link_that_is_unknown_old_used_or_withdrawn_has_one_answer(invitation: Invitation | None) -> None:
    assert rules.refuse_invitation(invitation, NOW) == rules.BAD_LINK


def test_a_link_works_until_it_expires() -> None:
    assert rules.refuse_invitation(Invitation(expires_at=NOW + timedelta(seconds=1)), NOW) is None


@pytest.mark.parametrize(
    ("roles", "who", "why"),
    [
        ({Role.STAFF}, person(2), "not-accounts"),
        ({Role.SYSTEM_ADMINISTRATOR}, person(1), "own-account"),
        ({Role.SYSTEM_ADMINISTRATOR}, person(2, active=False, left=True), "has-left"),
        ({Role.SYSTEM_ADMINISTRATOR}, person(2), None),
        ({Role.PRACTICE_MANAGER}, person(2, active=False), None),
    ],
)
def test_who_may_end_whose_account(roles: set[Role], who: User, why: str | None) -> None:
    assert code(rules.refuse_ending_account(person(1), roles, who)) == why


@pytest.mark.parametrize(
    ("roles", "who", "why"),
    [
        ({Role.IG_LEAD}, person(2), "not-accounts"),
        ({Role.PRACTICE_MANAGER}, person(1), "own-factors"),
        ({Role.PRACTICE_MANAGER}, person(2, active=False), "not-active"),
        ({Role.PRACTICE_MANAGER}, person(2), None),
    ],
)
def test_who_may_reset_whose_second_factors(roles: set[Role], who: User, why: str | None) -> None:
    assert code(rules.refuse_factor_reset(person(1), roles, who)) == why


def test_a_line_manager_has_not_left_and_does_not_stand_below() -> None:
    assert rules.refuse_line_manager(person(1), None, ()) is None
    assert rules.refuse_line_manager(person(1), person(2), [2, 3]) is None
    assert code(rules.refuse_line_manager(person(1), person(2), [2, 1])) == "manager-in-circle"
    assert code(rules.refuse_line_manager(person(1), person(2, active=False, left=True), [2])) == "manager-left"


@pytest.mark.parametrize(
    ("roles", "who", "reason", "why"),
    [
        ({Role.SYSTEM_ADMINISTRATOR}, person(2), "A lost telephone", None),
        ({Role.IG_LEAD}, person(2), "A breach", None),
        ({Role.DPO}, person(2), "A breach", None),
        ({Role.STAFF}, person(2), "A quarrel", "lock-not-yours"),
        ({Role.PRACTICE_MANAGER}, person(1), "A lost telephone", "lock-own"),
        ({Role.PRACTICE_MANAGER}, LOCKED, "Once more", "not-active"),
        ({Role.PRACTICE_MANAGER}, person(2), "  ", "no-reason"),
    ],
)
def test_who_may_lock_whose_account(roles: set[Role], who: User, reason: str, why: str | None) -> None:
    assert code(rules.refuse_locking(person(1), roles, who, reason)) == why


@pytest.mark.parametrize(
    ("roles", "who", "why"),
    [
        ({Role.SYSTEM_ADMINISTRATOR}, LOCKED, None),
        ({Role.IG_LEAD}, LOCKED, "lock-not-yours"),
        ({Role.PRACTICE_MANAGER}, person(1), "lock-own"),
        ({Role.PRACTICE_MANAGER}, person(2), "not-locked"),
    ],
)
def test_who_may_unlock_whose_account(roles: set[Role], who: User, why: str | None) -> None:
    assert code(rules.refuse_unlocking(person(1), roles, who)) == why
