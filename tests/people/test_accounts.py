"""Accounts: invited, accepted, ended."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callgov import clock
from callgov.people import services
from callgov.people.factors import has_second_factor
from callgov.people.models import Invitation, Standing, User
from callgov.people.queries import holders, roles_on
from callgov.people.services.accounts import Invited
from callgov.refusals import Refused
from callgov.registry import Leaving, registry
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.cast import PASSWORD, SignIn

NOW = clock.now()


def invite(actor: User, *roles: Role, email: str = "new@practice.example") -> Invited:
    with acting_as(actor):
        return services.invite(name="Nora New", email=email, roles=roles or (Role.STAFF,), actor=actor, now=NOW)


def accept(invited: Invited, password: str = PASSWORD, username: str = "nora", later: timedelta = timedelta()) -> User:
    return services.accept_invitation(token=invited.token, username=username, password=password, now=NOW + later)


def leave(actor: User, person: User) -> dict[str, int]:
    with acting_as(actor):
        return services.leaver(person=person, actor=actor, now=NOW)


@pytest.mark.clause("AU-11")
def test_accepting_an_invitation_makes_the_account_with_its_roles(practice_manager: User) -> None:
    person = accept(invite(practice_manager, Role.STAFF, Role.ASSESSOR))
    assert person.standing is Standing.ACTIVE
    assert person.check_password(PASSWORD)
    assert roles_on(person, clock.local_day(NOW)) == {Role.STAFF, Role.ASSESSOR}


def test_until_then_the_person_is_invited_and_holds_nothing(practice_manager: User) -> None:
    person = invite(practice_manager).invitation.person
    assert person.standing is Standing.INVITED
    assert roles_on(person, clock.local_day(NOW)) == frozenset()
    assert not person.has_usable_password()


def test_a_link_works_once(practice_manager: User) -> None:
    invited = invite(practice_manager)
    accept(invited)
    with pytest.raises(Refused, match="does not work"):
        accept(invited, username="other")


def test_a_link_works_for_seven_days(practice_manager: User) -> None:
    invited = invite(practice_manager)
    with pytest.raises(Refused, match="does not work"):
        accept(invited, later=timedelta(days=7))
    assert accept(invited, later=timedelta(days=7, seconds=-1)).is_active


def test_a_new_link_stops_the_one_before(practice_manager: User) -> None:
    first = invite(practice_manager)
    with acting_as(practice_manager):
        second = services.invite_again(person=first.invitation.person, actor=practice_manager, now=NOW)
    with pytest.raises(Refused, match="does not work"):
        accept(first)
    assert accept(second).is_active


def test_who_has_accepted_is_not_invited_again(practice_manager: User, nurse: User) -> None:
    with acting_as(practice_manager), pytest.raises(Refused, match="does not work"):
        services.invite_again(person=nurse, actor=practice_manager, now=NOW)


def test_the_token_is_nowhere_stored(practice_manager: User) -> None:
    invited = invite(practice_manager)
    assert invited.token not in str(vars(invited.invitation))
    assert len(invited.invitation.token_hash) == 64


@pytest.mark.django_db(transaction=True)
def test_the_mail_holds_the_link_and_no_name(practice_manager: User, mailoutbox: list[EmailMessage]) -> None:
    invited = invite(practice_manager)
    mail = mailoutbox[-1]
    assert mail.to == ["new@practice.example"]
    assert reverse("accept_invitation", args=[invited.token]) in mail.body
    assert "Nora" not in f"{mail.subject}{mail.body}"


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_is_in_the_trail_and_the_invitation_stands(practice_manager: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 9
    invited = invite(practice_manager)
    assert Entry.objects.filter(event=Event.MAIL_FAILED, about=invited.invitation.person).count() == 1
    assert accept(invited).is_active


def test_an_address_serves_one_person(practice_manager: User, nurse: User) -> None:
    with pytest.raises(Refused, match="already"):
        invite(practice_manager, email="NURSE@practice.example")


def test_a_username_serves_one_person_in_any_case(practice_manager: User, nurse: User) -> None:
    with pytest.raises(Refused, match="username is taken"):
        accept(invite(practice_manager), username="Nurse")


@pytest.mark.clause("AC-1")
def test_roles_that_conflict_are_not_promised(practice_manager: User) -> None:
    with pytest.raises(Refused, match="each checks the other"):
        invite(practice_manager, Role.IG_LEAD, Role.DPO)


@pytest.mark.clause("AC-1")
def test_a_system_administrator_invites_staff_and_nobody_else(administrator: User) -> None:
    assert invite(administrator).invitation.roles == ["staff"]
    with pytest.raises(Refused, match="cannot give or end roles"):
        invite(administrator, Role.IG_LEAD, email="lead@practice.example")


def test_a_password_that_will_not_do_makes_no_account(practice_manager: User) -> None:
    invited = invite(practice_manager)
    with pytest.raises(ValidationError, match="12 characters"):
        accept(invited, password="too-short")
    assert Invitation.objects.get(pk=invited.invitation.pk).accepted_at is None


def test_a_promised_role_that_decides_asks_for_a_longer_password(practice_manager: User) -> None:
    with pytest.raises(ValidationError, match="14 characters"):
        accept(invite(practice_manager, Role.IG_LEAD), password="otter-quartz1")


@pytest.mark.clause("AU-11")
def test_who_leaves_is_logged_out_everywhere_and_holds_nothing(
    practice_manager: User, ig_lead: User, deputy: User, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, deputy)
    ended = leave(practice_manager, deputy)
    assert ended == {**ended, "roles ended": 2, "sessions ended": 1}
    assert client.post(reverse("stay_logged_in")).status_code == 302
    assert roles_on(User.objects.get(pk=deputy.pk), clock.local_day(NOW)) == frozenset()
    assert deputy.standing is Standing.LEFT
    assert set(holders(Role.IG_LEAD, clock.local_day(NOW))) == {ig_lead}


def test_what_other_floors_registered_ends_with_the_account(practice_manager: User, nurse: User) -> None:
    ended: list[int | None] = []
    effect = Leaving("parking permits ended", lambda person, now: 2, lambda person, actor, now: ended.append(person.pk) or 2)
    registry.on_leaving.append(effect)
    try:
        assert leave(practice_manager, nurse)["parking permits ended"] == 2
    finally:
        registry.on_leaving.remove(effect)
    assert ended == [nurse.pk]


def test_leaving_is_in_the_trail_with_what_ended(practice_manager: User, nurse: User) -> None:
    leave(practice_manager, nurse)
    entry = Entry.objects.get(event=Event.PERSON_LEFT)
    assert (entry.actor, entry.about) == (practice_manager, nurse)
    assert entry.facts["roles ended"] == 1


def test_an_invitation_dies_with_the_account(practice_manager: User) -> None:
    invited = invite(practice_manager)
    leave(practice_manager, invited.invitation.person)
    with pytest.raises(Refused, match="does not work"):
        accept(invited)


def test_nobody_ends_their_own_account(administrator: User) -> None:
    with pytest.raises(Refused, match="your own account"):
        leave(administrator, administrator)


def test_who_left_does_not_leave_again(practice_manager: User, nurse: User) -> None:
    leave(practice_manager, nurse)
    with pytest.raises(Refused, match="has left"):
        leave(practice_manager, nurse)


@pytest.mark.clause("AC-1")
def test_the_last_information_governance_lead_does_not_leave(administrator: User, ig_lead: User) -> None:
    with pytest.raises(Refused, match="There must always be someone"):
        leave(administrator, ig_lead)
    assert User.objects.get(pk=ig_lead.pk).is_active


def test_second_factors_are_reset_by_another_person_and_sessions_end(
    practice_manager: User, nurse: User, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, nurse)
    with acting_as(practice_manager):
        services.reset_factors(person=nurse, actor=practice_manager, now=NOW)
    assert not Authenticator.objects.filter(user=nurse).exists()
    assert client.post(reverse("stay_logged_in")).status_code == 302


@pytest.mark.parametrize("actor", ["ig_lead", "receptionist"])
def test_nobody_else_resets_second_factors(actor: str, nurse: User, request: pytest.FixtureRequest) -> None:
    who = request.getfixturevalue(actor)
    with acting_as(who), pytest.raises(Refused, match="cannot invite people or end accounts"):
        services.reset_factors(person=nurse, actor=who, now=NOW)
    assert has_second_factor(nurse)


def test_a_line_manager_may_be_changed_but_not_into_a_circle(practice_manager: User, receptionist: User, line_manager: User) -> None:
    with acting_as(practice_manager):
        services.set_line_manager(person=receptionist, manager=practice_manager, actor=practice_manager, now=NOW)
        assert User.objects.get(pk=receptionist.pk).line_manager == practice_manager
        with pytest.raises(Refused, match="own manager's manager"):
            services.set_line_manager(person=practice_manager, manager=receptionist, actor=practice_manager, now=NOW)
