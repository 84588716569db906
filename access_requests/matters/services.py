"""The verbs of the desk: log, note, decide, and what its letters do. The only writers of complaints and objections."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from access_requests.clocks import services as clocks
from access_requests.matters import holding, mails, queries, rules
from access_requests.matters.workflow import ANSWER, DECIDE, GIVE_UP, RECEIVE
from access_requests.models import AccessRequest, Finding, Letter, LetterKind, Matter, MatterDecision, MatterNote, Right, State
from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.sequence import next_number
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply

_PREFIX = {Right.COMPLAINT: "DPC", Right.OBJECTION: "OBJ"}


@dataclass(frozen=True)
class Logged:
    """What reached us: who, how, when, what about. Blank and None mean "not known"."""

    right: Right
    reached: str
    received_on: date
    name: str
    words: str
    contact: str = ""
    about_reference: str = ""
    about_person: User | None = None


@enforces("AC-6")
@transaction.atomic
def log_matter(*, logged: Logged, logged_by: User | None, now: datetime) -> Matter:
    """Log a complaint or an objection under the next reference and start its clock (law.md R1.20, P2).

    A complaint holds the calls that it is about. `logged_by` None: our own form.

    Raises Refused for who may not, and without who, what, how and when.
    """
    today = clock.local_day(now)
    if logged_by is not None:
        insist(rules.refuse_logging(roles_on(logged_by, today)))
    insist(rules.refuse_matter(logged.right, logged.reached, logged.received_on, logged.name, logged.words, today))
    with act():
        matter = Matter.objects.create(
            reference=f"{_PREFIX[logged.right]}-{today.year}-{next_number(logged.right, today.year):04}",
            state=RECEIVE.target, logged_by=logged_by, logged_at=now, **vars(logged),
        )  # fmt: skip
        record(RECEIVE.event, subject=matter, facts={"right": logged.right, "channel": logged.reached, "on": str(logged.received_on)})
    clocks.open_clock(reference=matter.reference, right=logged.right, received_on=logged.received_on, now=now)
    holding.hold_calls(matter, now)
    mails.received(matter, queries.handlers(matter, today))
    return matter


@transaction.atomic
def note(*, reference: str, words: str, actor: User, now: datetime) -> MatterNote:
    """Note a step of looking into it, so that it is done without undue delay and can be shown. Raises NotYours, Refused."""
    today = clock.local_day(now)
    Matter.objects.select_for_update(of=("self",)).filter(reference=reference).values_list("pk").first()
    matter = queries.one(actor, reference, today)
    insist(rules.refuse_desk(matter, actor, roles_on(actor, today)) or rules.refuse_noting(matter))
    insist(None if words.strip() else rules.NO_WORDS)
    with act():
        row = MatterNote.objects.create(matter=matter, words=words.strip(), noted_by=actor, noted_at=now)
        record(Event.MATTER_NOTED, subject=matter)
    return row


@enforces("AC-6")
@transaction.atomic
def decide(*, reference: str, finding: str, reasons: str, actor: User, now: datetime) -> MatterDecision:
    """Decide a complaint or an objection, once, with reasons, never about oneself; telling them is a letter of its own.

    A complaint that is right about a refused subject access request is an incident. Raises NotYours, Refused, Conflict when somebody
    decided it meanwhile.
    """
    today = clock.local_day(now)
    matter = queries.one(actor, reference, today)
    insist(rules.refuse_decision(finding, reasons))
    guarded = DECIDE.guarded(lambda row, _actor: rules.refuse_desk(row, actor, roles_on(actor, today)))
    with act():
        matter = apply(Matter, matter.pk, guarded, actor=actor, facts={"finding": finding})
        decision = MatterDecision.objects.create(
            matter=matter, finding=finding, reasons=reasons.strip(), about_person=matter.about_person, decided_by=actor, decided_at=now
        )
    if matter.right == Right.COMPLAINT and finding != Finding.NOT_UPHELD:
        _report_wrongly_refused(matter, now)
    return decision


def _report_wrongly_refused(matter: Matter, now: datetime) -> None:
    """A complaint that is right about a refused subject access request: the refusal did not hold (law.md R4.12)."""
    refused = AccessRequest.objects.filter(Q(state=State.REFUSED) | Q(partly=True), reference=matter.about_reference).first()
    if refused is not None and refused.is_subject_access:
        facts: dict[str, str | int | bool | None] = {"found_by": f"complaint {matter.reference}"}
        subject = refused.reference
        report_incident(kind=IncidentKind.SAR_WRONGLY_REFUSED, subject=subject, request=subject, facts=facts, now=now)


def after_letter(letter: Letter, actor: User, now: datetime) -> None:
    """What a letter does to its complaint or objection, inside the letter's transaction."""
    matter = queries.one(actor, letter.reference, clock.local_day(now))
    match letter.kind:
        case LetterKind.ACKNOWLEDGEMENT if matter.right == Right.COMPLAINT:
            clocks.stop(reference=matter.reference, on=letter.sent_on, now=now)
        case LetterKind.OUTCOME:
            clocks.stop(reference=matter.reference, on=letter.sent_on, now=now)
            apply(Matter, matter.pk, ANSWER, actor=actor)
            holding.let_go(matter, now)
        case LetterKind.NO_REPLY:
            apply(Matter, matter.pk, GIVE_UP, actor=actor)
            holding.let_go(matter, now)
