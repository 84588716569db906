"""The pages about lines and extensions: for those who look after intake."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.models import Extension, ExtensionAssignment
from recordings.telephony.services import assign_extension
from tests.cast import SignIn
from tests.recordings.factories import make_extension

pytestmark = pytest.mark.django_db
TODAY = clock.today()
A_WEEK = timedelta(days=7)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.fixture
def keeper(client: Client, practice_manager: User, sign_in: SignIn) -> Client:
    """The browser of one who looks after intake."""
    sign_in(client, practice_manager)
    return client


@pytest.fixture
def desk(leah: User) -> Extension:
    """Extension 214, which Leah has since a week ago."""
    desk = make_extension()
    with as_job(Job.SEED):
        assign_extension(extension=desk, person=leah, starts_on=TODAY - A_WEEK, ends_on=None, actor=None, now=clock.now())
    return desk


@pytest.fixture
def ending(desk: Extension) -> str:
    return reverse("end_assignment", args=["214", desk.assignments.get().pk])


def give(keeper: Client, person: User, first: date, **more: str) -> Any:
    return keeper.post(reverse("extension", args=["214"]), {"person": person.pk, **typed("starts_on", first), **more})


def test_the_page_shows_lines_with_their_basis_and_who_has_each_extension(keeper: Client, desk: Extension) -> None:
    make_extension("215")
    page = words(keeper.get(reverse("telephony")))
    for part in ("Reception", "Care and safety", "in the public interest", "Article 9(2)(h)", "36 months", "Leah Brandt", "Nobody"):
        assert part in page
    assert reverse("extension", args=["214"]) in page


def test_the_page_of_a_practice_that_starts_says_what_to_do(keeper: Client) -> None:
    page = words(keeper.get(reverse("telephony")))
    assert "No lines are set up yet." in page
    assert "No extensions are set up yet." in page


def test_the_list_costs_the_same_at_any_size(keeper: Client, desk: Extension) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            keeper.get(reverse("telephony"))
        return len(queries)

    few = asked()
    for number in range(300, 330):
        make_extension(str(number))
    assert asked() == few <= 10


def test_an_extension_is_given_from_a_day_and_the_one_before_ends(keeper: Client, desk: Extension, leah: User, sam: User) -> None:
    answer = give(keeper, sam, TODAY)
    assert answer.status_code == 302
    held = desk.assignments.values_list("person", "starts_on", "ends_on")
    assert list(held) == [(leah.pk, TODAY - A_WEEK, TODAY - timedelta(days=1)), (sam.pk, TODAY, None)]
    page = words(keeper.get(answer["Location"]))
    assert "Extension 214 is given." in page
    assert "Who had this extension" in page


def test_giving_an_extension_is_in_the_trail_without_a_name(keeper: Client, desk: Extension, sam: User, practice_manager: User) -> None:
    give(keeper, sam, TODAY)
    entry = Entry.objects.filter(object_type="recordings.extensionassignment", action=Entry.Action.CREATE)[0]
    assert entry.actor == practice_manager
    assert entry.changes["starts_on"] == [None, TODAY.isoformat()]
    assert "Sam" not in str(entry.changes)


def test_a_day_on_which_another_has_it_is_refused_with_the_sentence(keeper: Client, desk: Extension, sam: User) -> None:
    answer = give(keeper, sam, TODAY - 2 * A_WEEK)
    assert answer.status_code == 200
    assert "Leah Brandt has this extension from" in words(answer)
    assert desk.assignments.count() == 1
    assert Entry.objects.filter(event=Event.REFUSED, facts__code="assignment-taken").exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Select person"),
        ({"person": "0"}, "Select a valid choice"),
        ({"starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2026"}, "First day must be a real date"),
        ({"starts_on_day": "3"}, "First day must include a month"),
    ],
)
def test_a_form_that_makes_no_sense_gets_its_sentences(keeper: Client, desk: Extension, sent: dict[str, str], sentence: str) -> None:
    assert sentence in words(keeper.post(reverse("extension", args=["214"]), sent))
    assert desk.assignments.count() == 1


def test_an_assignment_is_ended(keeper: Client, desk: Extension, ending: str) -> None:
    answer = keeper.post(ending, typed("last_day", TODAY))
    assert answer.status_code == 302
    assert desk.assignments.get().ends_on == TODAY


def test_an_assignment_does_not_end_before_it_began(keeper: Client, desk: Extension, ending: str) -> None:
    answer = keeper.post(ending, typed("last_day", TODAY - 2 * A_WEEK))
    assert "Choose that day or a later one." in words(answer)
    assert desk.assignments.get().ends_on is None


def test_an_end_without_a_day_is_asked_again(keeper: Client, ending: str) -> None:
    assert "Enter their last day" in words(keeper.post(ending, {}))


def test_an_extension_that_nobody_had_says_so(keeper: Client) -> None:
    make_extension("215")
    assert "Nobody has had this extension yet." in words(keeper.get(reverse("extension", args=["215"])))


def test_what_does_not_exist_is_not_found(keeper: Client, desk: Extension) -> None:
    make_extension("215")
    assert keeper.get(reverse("extension", args=["999"])).status_code == 404
    other = reverse("end_assignment", args=["215", ExtensionAssignment.objects.get().pk])
    assert keeper.post(other, typed("last_day", TODAY)).status_code == 404


@pytest.mark.parametrize("who", ["receptionist", "dpo", "partner", "administrator", "outsider"])
def test_the_pages_are_for_those_who_look_after_intake(
    client: Client, sign_in: SignIn, ending: str, who: str, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(who))
    for address in (reverse("telephony"), reverse("extension", args=["214"])):
        assert client.get(address).status_code == 403
    assert client.post(reverse("extension", args=["214"]), {}).status_code == 403
    assert client.post(ending, typed("last_day", TODAY)).status_code == 403
    assert ExtensionAssignment.objects.get().ends_on is None


@pytest.mark.parametrize(
    ("method", "name"), [("post", "telephony"), ("put", "extension"), ("delete", "extension"), ("get", "end_assignment")]
)
def test_the_wrong_method_is_refused(keeper: Client, ending: str, method: str, name: str) -> None:
    address = {"telephony": reverse("telephony"), "extension": reverse("extension", args=["214"]), "end_assignment": ending}[name]
    assert getattr(keeper, method)(address).status_code == 405


def test_the_menu_leads_here_for_those_who_may(keeper: Client) -> None:
    assert reverse("telephony") in words(keeper.get(reverse("import_runs")))
