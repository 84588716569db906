"""What follows: actions with owners, the link to a disciplinary request, closing with what was learnt, opening again."""

from datetime import date, datetime

from django.db import transaction

from access_requests.models import AccessRequest, Kind
from breaches import mails, queries, rules
from breaches.models import Breach, FollowUp
from breaches.services.holding import hold_calls
from breaches.services.locking import locked
from breaches.workflow import CLOSE, DONE, REOPEN, SET
from callgov import clock
from callgov.notifications import notify
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply
from recordings.keeping.services import release_hold
from recordings.models import HoldKind

NOT_DISCIPLINARY = Refusal(
    "not-disciplinary",
    "There is no disciplinary request with this reference.",
    "Send one first: the Data Protection Officer is consulted before it is approved.",
)
DUE_PAST = Refusal("due-past", "The day by which it is to be done must be today or later.")
SAY_WHAT = Refusal("says-nothing", "Say what is to be done.")
SAY_HOW = Refusal("says-not-how", "Say what was done.")


@enforces("BR-3")
@transaction.atomic
def set_action(*, reference: str, lead: User, words: str, owner: User, due_on: date, now: datetime) -> FollowUp:
    """Give somebody something to do so that it does not happen again. Raises NotYours, Conflict, Refused."""
    breach, today = locked(lead, reference, now), clock.local_day(now)
    insist(rules.refuse_settling(queries.lead(lead, breach, today)))
    if not words.strip():
        raise Refused(SAY_WHAT)
    if due_on < today:
        raise Refused(DUE_PAST)
    with act():
        action = FollowUp.objects.create(
            breach=breach, state=SET.target, words=words.strip(), owner=owner, due_on=due_on, set_by=lead, set_at=now
        )
        record(SET.event, subject=breach, person=owner, facts={"action": action.pk, "due": due_on.isoformat()})
    notify(**mails.action_set(breach, owner))
    return action


@enforces("BR-3")
@transaction.atomic
def finish_action(*, reference: str, action_id: int, person: User, words: str, now: datetime) -> FollowUp:
    """Record that an action is done, and how. Raises NotYours, Refused for anyone but its owner and the leads, Conflict."""
    breach = queries.one(person, reference, clock.local_day(now))
    action = queries.follow_up(action_id, breach)
    insist(rules.refuse_done(person.pk, action.owner_id, queries.lead(person, breach, clock.local_day(now))))
    if not words.strip():
        raise Refused(SAY_HOW)
    return apply(FollowUp, action.pk, DONE, actor=person, changes={"done_at": now, "done_words": words.strip()})


@enforces("BR-4")
@transaction.atomic
def link_disciplinary(*, reference: str, lead: User, request_reference: str, now: datetime) -> Breach:
    """Link a disciplinary request to a breach (BR-4). The link opens nothing: the request keeps its own gates (AU-2).

    Raises NotYours, Conflict, and Refused for a reference that is no request for a misconduct, performance or capability investigation.
    """
    breach = locked(lead, reference, now)
    insist(rules.refuse_settling(queries.lead(lead, breach, clock.local_day(now))))
    wanted = request_reference.strip().upper()
    if not AccessRequest.objects.filter(reference=wanted, kind=Kind.DISCIPLINARY).exists():
        raise Refused(NOT_DISCIPLINARY)
    with act():
        breach.disciplinary_request = wanted
        breach.save(update_fields=["disciplinary_request"])
        record(Event.BREACH_LINKED, subject=breach, facts={"request": wanted})
    return breach


@enforces("BR-2", "BR-3")
@transaction.atomic
def close_breach(*, reference: str, lead: User, learning: str, now: datetime) -> Breach:
    """Close a breach with what was learnt: when both leads know, it was described, assessed, decided, reported where it had to be, the
    people were told where the risk is high, and every action is done. Its hold on recordings ends.

    Raises NotYours, Conflict, and Refused with the first thing that is missing.
    """
    breach = locked(lead, reference, now)
    assessments, accounts = queries.assessments(breach), list(breach.accounts.all())
    verdict = rules.standing(queries.version_of(assessment) for assessment in assessments)
    progress = queries.progress(breach, breach.receipts.all(), accounts, assessments, verdict)
    insist(rules.refuse_closing(queries.lead(lead, breach, clock.local_day(now)), progress, learning))
    changes = {"closed_at": now, "closed_by": lead, "learning": learning.strip()}
    with act():
        closed = apply(Breach, breach.pk, CLOSE, actor=lead, changes=changes)
        release_hold(kind=HoldKind.BREACH, case_reference=reference, reason="The breach was closed.", now=now, released_by=lead)
    return closed


@enforces("BR-3")
@transaction.atomic
def reopen(*, reference: str, lead: User, reason: str, now: datetime) -> Breach:
    """Open a breach again because something new is known; everything written before stays, and its calls are held anew.

    Raises NotYours, Refused, Conflict.
    """
    breach = queries.one(lead, reference, clock.local_day(now))
    insist(rules.refuse_settling(queries.lead(lead, breach, clock.local_day(now))))
    if not reason.strip():
        raise Refused(rules.NO_REASON)
    changes = {"closed_at": None, "closed_by": None}
    again = apply(Breach, breach.pk, REOPEN, actor=lead, changes=changes, reason=reason.strip())
    hold_calls(again, now)
    return again
