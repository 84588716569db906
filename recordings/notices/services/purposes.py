"""Purposes of recording: lawful basis, balancing assessment, impact assessment, and the record of processing."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import NotYours, Refusal, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings.channels import INCOMING
from recordings.models import Balancing, ImpactAssessment, Line, ProcessingPurpose, Recording
from recordings.notices import queries, rules
from recordings.notices.rules import Balance
from recordings.purposes import LawfulBasis

BASIS_IN_USE = Refusal(
    "basis-in-use", "Calls were recorded on the basis that this purpose has.", "Add another purpose and give it to the line."
)
REVIEW_PAST = Refusal("review-past", "The day of the review must be today or later.")


@dataclass(frozen=True)
class Purpose:
    """Why calls are recorded and on what, with the rest of its row in the record of processing (law.md R7.3)."""

    name: str
    statement: str
    lawful_basis: str
    health_data: bool = True
    article9: str = ""
    people: str = ""
    data: str = ""
    recipients: str = ""
    transfers: str = ""
    security: str = ""


@enforces("LB-1", "LB-2")
@transaction.atomic
def set_purpose(
    *, said: Purpose, actor: User, now: datetime, balance: Balance | None = None, purpose_id: int | None = None
) -> ProcessingPurpose:
    """Add a purpose, or change one; legitimate interests are saved together with their balancing assessment (LB-1, LB-2).

    Under calls that were recorded no other basis is put. Raises NotYours and Refused.
    """
    insist(rules.refuse_purpose_keeper(roles_on(actor, clock.local_day(now))))
    insist(rules.refuse_basis(said.lawful_basis, said.article9, balance, health_data=said.health_data))
    row = ProcessingPurpose() if purpose_id is None else _locked(purpose_id)
    changes_basis = row.pk is not None and (row.lawful_basis, row.article9) != (said.lawful_basis, said.article9)
    if changes_basis and Recording.objects.filter(purpose=row).exists():
        raise Refused(BASIS_IN_USE)
    with act():
        for name, value in asdict(said).items():
            if value != "" or name == "article9":
                setattr(row, name, value)
        row.save()
        if balance is not None and said.lawful_basis == LawfulBasis.LEGITIMATE_INTERESTS:
            Balancing.objects.create(purpose=row, assessed_by=actor, assessed_at=now, **asdict(balance))
            record(Event.BALANCING_RECORDED, subject=row)
        record(Event.PURPOSE_SET, subject=row, facts={"basis": row.lawful_basis, "article9": row.article9})
    return row


@dataclass(frozen=True)
class Pointed:
    """For which purposes, by id, a line's calls are recorded: incoming, and where they have their own, outgoing and internal ones."""

    purpose: int
    channel: str
    outgoing: int | None = None
    internal: int | None = None


@enforces("LB-1")
@transaction.atomic
def point_line(*, line_id: int, pointed: Pointed, actor: User, now: datetime) -> Line:
    """Say for which purpose the calls of a line are recorded from now on, and how callers reach it. Raises NotYours, Refused."""
    insist(rules.refuse_purpose_keeper(roles_on(actor, clock.local_day(now))))
    if pointed.channel not in INCOMING:
        raise NotYours(rules.NOT_THERE)
    line = queries.line(line_id)
    with act():
        line.purpose, line.channel = queries.purpose(pointed.purpose), pointed.channel
        line.outgoing_purpose, line.internal_purpose = _own(pointed.outgoing), _own(pointed.internal)
        line.save(update_fields=["purpose", "outgoing_purpose", "internal_purpose", "channel"])
        record(Event.PURPOSE_SET, subject=line, facts=asdict(pointed))
    return line


def _own(purpose_id: int | None) -> ProcessingPurpose | None:
    return None if purpose_id is None else queries.purpose(purpose_id)


def _locked(purpose_id: int) -> ProcessingPurpose:
    """A purpose, locked, so that no call comes in under it meanwhile. Raises NotYours."""
    row = ProcessingPurpose.objects.select_for_update().filter(pk=purpose_id).first()
    if row is None:
        raise NotYours(rules.NOT_THERE)
    return row


@dataclass(frozen=True)
class Impact:
    """An impact assessment (law.md R7.2)."""

    description: str
    necessity: str
    risks: str
    measures: str
    officer_advice: str
    review_on: date
    high_risk_remains: bool = False


@enforces("LB-1")
@transaction.atomic
def record_impact(*, purpose_id: int, said: Impact, actor: User, now: datetime) -> ImpactAssessment:
    """Record the impact assessment of a purpose with its next review. Raises NotYours, Refused without the officer's advice."""
    today = clock.local_day(now)
    insist(rules.refuse_purpose_keeper(roles_on(actor, today)))
    if not said.officer_advice.strip():
        raise Refused(rules.NO_ADVICE)
    if said.review_on < today:
        raise Refused(REVIEW_PAST)
    purpose = queries.purpose(purpose_id)
    with act():
        done = ImpactAssessment.objects.create(purpose=purpose, signed_by=actor, signed_at=now, **asdict(said))
        facts = {"review": said.review_on.isoformat(), "high_risk_remains": said.high_risk_remains}
        record(Event.IMPACT_ASSESSED, subject=purpose, facts=facts)
    return done


@enforces("LB-1")
def take_processing_record(*, form: str) -> None:
    """Record that the record of processing was taken away, and in which form."""
    record(Event.PROCESSING_RECORD_TAKEN, facts={"form": form})
