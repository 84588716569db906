"""Giving and ending roles, naming and ending deputies."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from callgov import clock
from callgov.people import services
from callgov.people.models import Deputy, RoleHolding, User
from callgov.people.queries import able, able_by_role, forget_roles, holders, roles_on
from callgov.refusals import Conflict, Refused
from callgov.roles import Role, refuse_conflict
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from tests.cast import SINCE, make_person

NOW = clock.now()
TODAY = clock.local_day(NOW)
DAY = timedelta(days=1)


def give(actor: User, person: User, role: Role) -> RoleHolding:
    with acting_as(actor):
        return services.give_role(person=person, role=role, actor=actor, now=NOW)


def end(actor: User, person: User, role: Role) -> None:
    with acting_as(actor):
        services.end_role(person=person, role=role, actor=actor, now=NOW)


def name(actor: User, person: User, role: Role, first: Any = TODAY, last: Any = TODAY + 6 * DAY) -> Deputy:
    with acting_as(actor):
        return services.name_deputy(role=role, person=person, starts_on=first, ends_on=last, actor=actor, now=NOW)


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_role_holds_from_the_moment_it_is_given(practice_manager: User, nurse: User) -> None:
    give(practice_manager, nurse, Role.ASSESSOR)
    assert roles_on(fresh(nurse), TODAY) == {Role.STAFF, Role.ASSESSOR}


def test_a_role_is_gone_from_the_moment_it_is_ended(practice_manager: User, nurse: User) -> None:
    end(practice_manager, nurse, Role.STAFF)
    assert roles_on(fresh(nurse), TODAY) == frozenset()


def test_a_role_that_was_ended_can_be_given_again(practice_manager: User, nurse: User) -> None:
    end(practice_manager, nurse, Role.STAFF)
    give(practice_manager, nurse, Role.STAFF)
    assert roles_on(fresh(nurse), TODAY) == {Role.STAFF}


def test_giving_and_ending_are_in_the_trail_by_name(practice_manager: User, nurse: User) -> None:
    give(practice_manager, nurse, Role.ASSESSOR)
    end(practice_manager, nurse, Role.ASSESSOR)
    entries = Entry.objects.filter(actor=practice_manager, about=nurse, event__in=[Event.ROLE_GIVEN, Event.ROLE_ENDED]).order_by("id")
    assert [(entry.event, entry.about, entry.facts) for entry in entries] == [
        (Event.ROLE_GIVEN, nurse, {"role": "assessor"}),
        (Event.ROLE_ENDED, nurse, {"role": "assessor"}),
    ]


@pytest.mark.clause("AC-1")
def test_nobody_gives_themselves_a_role(practice_manager: User) -> None:
    with pytest.raises(Refused, match="of your own"):
        give(practice_manager, practice_manager, Role.IG_LEAD)


@pytest.mark.clause("AC-1")
def test_the_database_refuses_a_role_given_to_oneself(practice_manager: User) -> None:
    with pytest.raises(IntegrityError, match="nobody_gives_themselves_a_role"), transaction.atomic():
        RoleHolding.objects.bulk_create(
            [RoleHolding(person=practice_manager, role="partner", starts_on=TODAY, given_by=practice_manager, given_at=NOW)]
        )


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("actor", ["receptionist", "ig_lead", "deputy", "dpo", "assessor", "partner", "administrator", "outsider"])
def test_only_who_keeps_roles_gives_one(actor: str, nurse: User, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Refused, match="cannot give or end roles"):
        give(request.getfixturevalue(actor), nurse, Role.ASSESSOR)


@pytest.mark.clause("AC-1")
def test_a_system_administrator_cannot_become_information_governance_lead(practice_manager: User, administrator: User) -> None:
    with pytest.raises(Refused, match="system administrator cannot also be"):
        give(practice_manager, administrator, Role.IG_LEAD)


@pytest.mark.clause("AC-1")
def test_nor_its_deputy(practice_manager: User, administrator: User) -> None:
    with pytest.raises(Refused, match="system administrator cannot also be"):
        name(practice_manager, administrator, Role.IG_LEAD)


@pytest.mark.clause("AC-1")
def test_a_deputy_cannot_be_given_a_role_that_conflicts_on_a_day_to_come(practice_manager: User, nurse: User) -> None:
    name(practice_manager, nurse, Role.IG_LEAD, TODAY + 30 * DAY, TODAY + 40 * DAY)
    with pytest.raises(Refused, match="each checks the other"):
        give(practice_manager, nurse, Role.DPO)


def test_two_deputyships_that_conflict_may_follow_each_other(practice_manager: User, nurse: User) -> None:
    name(practice_manager, nurse, Role.IG_LEAD, TODAY, TODAY + DAY)
    name(practice_manager, nurse, Role.DPO, TODAY + 2 * DAY, TODAY + 3 * DAY)
    with pytest.raises(Refused, match="each checks the other"):
        name(practice_manager, nurse, Role.DPO, TODAY + DAY, TODAY + DAY)


def test_a_deputy_acts_from_the_first_through_the_last_day(practice_manager: User, nurse: User) -> None:
    name(practice_manager, nurse, Role.IG_LEAD, TODAY + DAY, TODAY + 2 * DAY)
    days = [Role.IG_LEAD in roles_on(fresh(nurse), TODAY + n * DAY) for n in range(4)]
    assert days == [False, True, True, False]


def test_a_deputy_s_time_can_be_ended_at_once_but_not_twice(practice_manager: User, ig_lead: User, nurse: User) -> None:
    deputy = name(practice_manager, nurse, Role.IG_LEAD)
    with acting_as(practice_manager):
        services.end_deputy(deputy_id=deputy.pk, actor=practice_manager, now=NOW)
        assert set(holders(Role.IG_LEAD, TODAY)) == {ig_lead}
        with pytest.raises(Conflict):
            services.end_deputy(deputy_id=deputy.pk, actor=practice_manager, now=NOW)


def test_nobody_names_themselves_deputy(practice_manager: User) -> None:
    with pytest.raises(Refused, match="of your own"):
        name(practice_manager, practice_manager, Role.IG_LEAD)


@pytest.mark.clause("AC-1")
def test_the_last_information_governance_lead_stays_until_there_is_a_deputy(practice_manager: User, ig_lead: User, nurse: User) -> None:
    with pytest.raises(Refused, match="There must always be someone"):
        end(practice_manager, ig_lead, Role.IG_LEAD)
    name(practice_manager, nurse, Role.IG_LEAD)
    end(practice_manager, ig_lead, Role.IG_LEAD)
    assert set(holders(Role.IG_LEAD, TODAY)) == {nurse}


def test_the_last_deputy_stays_when_there_is_no_holder(practice_manager: User, deputy: User) -> None:
    with acting_as(practice_manager), pytest.raises(Refused, match="There must always be someone"):
        services.end_deputy(deputy_id=deputy.deputyships.get().pk, actor=practice_manager, now=NOW)


def test_a_deputy_whose_time_has_not_begun_is_nobody_s_last(practice_manager: User, nurse: User) -> None:
    deputy = name(practice_manager, nurse, Role.IG_LEAD, TODAY + DAY, TODAY + 2 * DAY)
    with acting_as(practice_manager):
        services.end_deputy(deputy_id=deputy.pk, actor=practice_manager, now=NOW)
    assert Role.IG_LEAD not in roles_on(fresh(nurse), TODAY + DAY)


def test_a_role_that_is_not_held_cannot_be_ended(practice_manager: User, nurse: User) -> None:
    with pytest.raises(Refused, match="does not hold"):
        end(practice_manager, nurse, Role.PARTNER)


STEPS = st.lists(
    st.tuples(st.sampled_from(["give", "end", "name"]), st.sampled_from(list(Role)), st.integers(0, 5), st.integers(0, 5)), max_size=8
)


class AnySequenceOfChanges(TestCase):
    """Whatever is asked in whatever order, nobody ever holds two roles that conflict on one day."""

    def setUp(self) -> None:
        self.keeper = make_person("keeper", Role.PRACTICE_MANAGER, factor=False)
        self.person = make_person("somebody", Role.STAFF, factor=False)

    @pytest.mark.clause("AC-1")
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def test_leaves_no_conflict(self, steps: list[tuple[str, Role, int, int]]) -> None:
        for verb, role, first, length in steps:
            self.attempt(verb, role, first, length)
        for n in range(12):
            assert refuse_conflict(roles_on(fresh(self.person), TODAY + n * DAY)) is None

    def attempt(self, verb: str, role: Role, first: int, length: int) -> None:
        start = TODAY + first * DAY
        try:
            with as_job(Job.COMMAND):
                if verb == "name" and role in Deputy.ROLES:
                    services.name_deputy(
                        role=role, person=self.person, starts_on=start, ends_on=start + length * DAY, actor=self.keeper, now=NOW
                    )
                elif verb == "give":
                    services.give_role(person=self.person, role=role, actor=self.keeper, now=NOW)
                elif verb == "end":
                    services.end_role(person=self.person, role=role, actor=self.keeper, now=NOW)
        except Refused:
            pass


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.integers(-3, 12))
def test_roles_by_hand_agree_with_the_mapper(deputy: User, practice_manager: User, day: int) -> None:
    on = clock.today() + timedelta(days=day)
    for person in (deputy, practice_manager):
        forget_roles(person)
        mapped = {role for role in Role if holders(role, on).filter(pk=person.pk).exists()}
        assert roles_on(person, on) == mapped


ANSWERING = (Role.IG_LEAD, Role.PARTNER)


@pytest.mark.django_db
def test_who_stands_in_two_of_the_roles_is_named_once_among_the_able() -> None:
    both = make_person("both", *ANSWERING)
    assert able(ANSWERING, TODAY) == [both]
    assert able_by_role(ANSWERING, TODAY) == {role: [both] for role in ANSWERING}


@pytest.mark.django_db
def test_a_role_without_anybody_able_is_there_with_nobody() -> None:
    assert able_by_role([Role.DPO], TODAY) == {Role.DPO: []}


def test_a_deputy_is_able_in_the_role_they_stand_in_for(ig_lead: User, deputy: User) -> None:
    assert able_by_role(ANSWERING, TODAY) == {Role.IG_LEAD: [deputy, ig_lead], Role.PARTNER: []}


@pytest.mark.clause("AC-1")
def test_a_system_administrator_is_never_able_whatever_else_they_hold(ig_lead: User) -> None:
    make_person("both", Role.SYSTEM_ADMINISTRATOR, Role.IG_LEAD)
    assert able(ANSWERING, TODAY) == [ig_lead]


@pytest.mark.clause("AC-1")
def test_nobody_is_able_before_their_role_or_after_it(practice_manager: User, nurse: User) -> None:
    assert able([Role.STAFF], SINCE - DAY) == []
    end(practice_manager, nurse, Role.STAFF)
    assert nurse not in able([Role.STAFF], TODAY)


@pytest.mark.clause("AC-1")
def test_nobody_is_able_whose_account_is_locked(practice_manager: User, ig_lead: User) -> None:
    with acting_as(practice_manager):
        services.lock_account(person=ig_lead, actor=practice_manager, reason="Their card was found.", now=NOW)
    assert able(ANSWERING, TODAY) == []
