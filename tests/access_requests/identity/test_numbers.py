"""The number of whoever asks beside the number of the call: described first, then found, and known as somebody else's."""

import pytest

from access_requests.identity.presenters import page
from access_requests.identity.queries import match_of, to_check
from access_requests.models import AccessRequest, Asker, Kind, Match
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.models import Grant
from tests.access_requests.kinds import ready, send_kind, walk
from tests.recordings.factories import make_call, make_chosen

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-7")]
THEIRS = {"external_raw": "07700 900461", "external_e164": "+447700900461"}


def match(request: AccessRequest, person: User) -> Match:
    return match_of(to_check(person, request.reference, clock.now()), shared=False)


def test_once_calls_are_found_their_own_numbers_count(nurse: User, ig_lead: User, practice_manager: User) -> None:
    request = walk(ready(Kind.SUBJECT_ACCESS, nurse, ig_lead), {"ig_lead": ig_lead}, practice_manager)
    assert match(request, ig_lead) == Match.UNKNOWN
    calls = [make_call(number="+447700900461"), make_call(number="", withheld=True), make_call(number="+447700900999")]
    for call, found in zip(calls, (Match.MATCH, Match.WITHHELD, Match.MISMATCH), strict=True):
        with acting_as(practice_manager):
            make_chosen(Grant.objects.get(), [call])
        assert match(request, ig_lead) == found
    rows = page(to_check(ig_lead, request.reference, clock.now()), None, None)["rows"]  # type: ignore[arg-type]
    assert "Number of the calls found" in [row.key for row in rows]


def test_a_number_that_somebody_of_another_name_gave_is_shared(nurse: User) -> None:
    request = send_kind(Kind.SUBJECT_ACCESS, nurse, **THEIRS)
    other = Asker.objects.get(request=send_kind(Kind.SUBJECT_ACCESS, nurse))
    assert match(request, nurse) == Match.MATCH
    Asker.objects.filter(pk=other.pk).recorded().update(name="Sam Marsh")
    assert match(request, nurse) == Match.SHARED
