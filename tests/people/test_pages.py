"""The pages about people: each works, writes its entry, and is refused to whom it is not for."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from callgov import clock
from callgov.people import services
from callgov.people.models import Deputy, Invitation, User
from callgov.people.queries import roles_on
from callgov.roles import Role
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from tests.cast import PASSWORD, SignIn, make_person

TODAY = clock.today()
pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def keeper(client: Client, practice_manager: User, sign_in: SignIn) -> Client:
    """The browser of the Practice Manager."""
    sign_in(client, practice_manager)
    return client


# People


@pytest.mark.parametrize("name", ["ig_lead", "dpo", "practice_manager", "administrator"])
def test_who_sees_the_people(client: Client, sign_in: SignIn, nurse: User, name: str, request: pytest.FixtureRequest) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert nurse.name in text(client.get(reverse("people")))
    assert nurse.name in text(client.get(reverse("person", args=[nurse.pk])))


@pytest.mark.parametrize("name", ["receptionist", "line_manager", "assessor", "partner", "outsider"])
def test_who_does_not(client: Client, sign_in: SignIn, nurse: User, name: str, request: pytest.FixtureRequest) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert client.get(reverse("people")).status_code == 403
    assert client.get(reverse("person", args=[nurse.pk])).status_code == 403


def test_the_list_asks_the_database_as_often_for_many_people_as_for_few(
    keeper: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    keeper.get(reverse("people"))
    for n in range(15):
        make_person(f"somebody{n}", Role.STAFF, Role.ASSESSOR)
    with django_assert_max_num_queries(8):
        keeper.get(reverse("people"))


def test_the_list_tells_a_deputy_from_a_holder(keeper: Client, deputy: User, ig_lead: User) -> None:
    page = text(keeper.get(reverse("people")))
    assert page.count("Deputy Information Governance Lead") == 1
    assert page.count("Information Governance Lead") == 2


def test_people_who_left_stand_on_a_list_of_their_own(keeper: Client, practice_manager: User, nurse: User) -> None:
    with acting_as(practice_manager):
        services.leaver(person=nurse, actor=practice_manager, now=clock.now())
    assert nurse.name not in text(keeper.get(reverse("people")))
    assert nurse.name in text(keeper.get(reverse("people"), {"left": "yes"}))
    assert "Give a role" not in text(keeper.get(reverse("person", args=[nurse.pk])))


def test_a_person_who_does_not_exist_has_the_page_of_what_does_not_exist(keeper: Client) -> None:
    answer = keeper.get(reverse("person", args=[999_999]))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["ig_lead", "dpo", "administrator"])
def test_who_only_sees_people_reads_why_they_cannot_give_roles(
    client: Client, sign_in: SignIn, nurse: User, name: str, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(name))
    page = text(client.get(reverse("person", args=[nurse.pk])))
    assert "You cannot give or end roles." in page
    assert client.get(reverse("give_role", args=[nurse.pk])).status_code == 403


def test_one_s_own_page_offers_no_role(keeper: Client, practice_manager: User) -> None:
    page = text(keeper.get(reverse("person", args=[practice_manager.pk])))
    assert "You cannot give or end a role of your own." in page


# Roles and deputies


@pytest.mark.parametrize("page", ["give_role", "name_deputy", "set_line_manager", "leaver"])
def test_the_forms_about_a_person_open_and_lead_back(keeper: Client, nurse: User, page: str) -> None:
    answer = keeper.get(reverse(page, args=[nurse.pk]))
    assert answer.status_code == 200
    assert f'href="{reverse("person", args=[nurse.pk])}"' in text(answer)


def test_giving_a_role(keeper: Client, nurse: User, practice_manager: User) -> None:
    answer = keeper.post(reverse("give_role", args=[nurse.pk]), {"role": "assessor"})
    assert answer["Location"] == reverse("person", args=[nurse.pk])
    assert Entry.objects.get(event=Event.ROLE_GIVEN, about=nurse, facts__role="assessor").actor == practice_manager


def test_a_role_that_conflicts_is_refused_beside_the_choice_and_in_the_trail(
    keeper: Client, administrator: User, practice_manager: User
) -> None:
    answer = keeper.post(reverse("give_role", args=[administrator.pk]), {"role": "ig_lead"})
    assert "A system administrator cannot also be the Information Governance Lead." in text(answer)
    assert Entry.objects.get(event=Event.REFUSED, actor=practice_manager).facts["code"] == "role-conflict"


def test_a_role_that_is_held_is_not_offered(keeper: Client, nurse: User) -> None:
    assert 'value="staff"' not in text(keeper.get(reverse("give_role", args=[nurse.pk])))


@pytest.mark.parametrize("page", ["give_role", "name_deputy", "leaver"])
def test_role_changes_and_leavers_ask_for_a_fresh_second_factor(
    client: Client, practice_manager: User, nurse: User, sign_in: SignIn, page: str
) -> None:
    sign_in(client, practice_manager, fresh=False)
    for send in (client.get, client.post):
        assert reverse("confirm_factor") in send(reverse(page, args=[nurse.pk]))["Location"]
    assert roles_on(User.objects.get(pk=nurse.pk), TODAY) == {Role.STAFF}


def test_ending_a_role(keeper: Client, nurse: User) -> None:
    keeper.post(reverse("end_role", args=[nurse.pk, "staff"]))
    assert roles_on(User.objects.get(pk=nurse.pk), TODAY) == frozenset()


def test_a_role_is_not_ended_by_opening_an_address(keeper: Client, nurse: User) -> None:
    assert keeper.get(reverse("end_role", args=[nurse.pk, "staff"])).status_code == 405


def test_a_role_that_does_not_exist_cannot_be_ended(keeper: Client, nurse: User) -> None:
    assert keeper.post(reverse("end_role", args=[nurse.pk, "wizard"])).status_code == 404


def days(name: str, day: Any) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def deputise(keeper: Client, person: User, last: Any, role: str = "ig_lead") -> HttpResponse:
    form = {"role": role, **days("starts_on", TODAY), **days("ends_on", last)}
    return keeper.post(reverse("name_deputy", args=[person.pk]), form)  # type: ignore[return-value]


def test_naming_a_deputy_and_ending_their_time(keeper: Client, nurse: User, ig_lead: User) -> None:
    assert deputise(keeper, nurse, TODAY + timedelta(days=6)).status_code == 302
    deputy = Deputy.objects.get()
    assert "End this deputy" in text(keeper.get(reverse("person", args=[nurse.pk])))
    keeper.post(reverse("end_deputy", args=[deputy.pk]))
    assert roles_on(User.objects.get(pk=nurse.pk), TODAY) == {Role.STAFF}


def test_a_deputy_whose_last_day_has_gone_is_refused(keeper: Client, nurse: User) -> None:
    assert "The last day must be today or later" in text(deputise(keeper, nurse, TODAY - timedelta(days=1)))


def test_ending_what_has_ended_says_so(keeper: Client, deputy: User, ig_lead: User) -> None:
    address = reverse("end_deputy", args=[deputy.deputyships.get().pk])
    assert keeper.post(address).status_code == 302
    assert keeper.post(address).status_code == 409


def test_a_deputyship_that_does_not_exist(keeper: Client) -> None:
    assert keeper.post(reverse("end_deputy", args=[999])).status_code == 404


# Line managers and leavers


def test_changing_a_line_manager(keeper: Client, receptionist: User, nurse: User) -> None:
    address = reverse("set_line_manager", args=[receptionist.pk])
    assert receptionist.name not in text(keeper.get(address)).partition("<select")[2]
    keeper.post(address, {"manager": nurse.pk})
    assert User.objects.get(pk=receptionist.pk).line_manager == nurse


def test_a_circle_of_line_managers_is_refused(keeper: Client, receptionist: User, line_manager: User) -> None:
    answer = keeper.post(reverse("set_line_manager", args=[line_manager.pk]), {"manager": receptionist.pk})
    assert answer.status_code == 403


def test_a_leaver_s_page_lists_what_ends_before_it_does(keeper: Client, line_manager: User, nurse: User) -> None:
    page = text(keeper.get(reverse("leaver", args=[line_manager.pk])))
    assert "Roles and deputyships" in page
    assert f"They are the line manager of {nurse.name}." in page
    assert "They are logged out and cannot log in again." in page


def test_ending_an_account(keeper: Client, nurse: User, practice_manager: User) -> None:
    assert keeper.post(reverse("leaver", args=[nurse.pk])).status_code == 302
    assert not User.objects.get(pk=nurse.pk).is_active
    assert Entry.objects.get(event=Event.PERSON_LEFT).actor == practice_manager


def test_one_s_own_account_cannot_be_ended(keeper: Client, practice_manager: User) -> None:
    address = reverse("leaver", args=[practice_manager.pk])
    assert "You cannot end your own account." in text(keeper.get(address))
    assert keeper.post(address).status_code == 403


def test_the_last_information_governance_lead_s_account_has_its_reason_where_the_button_would_be(keeper: Client, ig_lead: User) -> None:
    assert "There must always be someone in the role" in text(keeper.get(reverse("leaver", args=[ig_lead.pk])))


def test_resetting_second_factors(keeper: Client, nurse: User) -> None:
    keeper.post(reverse("reset_factors", args=[nurse.pk]))
    assert not nurse.authenticator_set.exists()  # type: ignore[attr-defined]
    assert Entry.objects.get(event=Event.FACTOR_CHANGED).about == nurse


# Invitations


FORM = {"name": "Nora New", "email": "nora@practice.example", "job_title": "", "roles": ["staff"], "line_manager": ""}


def test_inviting_a_person(keeper: Client, practice_manager: User) -> None:
    assert keeper.post(reverse("invite_person"), FORM).status_code == 302
    assert Entry.objects.get(event=Event.PERSON_INVITED, actor=practice_manager).facts == {"roles": ["staff"]}


def test_inviting_someone_twice_is_refused_beside_the_address(keeper: Client, nurse: User) -> None:
    answer = keeper.post(reverse("invite_person"), {**FORM, "email": nurse.email})
    assert "There is an account with this email address already." in text(answer)


def test_roles_that_conflict_are_refused_beside_the_roles(keeper: Client) -> None:
    answer = keeper.post(reverse("invite_person"), {**FORM, "roles": ["ig_lead", "dpo"]})
    assert "each checks the other" in text(answer)


def test_an_administrator_is_offered_staff_alone(client: Client, administrator: User, sign_in: SignIn) -> None:
    sign_in(client, administrator)
    assert 'value="ig_lead"' not in text(client.get(reverse("invite_person")))
    assert "Select a valid choice" in text(client.post(reverse("invite_person"), {**FORM, "roles": ["ig_lead"]}))
    assert not User.objects.filter(email="nora@practice.example").exists()


def test_inviting_again(keeper: Client, practice_manager: User) -> None:
    keeper.post(reverse("invite_person"), FORM)
    nora = User.objects.get(email="nora@practice.example")
    assert "Send the invitation again" in text(keeper.get(reverse("person", args=[nora.pk])))
    keeper.post(reverse("invite_again", args=[nora.pk]))
    assert Invitation.objects.filter(person=nora).count() == 2


@pytest.fixture
def link(practice_manager: User) -> str:
    """The address in an invitation's mail."""
    with acting_as(practice_manager):
        invited = services.invite(
            name="Nora New", email="nora@practice.example", roles=[Role.STAFF], actor=practice_manager, now=clock.now()
        )
    return reverse("accept_invitation", args=[invited.token])


