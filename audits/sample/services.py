"""Drawing, swapping, adding, renewing: the only writers of samples and of the grants that cover them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from audits.models import Assessment, AssessmentKind, Audit, Authority, SampledCall, State
from audits.programme import queries as programme
from audits.programme.rules import NO_AUTHORITY
from audits.programme.services import plan
from audits.sample import queries, rules
from audits.sample.pool import calls_at, keep_pool
from audits.workflow import DRAW, FIX_SEED, TOO_FEW
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.practice import chosen, setting
from callgov.refusals import Refused, insist
from callgov.sampling import first, fix_seed
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply
from recordings.access.services import close_grant, grant_calls
from recordings.models import Grant, Recording
from recordings.purposes import ReviewPurpose

OVER = "The sample changed; a new grant covers it."


@enforces("AU-3", "AU-4", "AC-2")
def draw(*, person: User, assessor: User, now: datetime) -> Audit:
    """Draw the sample of the audit that is due for a person (AU-4). Called outside any transaction.

    First the seed is fixed, with the rules of the pool, and committed; only then is the pool looked at. A draw that was interrupted goes on
    with the seed that stands. With fewer than three calls nothing is drawn and the audit waits. Raises Refused, Conflict.
    """
    authority = find_authority(assessor, now)
    audit = _with_seed(person, assessor, now)
    if audit.state != State.SEEDED:
        return audit
    return _draw(audit, authority, now)


def find_authority(holder: User, now: datetime) -> Authority:
    """The authority under which this person may hear drawn calls today. Raises Refused when there is none."""
    today = clock.local_day(now)
    found = programme.authority_for(holder, today)
    if found is None:
        raise Refused(programme.refuse_authority(holder, today) or NO_AUTHORITY)
    return found


@transaction.atomic(durable=True)
def _with_seed(person: User, assessor: User, now: datetime) -> Audit:
    """The person's open audit with its seed fixed; as it stands when it has one."""
    audit = Audit.objects.select_for_update(of=("self",)).get(pk=plan(person=person, assessor=assessor, actor=assessor, now=now).pk)
    insist(rules.refuse_assessor(audit, assessor))
    if audit.state not in (State.PLANNED, State.TOO_FEW):
        return audit
    profile = programme.profile_of(person)
    days = chosen("audit_window_days", "audit_shortest_seconds", "audit_consultation_seconds")
    shortest = days["audit_consultation_seconds"] if profile.is_clinician else days["audit_shortest_seconds"]
    window_from, window_until = rules.window(now, days["audit_window_days"], part_time=profile.part_time)
    pool = rules.PoolRules(person, assessor, window_from, window_until, now, shortest)
    seed = fix_seed(subject=audit, pool=pool.words, facts={"from": window_from.isoformat(), "until": window_until.isoformat()})
    changes = {
        "seed": seed, "seeded_at": now, "window_from": window_from, "window_until": window_until, "shortest": shortest,
        "role_group": profile.role_group, "tool": queries.newest_tool(),
    }  # fmt: skip
    return apply(Audit, audit.pk, FIX_SEED, actor=assessor, changes=changes)


@transaction.atomic
def _draw(audit: Audit, authority: Authority, now: datetime) -> Audit:
    """Look at the pool and take the first three, or say that there are too few."""
    assert audit.assessor is not None
    pool = keep_pool(audit, rules.pool_rules(audit))
    if rules.too_few(pool.size) is not None:
        return apply(Audit, audit.pk, TOO_FEW, actor=audit.assessor, facts={"size": pool.size, "left_out": pool.left_out})
    places = first(audit.seed, pool.size, rules.FEWEST)
    drawn_ids = calls_at(audit, places)
    facts = {"size": pool.size, "digest": pool.digest, "left_out": pool.left_out, "places": places}
    with act():
        drawn = apply(Audit, audit.pk, DRAW, actor=audit.assessor, changes={"drawn_at": now}, facts=facts)
        for number, (place, recording_id) in enumerate(zip(places, drawn_ids, strict=True), 1):
            SampledCall.objects.create(audit=drawn, recording_id=recording_id, draw=number, place=place, taken_at=now)
    calls = queries.calls_by_id(drawn_ids)
    grant = cover(drawn, audit.assessor, authority, calls, now)
    with act():
        Assessment.objects.create(
            audit=drawn, kind=AssessmentKind.FIRST, assessor=audit.assessor, assessed=drawn.person, grant=grant, started_at=now
        )
        record(Event.AUDIT_PLANNED, subject=drawn, facts={"assessment": "first"})
    return drawn


