"""What requests put on the home page, and what they prove."""

from datetime import timedelta

from django.urls import reverse

from access_requests import evidence, worklist
from access_requests.models import State
from callgov import clock
from callgov.home.queries import work_groups
from callgov.people.models import User
from tests.access_requests.factories import request_at, send


def headings(person: User, days: int = 0) -> dict[str, list[str]]:
    day = clock.today() + timedelta(days=days)
    items = [(group.heading, work) for group in work_groups(person, day) for work in group.items]
    return {heading: [work.reference for at, work in items if at == heading and "request" in work.words] for heading, _ in items}


def test_what_waits_for_a_decision_stands_with_who_may_decide(nurse: User, ig_lead: User, deputy: User):
    request = send(nurse)
    assert headings(ig_lead) == headings(deputy) == {"Needs your decision": [request.reference]}


def test_it_is_late_the_day_after_it_was_due(nurse: User, ig_lead: User):
    request = send(nurse)
    assert headings(ig_lead, days=7) == {"Needs your decision": [request.reference]}
    assert headings(ig_lead, days=8) == {"Late": [request.reference]}


def test_who_asked_waits_and_is_never_asked_to_decide(ig_lead: User):
    request = send(ig_lead)
    assert headings(ig_lead) == {"You are waiting for": [request.reference]}


def test_what_has_ended_stands_nowhere(nurse: User, ig_lead: User):
    for state in (State.REFUSED, State.WITHDRAWN, State.LAPSED, State.CLOSED):
        request_at(state, requester=nurse, decider=ig_lead)
    assert headings(nurse) == headings(ig_lead) == {}


def test_a_work_item_leads_to_the_request_and_names_who_asked(nurse: User, ig_lead: User):
    request = send(nurse)
    (work,) = worklist.work(ig_lead, clock.today())
    assert (work.words, work.url) == ("Decide a request: business need", reverse("request_detail", args=[request.reference]))
    assert work.facts == "Nurse, Staff training, coaching and support"


def test_home_says_so_when_nobody_can_decide(nurse: User, practice_manager: User):
    assert list(worklist.standing(nurse, clock.today())) == [
        "Nobody can decide as Data Protection Officer today: name a deputy.",
        "Nobody can decide as Information Governance Lead today: name a deputy.",
    ]


def test_home_says_nothing_when_somebody_can(nurse: User, ig_lead: User, dpo: User):
    assert list(worklist.standing(nurse, clock.today())) == []


def test_the_clauses_have_their_evidence_in_numbers(nurse: User, ig_lead: User, deputy: User):
    request_at(State.APPROVED, requester=nurse, decider=ig_lead)
    request_at(State.REFUSED, requester=nurse, decider=deputy)
    send(nurse)
    assert evidence.decided() == {"decisions recorded": 2, "approved": 1, "refused": 1, "decided by a deputy": 1}
    assert evidence.asked() == {"requests on the form": 3, "waiting for a decision": 1}
    assert evidence.not_held() == {"answered as not held": 0}
