"""What a complaint is about is held until it is answered, and then kept as long as the schedule says for complaints."""

import pytest

from access_requests.models import Finding, LetterKind, Right
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.keeping.services import adopt_defaults
from recordings.models import Covers, HoldKind, LegalHold, Recording
from tests.access_requests.matters.factories import log
from tests.access_requests.matters.test_desk import decide, write
from tests.recordings.factories import make_call, make_chosen, make_grant

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-5")]

REQUEST = "REQ-2026-0042"


def found(nurse: User, ig_lead: User) -> Recording:
    """A call that was found for a request."""
    call, grant = make_call(), make_grant(nurse, ig_lead, request_reference=REQUEST)
    with acting_as(nurse):
        make_chosen(grant, [call])
    return call


def test_a_complaint_holds_what_was_found_for_its_request_until_it_is_answered(nurse: User, ig_lead: User) -> None:
    with acting_as(ig_lead):
        adopt_defaults(actor=ig_lead, now=clock.now())
    before = found(nurse, ig_lead)
    matter = log(ig_lead, about_reference=REQUEST)
    after = found(nurse, ig_lead)
    hold = LegalHold.objects.get(kind=HoldKind.COMPLAINT, case_reference=matter.reference)
    assert set(hold.held.values_list("recording", flat=True)) == {before.pk, after.pk}
    decide(ig_lead, matter, Finding.NOT_UPHELD)
    assert LegalHold.objects.get().released_at is None
    write(ig_lead, matter, LetterKind.OUTCOME)
    assert LegalHold.objects.get().released_at is not None
    for call in (before, after):
        call.refresh_from_db()
        assert (call.retention_class.covers, call.retain_until) == (Covers.LINKED, clock.add_months(clock.today(), 72))


def test_an_objection_and_a_complaint_about_no_request_hold_nothing(nurse: User, ig_lead: User) -> None:
    found(nurse, ig_lead)
    log(ig_lead)
    log(ig_lead, Right.OBJECTION, about_reference=REQUEST)
    assert not LegalHold.objects.exists()
