"""What an assessment must know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access_requests import queries
from access_requests.assessment.rules import refuse_release
from access_requests.facts import Facts
from access_requests.models import AccessRequest, Assessment
from callgov import clock
from callgov.people.models import User
from callgov.refusals import NotYours, Refusal
from recordings.models import GrantAction, GrantedRecording, Recording

NOT_THERE = Refusal("not-there", "There is no such recording in this request.")


@dataclass(frozen=True)
class ToWeigh:
    """A recording that was chosen under a request, and who may hear it there now."""

    request: AccessRequest
    recording: Recording
    holders: set[int]
    facts: Facts
    standing: Assessment | None


def to_weigh(person: User, reference: str, recording_id: UUID, now: datetime, *, lock: bool = False) -> ToWeigh:
    """A recording of a request; the request locked for the service that weighs it.

    Raises NotYours for a request that is not theirs to see or a call that was not chosen under it.
    """
    request = (queries.locked if lock else queries.one)(person, reference, clock.local_day(now))
    chosen = GrantedRecording.objects.filter(recording=recording_id, grant__request_reference=reference)
    found = chosen.select_related("recording__extension").first()
    if found is None:
        raise NotYours(NOT_THERE)
    holders = {grant.holder_id for grant in queries.live_grants(reference, now) if GrantAction.LISTEN in grant.actions}
    return ToWeigh(request, found.recording, holders, queries.facts_of(request), latest(request, recording_id))


def latest(request: AccessRequest, recording_id: UUID) -> Assessment | None:
    """The assessment of a recording that stands."""
    return Assessment.objects.filter(request=request, recording=recording_id).select_related("assessed_by").first()


def release_refused(request: AccessRequest, recording_id: UUID, *, extract: bool, now: datetime) -> Refusal | None:
    """Whether the assessment of this recording stands in the way of releasing it, or a part of it, today."""
    facts = queries.facts_of(request)
    return refuse_release(request, facts, latest(request, recording_id), extract=extract, today=clock.local_day(now))
