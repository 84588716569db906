"""What grants add to a person's work list."""

from django.urls import reverse

from callgov import clock
from callgov.people.models import User
from callgov.registry import registry
from recordings.access.worklist import work
from recordings.models import Grant, GrantAction, Recording
from tests.recordings.factories import make_chosen, make_grant


def test_live_grants_stand_on_the_work_list_ending_soonest_first(receptionist: User, ig_lead: User) -> None:
    make_grant(receptionist, ig_lead, days=7, request_reference="REQ-2026-0002")
    make_grant(receptionist, ig_lead, days=2, request_reference="REQ-2026-0001")
    assert [item.words for item in work(receptionist, clock.today())] == [
        "Find the call of REQ-2026-0001",
        "Find the call of REQ-2026-0002",
    ]


def test_a_grant_without_a_call_leads_to_finding_and_one_with_a_call_to_listening(
    grant: Grant, call: Recording, receptionist: User
) -> None:
    (before,) = work(receptionist, clock.today())
    make_chosen(grant, [call])
    (after,) = work(receptionist, clock.today())
    assert (before.words, before.url) == ("Find the call of REQ-2026-0042", reverse("grant_find", args=[grant.pk]))
    assert (after.words, after.url) == ("Listen to the call of REQ-2026-0042", reverse("listening"))


def test_others_and_grants_without_listening_have_no_line(nurse: User, receptionist: User, ig_lead: User, grant: Grant) -> None:
    make_grant(nurse, ig_lead, actions={GrantAction.FIND})
    assert list(work(nurse, clock.today())) == []


def test_the_home_page_asks_this_wing() -> None:
    assert work in registry.work