def test_accepting_leads_to_the_second_factor_and_nowhere_else(client: Client, link: str) -> None:
    assert client.post(link, {"username": "nora", "password": PASSWORD})["Location"] == reverse("set_up_factor")
    assert client.get(reverse("set_up_factor")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("home"))["Location"] == reverse("set_up_factor")


def test_a_password_that_will_not_do_is_told_beside_the_field(client: Client, link: str) -> None:
    assert "Password must be 12 characters or more" in text(client.post(link, {"username": "nora", "password": "short"}))


def test_a_username_that_is_taken_is_told_beside_the_field(client: Client, link: str, nurse: User) -> None:
    assert "This username is taken." in text(client.post(link, {"username": "nurse", "password": PASSWORD}))


def test_a_link_that_was_used_says_what_to_do(client: Client, link: str) -> None:
    client.post(link, {"username": "nora", "password": PASSWORD})
    answer = Client().get(link)
    assert answer.status_code == 403
    assert "Ask the Practice Manager for a new one." in text(answer)


def test_a_made_up_link_has_the_same_answer(client: Client) -> None:
    assert client.get(reverse("accept_invitation", args=["x" * 43])).status_code == 403


# The staff file


def staff_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("staff.csv", content, content_type="text/csv")


STAFF = b"name,email,roles\nNora New,nora@practice.example,staff\n,,\n"


def test_a_staff_file_is_tried_first_and_then_imported(keeper: Client) -> None:
    tried = text(keeper.post(reverse("import_staff"), {"file": staff_file(STAFF), "try_first": "on"}))
    assert "1 person would be invited" in tried
    assert "Line 3: The name is missing." in tried
    assert not User.objects.filter(email="nora@practice.example").exists()
    assert "1 person invited" in text(keeper.post(reverse("import_staff"), {"file": staff_file(STAFF)}))
    assert User.objects.filter(email="nora@practice.example").exists()


def test_a_file_that_is_no_text_is_refused(keeper: Client) -> None:
    assert "saved as UTF-8" in text(keeper.post(reverse("import_staff"), {"file": staff_file(b"\xff\xfe\x00")}))


@pytest.mark.parametrize("name", ["administrator", "ig_lead", "receptionist"])
def test_who_does_not_keep_roles_imports_nobody(client: Client, sign_in: SignIn, name: str, request: pytest.FixtureRequest) -> None:
    sign_in(client, request.getfixturevalue(name))
    assert client.post(reverse("import_staff"), {"file": staff_file(STAFF)}).status_code == 403
