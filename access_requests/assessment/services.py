"""Recording an assessment. The only writer of assessments."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from access_requests.assessment import queries, rules
from access_requests.assessment.rules import Weighed
from access_requests.models import Assessment, ThirdParty
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import act, record


@enforces("AC-6")
@transaction.atomic
def assess(*, reference: str, recording_id: UUID, person: User, said: Weighed, now: datetime) -> Assessment:
    """Weigh one recording of a request; a later assessment takes the place of an earlier one, which stays in the record (AC-6).

    Raises NotYours, and Refused as `rules.refuse_assessor` and `rules.refuse_weighed` say.
    """
    case = queries.to_weigh(person, reference, recording_id, now, lock=True)
    insist(rules.refuse_assessor(case.request, person, case.holders, case.facts) or rules.refuse_weighed(said, clock.local_day(now)))
    fields = {name: value for name, value in vars(said).items() if name not in ("others", "exemptions")}
    with act():
        assessment = Assessment.objects.create(
            request=case.request,
            recording=case.recording,
            exemptions=sorted(said.exemptions),
            assessed_by=person,
            assessed_at=now,
            **fields,
        )
        for other in said.others:
            ThirdParty.objects.create(assessment=assessment, **vars(other))
        facts = {"outcome": said.outcome, "third_parties": len(said.others), "exemptions": sorted(said.exemptions)}
        record(Event.RECORDING_ASSESSED, subject=case.request, recording=recording_id, facts=facts)
    return assessment
