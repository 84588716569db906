"""Deciding whether it is reported, recording that it was, and that the people affected were told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from breaches import queries, rules
from breaches.countdown import deadline
from breaches.models import Breach, Decision, PeopleTold, Submission, Verdict
from breaches.rules import LEADS
from breaches.services.locking import locked
from breaches.workflow import DISMISS
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_held
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply
from recordings.keeping.services import release_hold
from recordings.models import HoldKind

NOT_A_VERDICT = Refusal("not-a-verdict", "Choose what you decide.")
NO_BREACH = "It was not a breach."
AHEAD = Refusal("in-future", "The day must not be in the future.")


@enforces("BR-2", "BR-3")
@transaction.atomic
def decide(*, reference: str, lead: User, verdict: str, reasons: str, now: datetime) -> Decision:
    """Record what one lead decides. To report is one lead's to decide; not to, where the grid or an earlier decision asked for it, takes
    both leads, two people, with reasons (law.md R4.10). When both say that it is not a breach, it ends, and its hold on recordings with it.

    Raises NotYours, Conflict, and Refused as `rules.refuse_verdict` says.
    """
    if verdict not in Verdict.values:
        raise Refused(NOT_A_VERDICT)
    breach, today = locked(lead, reference, now), clock.local_day(now)
    as_lead = queries.lead(lead, breach, today)
    insist(rules.refuse_verdict(verdict, as_lead, queries.versions(breach), reasons))
    assert as_lead.role is not None
    with act():
        decision = Decision.objects.create(
            breach=breach, assessment=breach.assessments.latest("version"), verdict=verdict, role=as_lead.role, reasons=reasons.strip(),
            decided_by=lead, decided_at=now, as_deputy=LEADS[as_lead.role] not in roles_held(lead, today),
        )  # fmt: skip
        stands = rules.standing(queries.versions(breach))
        record(Event.BREACH_DECIDED, subject=breach, facts={"as": as_lead.role.value, "decides": verdict, "stands": stands})
        if stands is Verdict.NOT_A_BREACH:
            apply(Breach, breach.pk, DISMISS, actor=lead, changes={"closed_at": now, "closed_by": lead})
            release_hold(kind=HoldKind.BREACH, case_reference=reference, reason=NO_BREACH, now=now, released_by=lead, linked=False)
    return decision


@dataclass(frozen=True)
class Sent:
    """That it was reported: to whom, under which reference, when, and why late."""

    to: str
    their_reference: str
    submitted_at: datetime
    late_reason: str = ""


@enforces("BR-3")
@transaction.atomic
def record_submission(*, reference: str, lead: User, sent: Sent, now: datetime) -> Submission:
    """Record that it was reported: reference, time and who; reasons when it was late. May be done in phases (law.md R4.2, R4.4, R4.7).

    Raises NotYours, Conflict, and Refused for a time ahead, lateness without reasons, or when nothing was described yet.
    """
    breach = locked(lead, reference, now)
    if queries.lead(lead, breach, clock.local_day(now)).role is None:
        raise Refused(rules.NOT_A_LEAD)
    account = breach.accounts.last()
    if account is None:
        raise Refused(rules.DESCRIBE_FIRST)
    ends_at = deadline(breach.aware_at)
    insist(rules.refuse_submission(submitted_at=sent.submitted_at, ends_at=ends_at, now=now, late_reason=sent.late_reason))
    late = sent.submitted_at > ends_at
    with act():
        submission = Submission.objects.create(
            breach=breach, to=sent.to, their_reference=sent.their_reference, submitted_at=sent.submitted_at, late=late,
            late_reason=sent.late_reason.strip() if late else "", account=account, recorded_by=lead, recorded_at=now,
        )  # fmt: skip
        facts = {"to": sent.to, "their_reference": sent.their_reference, "late": late, "version": account.version}
        record(Event.BREACH_SUBMITTED, subject=breach, facts=facts)
    return submission


@enforces("BR-3")
@transaction.atomic
def record_people_told(
    *, reference: str, lead: User, way: str, how_many: int | None, words: str, told_on: date, now: datetime
) -> PeopleTold:  # fmt: skip
    """Record how the people affected were told, or why they need not be (law.md R4.5). Raises NotYours, Conflict, Refused."""
    breach, today = locked(lead, reference, now), clock.local_day(now)
    insist(rules.refuse_settling(queries.lead(lead, breach, today)))
    if not words.strip():
        raise Refused(rules.NO_REASON)
    if told_on > today:
        raise Refused(AHEAD)
    with act():
        told = PeopleTold.objects.create(
            breach=breach, way=way, how_many=how_many, words=words.strip(), told_on=told_on, recorded_by=lead, recorded_at=now
        )
        record(Event.BREACH_PEOPLE_TOLD, subject=breach, facts={"way": way, "how_many": how_many})
    return told
