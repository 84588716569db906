"""Starting a calibration and marking in it: the only writers."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audits.assessment.queries import current_tool, tool
from audits.assessment.rules import Given, refuse_marks
from audits.calibration import queries, rules
from audits.models import Calibration, Seat
from audits.sample.services import find_authority
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, Refused, insist
from callgov.sampling import first, fix_seed
from callgov.sequence import next_number
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON
from recordings.access.services import close_grant, grant_calls
from recordings.models import Recording
from recordings.purposes import ReviewPurpose

POOL = "assessed calls whose audio is held, that neither of the two marked, is in or manages the person of, by the time they began"
DONE = "The calibration is marked."


@enforces("AU-4", "AC-2")
def start(*, assessors: tuple[User, User], actor: User, now: datetime) -> Calibration:
    """Draw one assessed call for two assessors and give each a grant to hear it (AC-2). Called outside any transaction.

    The seed is in the trail, and committed, before the pool is looked at. Raises Refused.
    """
    today = clock.local_day(now)
    one, other = assessors
    insist(rules.refuse_start(roles_on(actor, today), one, other, roles_on(one, today), roles_on(other, today)))
    with transaction.atomic(durable=True):
        seed = fix_seed(subject=actor, pool=POOL)
    return _draw(assessors, seed, actor, now)


@transaction.atomic
def _draw(assessors: tuple[User, User], seed: str, actor: User, now: datetime) -> Calibration:
    today = clock.local_day(now)
    pool = queries.candidates(*assessors)
    if not pool:
        raise Refused(rules.NO_CALL)
    place = first(seed, len(pool), 1)[0]
    recording_id, consultation = pool[place]
    with act():
        calibration = Calibration.objects.create(
            reference=f"CAL-{today.year}-{next_number('calibration', today.year):04}", recording_id=recording_id,
            consultation=consultation, seed=seed, tool=current_tool().number, started_by=actor, started_at=now,
        )  # fmt: skip
        facts = {"seed": seed, "size": len(pool), "place": place}
        record(Event.CALIBRATION_STARTED, subject=calibration, recording=recording_id, facts=facts)
    call = Recording.objects.get(pk=recording_id)
    for assessor in assessors:
        _seat(calibration, assessor, call, now)
    return calibration


def _seat(calibration: Calibration, assessor: User, call: Recording, now: datetime) -> None:
    authority, days = find_authority(assessor, now), setting("audit_grant_days")
    ends_on = min(clock.grant_ends(clock.local_day(now), days), authority.ends_on)
    grant = grant_calls(
        holder=assessor, purpose=ReviewPurpose.QUALITY, request_reference=calibration.reference, decision_id=authority.pk,
        issued_by=authority.given_by, calls=[call], ends_on=ends_on, now=now,
    )  # fmt: skip
    Seat.objects.create(calibration=calibration, assessor=assessor, grant=grant)


@enforces("AU-9", "AU-10")
@transaction.atomic
def mark(*, seat: Seat, marks: Mapping[str, Given], person: User, now: datetime) -> Seat:
    """Give one's marks, once; the grant ends with it, and the two are compared when both are given. Raises Refused, Conflict."""
    row = Seat.objects.select_for_update(of=("self",)).select_related("calibration", "grant").get(pk=seat.pk)
    refusal = rules.refuse_marking(row, person)
    if refusal == MOVED_ON:
        raise Conflict(refusal)
    criteria = tool(row.calibration.tool).of_call(consultation=row.calibration.consultation)
    insist(refusal or refuse_marks(criteria, marks))
    with act():
        row.marks, row.finished_at = {code: given.outcome for code, given in marks.items()}, now
        row.save(update_fields=["marks", "finished_at"])
        record(Event.CALIBRATION_MARKED, subject=row, request=row.calibration.reference, facts={"marks": len(marks)})
    close_grant(grant_id=row.grant_id, ended_by=person, reason=DONE, now=now)
    return row
