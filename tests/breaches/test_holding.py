"""The calls that an open breach is about are held from the first moment until it is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from breaches.models import Breach, Verdict
from breaches.services import following
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.keeping.services import adopt_defaults
from recordings.models import Covers, HoldKind, LegalHold, Recording
from tests.breaches.factories import assess, close, decide, describe, know, report
from tests.recordings.factories import make_call, make_chosen, make_grant

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BR-3"), pytest.mark.clause("AC-5")]

REQUEST = "REQ-2026-0042"
Reported = Callable[[], Breach]


def holds_on(call: Recording) -> list[str]:
    """The cases of the live holds on a call."""
    return list(
        LegalHold.objects.filter(kind=HoldKind.BREACH, released_at=None, held__recording=call).values_list("case_reference", flat=True)
    )


def about_request(reporter: User, lead: User) -> Breach:
    breach = report(reporter)
    Breach.objects.filter(pk=breach.pk).recorded().update(about_request=REQUEST)
    breach.refresh_from_db()
    return breach


def settle(breach: Breach, ig_lead: User, dpo: User) -> None:
    know(breach, ig_lead, "ig_lead")
    know(breach, dpo, "dpo")
    describe(breach, ig_lead)
    assess(breach, ig_lead, 2, 2)


def test_calls_found_for_its_request_are_held_until_it_is_closed_and_then_kept_as_those_of_an_incident(
    receptionist: User, nurse: User, ig_lead: User, dpo: User
) -> None:
    with acting_as(ig_lead):
        adopt_defaults(actor=ig_lead, now=clock.now())
    breach, call = about_request(receptionist, ig_lead), make_call()
    assert holds_on(call) == []
    grant = make_grant(nurse, ig_lead, request_reference=REQUEST)
    with acting_as(nurse):
        make_chosen(grant, [call])
    assert holds_on(call) == [breach.reference]
    settle(breach, ig_lead, dpo)
    decide(breach, ig_lead, Verdict.NOT_NOTIFY)
    close(breach, ig_lead)
    call.refresh_from_db()
    today = clock.today()
    assert (holds_on(call), call.retention_class.covers) == ([], Covers.LINKED)
    assert (call.retain_from, call.retain_until) == (today, clock.add_months(today, 72))
    with acting_as(ig_lead):
        following.reopen(reference=breach.reference, lead=ig_lead, reason="A letter came", now=clock.now() + timedelta(minutes=1))
    assert holds_on(call) == [breach.reference]


def test_what_was_not_a_breach_lets_its_calls_go_to_their_own_schedule(receptionist: User, nurse: User, ig_lead: User, dpo: User) -> None:
    with acting_as(ig_lead):
        adopt_defaults(actor=ig_lead, now=clock.now())
    breach, call = about_request(receptionist, ig_lead), make_call()
    kept = call.retain_until
    grant = make_grant(nurse, ig_lead, request_reference=REQUEST)
    with acting_as(nurse):
        make_chosen(grant, [call])
    settle(breach, ig_lead, dpo)
    decide(breach, dpo, Verdict.NOT_A_BREACH)
    assert holds_on(call) == [breach.reference]
    decide(breach, ig_lead, Verdict.NOT_A_BREACH)
    call.refresh_from_db()
    assert (holds_on(call), call.retain_until) == ([], kept)
