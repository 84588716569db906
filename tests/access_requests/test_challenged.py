"""Refused on a ground, given in part, and decided anew when the answer is challenged."""

from datetime import timedelta

import pytest

from access_requests import services
from access_requests.grounds import Ground
from access_requests.models import AccessRequest, Kind, State
from callgov import clock
from callgov.incidents import IncidentKind
from callgov.people.models import User
from callgov.refusals import Conflict
from callgov.trail.context import acting_as
from callgov.trail.models import Entry
from recordings.models import Grant
from tests.access_requests.factories import decide, request_at, send
from tests.access_requests.kinds import at, ready
from tests.access_requests.people import code_of

pytestmark = pytest.mark.django_db


@pytest.mark.clause("AC-6")
@pytest.mark.parametrize("ground", ["", Ground.NO_SHARING, "whim"])
def test_a_no_rests_on_a_ground_that_its_kind_knows(ground: str, people: dict[str, User]) -> None:
    request = ready(Kind.SUBJECT_ACCESS, people["nurse"], people["ig_lead"])
    assert code_of(decide, request, people["ig_lead"], agreed=False, ground=ground) == "no-ground"


def test_a_yes_to_everything_has_no_ground(people: dict[str, User]) -> None:
    assert code_of(decide, send(people["nurse"]), people["ig_lead"], ground=Ground.TOO_WIDE) == "needless-ground"


def test_a_part_lies_within_what_was_asked(people: dict[str, User]) -> None:
    now = clock.now()
    request = send(people["nurse"], window_from=now - timedelta(days=9), window_until=now - timedelta(days=1))
    inside = {"window_from": now - timedelta(days=3), "window_until": now - timedelta(days=2)}
    outside = inside | {"window_from": now - timedelta(days=30)}
    assert code_of(decide, request, people["ig_lead"], partly=True, **outside) == "wider-than-asked"
    decision = decide(request, people["ig_lead"], partly=True, **inside)
    request.refresh_from_db()
    assert (decision.partly, request.partly, decision.ground) == (True, True, Ground.NO_NEED)
    assert Grant.objects.get().window_from == inside["window_from"]


@pytest.mark.clause("AC-6")
@pytest.mark.parametrize("state", [State.REFUSED, State.CLOSED])
def test_a_challenged_answer_is_decided_anew_and_the_old_one_stays(state: str, people: dict[str, User]) -> None:
    request = at(state, ready(Kind.SUBJECT_ACCESS, people["nurse"], people["ig_lead"]), people, people["practice_manager"])
    again = _reopen(request, people["dpo"])
    assert (again.state, again.round, again.step) == (State.SENT, 2, "ig-lead")
    decide(again, people["ig_lead"], releaser=people["practice_manager"])
    assert [(one.round, one.agreed) for one in request.decisions.all()] == [(1, state == State.CLOSED), (2, True)]
    wrong = Entry.objects.filter(event="incident_reported", request=request.reference, facts__kind=IncidentKind.SAR_WRONGLY_REFUSED.label)
    assert wrong.exists() == (state == State.REFUSED)


def test_only_who_decides_such_requests_reopens_one_and_says_why(people: dict[str, User]) -> None:
    request = request_at(State.REFUSED, requester=people["nurse"], decider=people["ig_lead"])
    assert code_of(_reopen, request, people["nurse"]) == "not-a-decider"
    assert code_of(_reopen, request, people["ig_lead"], reason=" ") == "no-reason"
    with pytest.raises(Conflict):
        _reopen(request_at(State.APPROVED, requester=people["nurse"], decider=people["ig_lead"]), people["ig_lead"])


def _reopen(request: AccessRequest, person: User, reason: str = "They complain that a call is missing.") -> AccessRequest:
    with acting_as(person):
        return services.reopen(reference=request.reference, person=person, reason=reason, now=clock.now())
