import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.registry import registry
from callgov.trail import verify_bundle
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from callgov.trail.services import record
from tests.cast import SignIn
from tests.cast import make_person as make_colleague
from tests.trail.conftest import write_entries

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db]

PAGES = ("trail", "trail_why", "trail_bundle")


@pytest.fixture
def reading(client: Client, ig_lead: User, sign_in: SignIn) -> Client:
    """The IG Lead, who has said why."""
    sign_in(client, ig_lead)
    client.post(reverse("trail"), {"why": "review"})
    return client


def events(**of: object) -> list[str]:
    return list(Entry.objects.filter(**of).order_by("pk").values_list("event", flat=True))


def read(client: Client, query: str = "") -> str:
    answer = client.get(f"{reverse('trail')}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["nurse", "line_manager", "practice_manager", "assessor", "partner", "administrator", "outsider"])
def test_nobody_but_those_who_review_the_trail_opens_it(client: Client, request, sign_in: SignIn, who: str, page: str) -> None:
    person = request.getfixturevalue(who)
    sign_in(client, person)
    assert client.get(reverse(page)).status_code == 403
    assert client.post(reverse(page), {"why": "review"}).status_code == 403
    assert events(actor=person).count("refused") == 2


@pytest.mark.parametrize("page", [*PAGES, "trail_mine"])
def test_a_stranger_is_sent_to_log_in(client: Client, db: None, page: str) -> None:
    assert client.get(reverse(page)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["ig_lead", "dpo", "deputy"])
def test_a_reader_must_first_say_why_and_sees_nothing_before(client: Client, request, sign_in: SignIn, who: str) -> None:
    reader = request.getfixturevalue(who)
    sign_in(client, reader)
    page = read(client)
    assert "Why are you reading the trail?" in page
    assert "<table" not in page
    assert "trail_read" not in events(actor=reader)


def test_saying_nothing_is_answered_with_the_question(client: Client, ig_lead: User, sign_in: SignIn) -> None:
    sign_in(client, ig_lead)
    answer = client.post(reverse("trail"), {"why": ""})
    assert "Select why you are reading the trail" in answer.content.decode()
    assert "Why are you reading the trail?" in read(client)


def test_what_was_asked_for_opens_once_the_reason_is_said(client: Client, dpo: User, nurse: User, sign_in: SignIn) -> None:
    write_entries(nurse, 1)
    sign_in(client, dpo)
    answer = client.post(f"{reverse('trail')}?request=REQ-2026-0001", {"why": "other", "words": "The ICO asked"}, follow=True)
    page = answer.content.decode()
    assert "Calls searched" in page
    assert "You read it for: The ICO asked." in page
    entry = Entry.objects.filter(event="trail_read").get()
    assert (entry.actor, entry.reason, entry.facts["looked_for"]) == (dpo, "The ICO asked", {"request": "REQ-2026-0001"})


def test_the_reader_opens_on_today(reading: Client, nurse: User) -> None:
    write_entries(nurse, 1)
    page = read(reading)
    assert "Calls searched" in page
    assert f'value="{clock.today().year}"' in page
    assert Entry.objects.filter(event="trail_read").get().facts["looked_for"] == {"first_day": clock.today().isoformat()}


def test_every_search_is_recorded(reading: Client, nurse: User) -> None:
    for query in (f"?person={nurse.pk}", "?request=REQ-2026-0009", ""):
        read(reading, query)
    assert events(event="trail_read") == ["trail_read"] * 3


def test_a_search_without_a_result_says_so_and_that_it_is_recorded(reading: Client) -> None:
    assert "Nothing recorded for these filters. Your search is recorded." in read(reading, "?request=REQ-1999-0001")


def test_a_search_that_makes_no_sense_shows_nothing_and_says_what_to_do(reading: Client) -> None:
    page = read(reading, "?event=refused")
    assert "Enter the first day, or choose a person, request or recording" in page
    assert "<table" not in page
    assert events(event="trail_read") == []


def test_the_filters_narrow_what_is_shown(reading: Client, nurse: User) -> None:
    write_entries(nurse, 1, 2)
    page = read(reading, "?request=req-2026-0002")
    assert "found: 2" in page
    assert "found: 1" not in page


def test_another_purpose_can_be_said_on_the_way(reading: Client) -> None:
    assert "You read it for: Regular review" in read(reading)
    assert reading.post(reverse("trail_why"), {"why": "concern"}).url == reverse("trail")
    assert "You read it for: A concern or a possible breach." in read(reading)


def test_a_new_visit_is_asked_again(reading: Client, ig_lead: User, sign_in: SignIn) -> None:
    later = Client()
    sign_in(later, ig_lead)
    assert "Why are you reading the trail?" in read(later)


def test_older_entries_are_one_link_away(reading: Client, nurse: User) -> None:
    write_entries(nurse, *range(60))
    first = read(reading, f"?person={nurse.pk}")
    older = re.search(r'href="(\?[^"]*before=\d+)"', first)
    assert older is not None
    second = read(reading, older[1].replace("&amp;", "&"))
    assert "found: 59" in first
    assert "found: 59" not in second
    assert "found: 0<" in second
    assert "Newest entries" in second


def pages_of(sizes: tuple[int, ...], client: Client, nurse: User, url: str) -> Iterator[int]:
    for size in sizes:
        write_entries(nurse, *range(size))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        yield len(asked)


def test_the_reader_asks_no_more_than_ten_questions_at_any_size(reading: Client, nurse: User) -> None:
    read(reading)
    few, many = pages_of((2, 70), reading, nurse, reverse("trail"))
    assert few == many <= 10


def test_ones_own_acts_ask_the_same_at_any_size(client: Client, nurse: User, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    client.get(reverse("trail_mine"))
    few, many = pages_of((2, 70), client, nurse, reverse("trail_mine"))
    assert few == many <= 10


@pytest.mark.parametrize("who", ["nurse", "administrator", "ig_lead"])
def test_everybody_with_a_role_sees_what_they_did_and_nothing_else(client: Client, request, sign_in: SignIn, who: str) -> None:
    person, other = request.getfixturevalue(who), make_colleague("somebody_else")
    with acting_as(person):
        record(Event.CALLS_SEARCHED, request="REQ-2026-0001")
    with acting_as(other):
        record(Event.CALLS_SEARCHED, request="REQ-2026-0002")
    sign_in(client, person)
    page = client.get(reverse("trail_mine")).content.decode()
    assert "REQ-2026-0001" in page
    assert "REQ-2026-0002" not in page
    assert f"{reverse('trail')}?" not in page


def test_ones_own_acts_cannot_be_posted_to(client: Client, nurse: User, sign_in: SignIn) -> None:
    sign_in(client, nurse)
    assert client.post(reverse("trail_mine")).status_code == 405


def test_no_name_stands_in_an_address_or_a_title(reading: Client, nurse: User) -> None:
    write_entries(nurse, 1)
    page = read(reading, f"?person={nurse.pk}")
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    assert title is not None
    assert nurse.name not in title[1]
    assert all(nurse.name not in address for address in re.findall(r'href="([^"]*)"', page))


def test_the_bundle_is_not_given_before_a_purpose_was_said(client: Client, ig_lead: User, sign_in: SignIn) -> None:
    sign_in(client, ig_lead)
    answer = client.post(reverse("trail_bundle"))
    assert answer.status_code == 403
    assert "You have not said why you read the trail." in answer.content.decode()


def test_the_bundle_cannot_be_fetched_by_a_link(reading: Client) -> None:
    assert reading.get(reverse("trail_bundle")).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_bundle_is_recorded_sealed_and_checks(reading: Client) -> None:
    answer = reading.post(reverse("trail_bundle"))
    lines = list(answer.streaming_content)
    assert answer["Content-Disposition"] == f'attachment; filename="trail-{clock.today().isoformat()}.jsonl"'
    assert verify_bundle.check(lines)[0] == []
    assert events(event="trail_exported") == ["trail_exported"]


def sentences(person: User) -> list[str]:
    return [sentence for source in registry.standing for sentence in source(person, clock.today()) if "rail" in sentence]


def test_home_tells_those_who_review_when_a_check_found_something(ig_lead: User, nurse: User) -> None:
    with as_job(Job.INTEGRITY):
        record(Event.TRAIL_CHECKED, facts={"good": False, "seals": 7})
    assert sentences(ig_lead)[0].startswith("The trail did not pass its check on")
    assert sentences(nurse) == []


def test_home_says_nothing_while_all_is_well(ig_lead: User) -> None:
    assert sentences(ig_lead) == []
    assert registry.health["trail"]()


def test_home_tells_when_seals_do_not_keep_up(ig_lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callgov.trail.queries.seals_keep_up", lambda now, within: False)
    assert "waited too long for their seal" in sentences(ig_lead)[0]
    assert not registry.health["trail"]()
