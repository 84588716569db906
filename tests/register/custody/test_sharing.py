"""Sharing further: its own request, its own decision, its own copy and line (AC-11)."""

from datetime import datetime

import pytest

from access_requests.models import AccessRequest, CopyFormat, RecipientType, State
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.models import Recording
from register import queries
from register.custody.presenters import onward_words
from register.custody.services.missending import report_wrong_recipient
from register.custody.services.sharing import Onward, ask_onward
from register.models import OnwardSharing, RegisterLine
from register.services.releasing import Handover
from tests.register.conftest import approve, prepare, release, release_grant

pytestmark = pytest.mark.clause("AC-11")
TO = Onward("Their own inquiry", "Claims Desk", "Acorn Mutual", RecipientType.INSURER, CopyFormat.MP3)


def _ask(handover: Handover, person: User, now: datetime) -> OnwardSharing:
    with acting_as(person):
        return ask_onward(release_id=handover.release.pk, onward=TO, actor=person, now=now)


def test_sharing_further_is_a_request_of_its_own(handover: Handover, receptionist: User, now: datetime) -> None:
    case = _ask(handover, receptionist, now).request
    assert (case.state, case.requester, case.recipient_name) == (State.SENT, receptionist, "Claims Desk")
    assert case.reference != handover.line.request_reference
    assert RegisterLine.objects.count() == 1
    assert Entry.objects.get(event=Event.ONWARD_SHARING_ASKED).facts == {"new_request": case.reference}


def test_approved_it_gets_a_copy_and_a_line_of_its_own_and_the_first_copy_shows_it(
    handover: Handover, receptionist: User, ig_lead: User, practice_manager: User, call: Recording, now: datetime
) -> None:
    case = _ask(handover, receptionist, now).request
    assert onward_words(queries.release(handover.release.pk)) == [f"{case.reference}: waiting for a decision"]
    approve(AccessRequest.objects.get(pk=case.pk), ig_lead, practice_manager, now)
    line = release(prepare(release_grant(case, practice_manager, call), call, now), practice_manager, now).line
    assert (line.number, line.recipient_name, line.authorised_by) == (2, "Claims Desk", ig_lead)
    assert onward_words(queries.release(handover.release.pk)) == [f"{case.reference}: {line}"]


def test_whoever_has_no_part_in_it_does_not_ask(handover: Handover, nurse: User, now: datetime) -> None:
    with pytest.raises(NotYours):
        _ask(handover, nurse, now)
    assert not OnwardSharing.objects.exists()


def test_what_went_astray_is_not_shared_further(handover: Handover, practice_manager: User, receptionist: User, now: datetime) -> None:
    with acting_as(practice_manager):
        report_wrong_recipient(release_id=handover.release.pk, what_happened="Wrong person", actor=practice_manager, now=now)
    with pytest.raises(Refused, match="Only a released copy"):
        _ask(handover, receptionist, now)
