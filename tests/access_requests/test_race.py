"""Two people press at once, on the real database: one wins, the other is told that it has moved on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from access_requests.journey import NAME, send
from access_requests.models import AccessRequest, Decision, State
from callgov import clock, drafts
from callgov.people.models import User
from callgov.refusals import Conflict
from callgov.trail.context import acting_as
from recordings.models import Grant
from tests.access_requests.factories import decide
from tests.access_requests.factories import send as sent

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(10)
            act()
        except Conflict:
            return "moved on"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.clause("AC-2")
def test_of_two_racing_decisions_one_wins(nurse: User, ig_lead: User, deputy: User):
    request = sent(nurse)
    assert at_once(lambda: decide(request, ig_lead), lambda: decide(request, deputy, agreed=False)) == ["moved on", "won"]
    request.refresh_from_db()
    decision = Decision.objects.get()
    assert request.state == (State.APPROVED if decision.agreed else State.REFUSED)
    assert Grant.objects.count() == decision.agreed


def test_pressing_send_twice_sends_once(nurse: User, ig_lead: User):
    for step, typed in {"why": {"purpose": ["training"], "reason": ["Why"], "wanted": ["listen"]}, "call": {}}.items():
        drafts.keep(nurse, NAME, step, typed)

    def press() -> object:
        with acting_as(nurse):
            return send(nurse, clock.now())

    assert at_once(press, press) == ["moved on", "won"]
    assert AccessRequest.objects.count() == 1


def test_references_stay_gap_free_when_many_send_at_once(nurse: User, ig_lead: User):
    assert at_once(*[lambda: sent(nurse)] * 4) == ["won"] * 4
    references = sorted(AccessRequest.objects.values_list("reference", flat=True))
    assert [int(reference[-4:]) for reference in references] == [1, 2, 3, 4]
