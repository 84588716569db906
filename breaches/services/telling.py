"""Telling who must know, and their receipts. Who is told stands in the database with the report; mail follows when it can."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from breaches import mails, queries, rules
from breaches.models import Breach, Receipt, Told, Whom
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_held, roles_on
from callgov.policy import enforces
from callgov.refusals import Conflict, NotYours, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON


@enforces("BR-1", "BR-2")
def open_receipts(*, breach: Breach, now: datetime) -> dict[str, int]:
    """Write down who must confirm and who is told, inside the transaction that opens the breach (BR-1, BR-2).

    Returns how many people are told for each. Mail goes once it has committed; what the mail server does not take is sent later by
    `mail_waiting`.
    """
    bench = queries.bench(breach.reporter, clock.local_day(now))
    told = rules.whom_to_tell(bench, breach.reporter_id)
    for whom, people in told.items():
        _tell(Receipt.objects.create(breach=breach, whom=whom), people, now)
    transaction.on_commit(partial(mails.hand_over, breach.pk))
    return {whom.value: len(people) for whom, people in told.items()}


def _tell(receipt: Receipt, people: Iterable[int], now: datetime) -> int:
    new = sorted(set(people) - set(receipt.told.values_list("person", flat=True)))
    for person in new:
        Told.objects.create(receipt=receipt, person_id=person, told_at=now)
    return len(new)


@enforces("BR-2")
@transaction.atomic
def tell_who_came_since(*, now: datetime) -> int:
    """Tell deputies and new holders of breaches that their role has not confirmed yet; how many were told (BR-2)."""
    today, new = clock.local_day(now), 0
    bench = queries.bench(None, today)
    people = {Whom.IG_LEAD: bench.ig_leads, Whom.DPO: bench.dpos}
    for receipt in queries.unconfirmed(now):
        new += _tell(receipt, people[Whom(receipt.whom)], now)
    return new


def mail_waiting(*, now: datetime, breach_id: str = "") -> int:
    """Mail everyone whom no mail has reached yet; how many it reached. What the mail server does not take waits for the next time.

    A breach reported while mail is down is therefore late by mail and by nothing else: it stands on everyone's work list at once. Each
    is locked while it is sent, so that the job of every minute and the one at the report never send the same mail twice.
    """
    reached = 0
    for told_id in queries.not_mailed(breach_id):
        with transaction.atomic():
            told = queries.to_mail(told_id)
            if told is not None and mails.deliver(told):
                told.mailed_at = now
                told.save(update_fields=["mailed_at"])
                reached += 1
    return reached


def watch(*, now: datetime) -> int:
    """Tell who came into a lead's role since a breach was reported, and mail everyone whom no mail has reached; how many it reached."""
    tell_who_came_since(now=now)
    return mail_waiting(now=now)


@enforces("BR-1", "BR-2")
@transaction.atomic
def acknowledge(*, reference: str, whom: str, person: User, now: datetime) -> Receipt:
    """Say that one knows of a breach: a receipt (BR-1, BR-2).

    Raises NotYours for a breach that is not theirs to see, Refused for somebody else's receipt, Conflict when it was confirmed meanwhile.
    """
    today = clock.local_day(now)
    breach = queries.one(person, reference, today)
    receipt = Receipt.objects.select_for_update(of=("self",)).filter(breach=breach, whom=whom).first()
    if receipt is None:
        raise NotYours(rules.NOT_THERE)
    told = set(receipt.told.values_list("person", flat=True))
    insist(rules.refuse_receipt(whom, person.pk, roles_on(person, today), told))
    if receipt.acknowledged_at is not None:
        raise Conflict(MOVED_ON)
    receipt.acknowledged_at, receipt.acknowledged_by = now, person
    receipt.as_deputy = whom != Whom.LINE_MANAGER and rules.LEADS[Whom(whom)] not in roles_held(person, today)
    with act():
        receipt.save(update_fields=["acknowledged_at", "acknowledged_by", "as_deputy"])
        record(Event.BREACH_ACKNOWLEDGED, subject=breach, facts={"as": whom, "deputy": receipt.as_deputy})
    return receipt
