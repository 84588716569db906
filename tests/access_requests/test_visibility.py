"""Who sees which request: their own, those they decide or decided, those under which they hold a grant; nothing else leaks."""

import pytest

from access_requests import queries
from access_requests.models import AccessRequest, Asker, Kind, State
from access_requests.queries import Filters, lists
from callgov import clock
from callgov.people.models import User
from callgov.refusals import NotYours
from callgov.trail.context import as_job
from callgov.trail.events import Job
from tests.access_requests.factories import decide, request_at, send
from tests.access_requests.kinds import send_kind
from tests.recordings.factories import NUMBER

pytestmark = pytest.mark.clause("AC-4")


def seen_by(person: User) -> set[AccessRequest]:
    return set(queries.visible(person, clock.today()))


def listed(person: User, **filters: object) -> list[AccessRequest]:
    return list(queries.listed(person, Filters(**filters), 1, clock.today()))  # type: ignore[arg-type]


def test_staff_see_their_own_and_no_other(nurse: User, receptionist: User, ig_lead: User):
    mine, theirs = send(nurse), send(receptionist)
    assert (seen_by(nurse), seen_by(receptionist)) == ({mine}, {theirs})


def test_whoever_decides_sees_what_they_may_decide(nurse: User, ig_lead: User, deputy: User):
    request = send(nurse)
    assert seen_by(ig_lead) == seen_by(deputy) == {request}


def test_nobody_else_sees_it(nurse: User, ig_lead: User, request: pytest.FixtureRequest):
    asked_for = send(nurse)
    for name in ("dpo", "practice_manager", "partner", "assessor", "administrator", "outsider", "line_manager"):
        person = request.getfixturevalue(name)
        assert (name, seen_by(person), listed(person, state="all")) == (name, set(), [])
        with pytest.raises(NotYours):
            queries.case(person, asked_for.reference, clock.now())


def test_whoever_is_named_to_release_sees_it_from_then_on(nurse: User, ig_lead: User, practice_manager: User):
    request = request_at(State.APPROVED, requester=nurse, decider=ig_lead, releaser=practice_manager)
    send(nurse)
    assert seen_by(practice_manager) == {request}


def test_a_deputy_still_sees_what_they_decided_when_their_days_are_over(nurse: User, deputy: User, ig_lead: User):
    decided, other = send(nurse), send(nurse)
    decide(decided, deputy)
    after = deputy.deputyships.get().ends_on
    assert decided in queries.visible(deputy, clock.grant_ends(after, 1))
    assert other not in queries.visible(deputy, clock.grant_ends(after, 1))


def test_earlier_requests_are_those_about_the_same_number_or_by_the_same_person(nurse: User, receptionist: User, ig_lead: User):
    same_number, same_person = send(receptionist, external_e164=NUMBER), send(nurse)
    send(receptionist)
    request = send(nurse, external_e164=NUMBER)
    assert set(queries.earlier(ig_lead, request, clock.today())) == {same_number, same_person}


def test_somebody_outside_is_known_by_number_or_address_and_not_by_who_took_it_in(nurse: User, receptionist: User, ig_lead: User):
    same_asker, same_number = send_kind(Kind.SUBJECT_ACCESS, receptionist), send(receptionist, external_e164="+447700900461")
    send(nurse)
    request = send_kind(Kind.SUBJECT_ACCESS, nurse)
    other = send_kind(Kind.SUBJECT_ACCESS, nurse)
    for one, email in ((request, "jo@example.org"), (other, "JO@example.org")):
        with as_job(Job.SEED):
            Asker.objects.filter(request=one).recorded().update(email=email, telephone_e164="" if one is other else "+447700900461")
    request = AccessRequest.objects.select_related("asker").get(pk=request.pk)
    assert set(queries.earlier(ig_lead, request, clock.today())) == {same_asker, same_number, other}


def test_earlier_requests_of_others_do_not_leak_to_who_asked(nurse: User, receptionist: User, ig_lead: User):
    send(receptionist, external_e164=NUMBER)
    request = send(nurse, external_e164=NUMBER)
    assert queries.case(nurse, request.reference, clock.now()).earlier == []


# The list


def test_the_list_opens_with_what_is_open_soonest_due_first(nurse: User, ig_lead: User):
    request_at(State.REFUSED, requester=nurse, decider=ig_lead)
    first, second = send(nurse), send(nurse)
    with as_job(Job.SEED):
        first.due_on = clock.grant_ends(first.due_on, 3)
        first.save()
    assert listed(nurse) == [second, first]


def test_filters_narrow_the_list(nurse: User, ig_lead: User):
    refused = request_at(State.REFUSED, requester=nurse, decider=ig_lead)
    waiting, own = send(nurse), send(ig_lead)
    assert listed(ig_lead, needs_me=True) == [waiting]
    assert listed(ig_lead, state=State.REFUSED) == [refused]
    assert set(listed(ig_lead, state="all")) == {refused, waiting, own}
    assert listed(ig_lead, due="late") == []
    assert set(listed(ig_lead, due="week")) == {waiting, own}


def test_what_needs_me_is_never_my_own(ig_lead: User, deputy: User):
    own = send(ig_lead)
    assert listed(ig_lead, needs_me=True) == []
    assert listed(deputy, needs_me=True) == [own]


def test_the_list_is_paged_and_counts_no_further_than_it_must(nurse: User, ig_lead: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    monkeypatch.setattr(lists, "MOST", 3)
    for _ in range(4):
        send(nurse)
    page = queries.listed(nurse, Filters(), 2, clock.today())
    assert (len(page), page.paginator.count, page.paginator.num_pages) == (1, 3, 2)
