"""Authorising a disposal or turning it down, and leaving single recordings out of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import Conflict, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, apply
from recordings.keeping import workflow
from recordings.keeping.queries import disposals as queries
from recordings.keeping.rules import disposal as rules
from recordings.keeping.rules.holds import refuse_unexplained
from recordings.models import DisposalBatch, DisposalItem, ItemState


@enforces("AC-1", "AC-10")
@transaction.atomic
def authorise(*, reference: str, count: int, actor: User, reason: str, now: datetime) -> DisposalBatch:
    """Authorise a batch; a job destroys what is in it from then on, and looks once more at what stands against each recording.

    `count` is how many the person typed. Raises Refused for who proposed it or is not the Lead, or when the count is another by now,
    Conflict when it was decided already.
    """
    batch = queries.batch(reference)
    roles = roles_on(actor, clock.local_day(now))
    insist(rules.refuse_count(count, queries.counts(batch).get(ItemState.PLANNED, 0)))
    return apply(
        DisposalBatch, batch.pk, workflow.AUTHORISE.guarded(lambda row, person: rules.refuse_authorising(row, actor, roles)), actor=actor,
        changes=_decided(actor, reason, now), facts={"recordings": count}, reason=reason.strip(),
    )  # fmt: skip


@enforces("AC-1")
@transaction.atomic
def refuse_batch(*, reference: str, actor: User, reason: str, now: datetime) -> DisposalBatch:
    """Turn a batch down, with a reason: nothing of it is destroyed, and what is due comes again with the next proposal.

    Whoever proposed it may not; they withdraw nothing by themselves either, so that somebody else has seen it.
    """
    insist(refuse_unexplained(reason))
    batch = queries.batch(reference)
    roles = roles_on(actor, clock.local_day(now))
    refused = apply(
        DisposalBatch, batch.pk, workflow.REFUSE.guarded(lambda row, person: rules.refuse_authorising(row, actor, roles)), actor=actor,
        changes=_decided(actor, reason, now), reason=reason.strip(),
    )  # fmt: skip
    leave_out_all(refused, f"The batch was turned down: {reason.strip()}")
    return refused


def leave_out_all(batch: DisposalBatch, why: str) -> int:
    """Let go of everything that a batch would have destroyed; how many."""
    return DisposalItem.objects.recorded().filter(batch=batch, state=ItemState.PLANNED).update(state=ItemState.LEFT_OUT, why=why)


@enforces("AC-1")
@transaction.atomic
def leave_out(*, reference: str, recording_id: UUID, actor: User, reason: str, now: datetime) -> DisposalItem:
    """Leave one recording out of a proposed batch, with a reason. Raises NotYours when it is not in it, Conflict when it is out already."""
    batch = queries.batch(reference)
    insist(rules.refuse_leaver_out(roles_on(actor, clock.local_day(now))))
    refusal = rules.refuse_leaving_out(batch, reason)
    item = queries.item(batch, recording_id, lock=True)
    if refusal == MOVED_ON or item.state != ItemState.PLANNED:
        raise Conflict(MOVED_ON)
    insist(refusal)
    item.state, item.why = ItemState.LEFT_OUT, reason.strip()
    with act():
        item.save(update_fields=["state", "why"])
        record(Event.DISPOSAL_EXCEPTED, subject=item, request=reference, recording=recording_id, reason=item.why)
    return item


def _decided(actor: User, reason: str, now: datetime) -> dict[str, object]:
    return {"decided_by": actor, "decided_at": now, "decision_reason": reason.strip()}