def cover(
    audit: Audit, holder: User, authority: Authority, calls: Sequence[Recording], now: datetime, *, purpose: str = ReviewPurpose.QUALITY
) -> Grant:
    """Authority to hear these calls and no other, in the name of who authorised the programme (AC-2)."""
    days: int = setting("audit_grant_days")
    return grant_calls(
        holder=holder, purpose=purpose, request_reference=audit.reference, decision_id=authority.pk,
        issued_by=authority.given_by, calls=calls, ends_on=min(clock.grant_ends(clock.local_day(now), days), authority.ends_on), now=now,
    )  # fmt: skip


# Changing the sample


@enforces("AU-4")
@transaction.atomic
def swap(*, audit: Audit, call_id: int, assessor: User, reason: str, now: datetime) -> SampledCall:
    """Take the next call of the same order in place of one that cannot be assessed, with the reason (AU-4).

    The one that is left out stays in the record. Raises Refused, Conflict, and NotYours for a call that is not of this sample.
    """
    audit = _locked(audit)
    insist(rules.refuse_change(audit, assessor, reason))
    calls = queries.sample(audit)
    old = next((call for call in queries.active(calls) if call.pk == call_id), None)
    insist(None if old else rules.NOT_DRAWN)
    assert old is not None
    with act():
        new = _next(audit, len(calls), now, instead_of=old)
        old.swapped_at, old.swapped_by, old.swapped_reason = now, assessor, reason.strip()
        old.save(update_fields=["swapped_at", "swapped_by", "swapped_reason"])
        facts = {"draw": old.draw, "by_draw": new.draw, "place": new.place}
        record(Event.CALL_SWAPPED, subject=audit, recording=old.recording_id, facts=facts, reason=reason.strip())
    _cover_anew(audit, queries.first_assessment(audit), now)
    return new


@enforces("AU-4")
@transaction.atomic
def add(*, audit: Audit, assessor: User, reason: str, now: datetime) -> SampledCall:
    """Take a fourth or fifth call, when further clarification is needed, with the reason (AU-4). Raises Refused, Conflict."""
    audit = _locked(audit)
    insist(rules.refuse_change(audit, assessor, reason))
    calls = queries.sample(audit)
    insist(rules.refuse_more(len(queries.active(calls))))
    with act():
        new = _next(audit, len(calls), now, extra_reason=reason.strip())
        record(
            Event.CALL_ADDED, subject=audit, recording=new.recording_id, facts={"draw": new.draw, "place": new.place}, reason=reason.strip()
        )
    _cover_anew(audit, queries.first_assessment(audit), now)
    return new


def _next(audit: Audit, drawn: int, now: datetime, *, extra_reason: str = "", instead_of: SampledCall | None = None) -> SampledCall:
    following = queries.next_draw(audit, drawn)
    if following is None:
        raise Refused(rules.POOL_EMPTY)
    number, place, recording = following
    return SampledCall.objects.create(
        audit=audit, recording_id=recording, draw=number, place=place, extra_reason=extra_reason, instead_of=instead_of, taken_at=now
    )


@enforces("AC-2", "AU-4")
@transaction.atomic
def renew(*, audit: Audit, assessor: User, now: datetime) -> Grant:
    """Cover the same sample for longer, when the days to hear it ran out before the assessment was finished, the second look included.

    Raises Refused for anyone but who assesses it now.
    """
    audit = _locked(audit)
    assessment = queries.assessment_by(audit, assessor)
    if assessment is None or not audit.is_being_assessed:
        raise Refused(rules.NOT_YOURS)
    return _cover_anew(audit, assessment, now)


def _cover_anew(audit: Audit, assessment: Assessment, now: datetime) -> Grant:
    """A new grant for the calls that are assessed now, and the end of the old one."""
    close_grant(grant_id=assessment.grant_id, ended_by=assessment.assessor, reason=OVER, now=now)
    calls = [call.recording for call in queries.active(queries.sample(audit))]
    assessment.grant = cover(audit, assessment.assessor, find_authority(assessment.assessor, now), calls, now)
    assessment.save(update_fields=["grant"])
    return assessment.grant


def _locked(audit: Audit) -> Audit:
    return Audit.objects.select_for_update(of=("self",)).select_related("person", "assessor").get(pk=audit.pk)
