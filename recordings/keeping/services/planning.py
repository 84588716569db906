"""Proposing destruction. The recordings of a batch are put together by the database, so a million take no more memory than one."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, F, QuerySet, TextField, UUIDField, Value

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.practice import setting
from callgov.refusals import Conflict, Refused, insist
from callgov.sequence import next_number
from callgov.trail.services import act, record
from recordings.keeping import workflow
from recordings.keeping.queries import disposals as queries
from recordings.keeping.queries.standing import sources
from recordings.keeping.rules import disposal as rules
from recordings.keeping.rules.disposal import Early
from recordings.keeping.rules.schedule import refuse_proposer
from recordings.models import AtEnd, AudioState, BatchKind, DisposalBatch, DisposalItem, ItemState, Recording

_TABLE = DisposalItem._meta.db_table
_COLUMNS = "batch_id, recording_id, state, why, retention_class_id, version, retain_until"


@enforces("AC-1", "AC-10")
def propose_scheduled(*, now: datetime) -> DisposalBatch | None:
    """The schedule's job: propose what is due when the last proposal is long enough ago; None when there is nothing to propose."""
    if not queries.is_time_to_propose(now, setting("disposal_days")) or not queries.destroyable(now).exists():
        return None
    return _propose_due(None, now)


@enforces("AC-1", "AC-10")
def propose_due(*, actor: User, now: datetime) -> DisposalBatch:
    """Propose everything that is due now. Raises Refused when nothing is or for who may not, Conflict while a proposal waits."""
    insist(refuse_proposer(roles_on(actor, clock.local_day(now))))
    if not queries.destroyable(now).exists():
        raise Refused(rules.NOTHING_DUE)
    return _propose_due(actor, now)


def _propose_due(actor: User | None, now: datetime) -> DisposalBatch:
    try:
        return _propose(_new(BatchKind.RETENTION, Early("", ""), actor, now), queries.due(clock.local_day(now)), now)
    except IntegrityError as error:  # another proposal of the schedule waits
        raise Conflict(rules.OPEN_ALREADY) from error


@enforces("AC-1", "AC-10")
def propose_early(*, recordings: Collection[UUID], early: Early, actor: User, now: datetime) -> DisposalBatch:
    """Propose to destroy recordings before their time, on a ground and with a reason; another person must authorise it (features 18).

    Raises Refused without ground or reason, for who may not, and when something stands against every one of them.
    """
    insist(rules.refuse_early(early, roles_on(actor, clock.local_day(now))))
    return _propose(_new(BatchKind.EARLY, early, actor, now), Recording.objects.filter(pk__in=recordings), now)


def _new(kind: str, early: Early, actor: User | None, now: datetime) -> DisposalBatch:
    return DisposalBatch(
        kind=kind, ground=early.ground, reason=early.reason.strip(), case_reference=early.case_reference, as_of=clock.local_day(now),
        proposed_by=actor, proposed_at=now,
    )  # fmt: skip


@transaction.atomic
def _propose(batch: DisposalBatch, recordings: QuerySet[Recording], now: datetime) -> DisposalBatch:
    batch.reference = f"DIS-{batch.as_of.year}-{next_number('disposal', batch.as_of.year):04}"
    with act():
        batch.save(force_insert=True)
        _put_in(batch, recordings, now)
        found, batch.counts = queries.counts(batch), [list(row) for row in queries.counts_by_class(batch)]
        insist(None if found.get(ItemState.PLANNED) else rules.NOTHING_DUE)
        batch.save(update_fields=["counts"])
        facts = {"kind": batch.kind, "planned": found[ItemState.PLANNED], "left out": found.get(ItemState.LEFT_OUT, 0)}
        record(workflow.PROPOSE.event, subject=batch, facts=facts, reason=batch.reason)
    return batch


def _put_in(batch: DisposalBatch, recordings: QuerySet[Recording], now: datetime) -> None:
    """What something stands against goes in first, as left out and with the reason; then the rest, to be destroyed."""
    for source in sources(now):
        _insert(batch, source.among(recordings), ItemState.LEFT_OUT, source.words)
    if batch.kind == BatchKind.EARLY:
        _insert(batch, recordings.filter(audio_state=AudioState.DESTROYED), ItemState.LEFT_OUT, rules.GONE)
    else:
        for end in (AtEnd.REVIEW, AtEnd.TRANSFER):
            _insert(batch, recordings.filter(retention_class__at_end=end), ItemState.LEFT_OUT, rules.at_end(end))
    _insert(batch, recordings, ItemState.PLANNED, "")


def _insert(batch: DisposalBatch, recordings: QuerySet[Recording], state: str, why: str) -> None:
    """Put recordings into a batch by one statement. Those that are in it already, or in another that is not over, are passed over."""
    rows = recordings.order_by().values_list(
        Value(batch.pk, UUIDField()), F("pk"), Value(state, CharField()), Value(why, TextField()), F("retention_class_id"),
        F("retention_version"), F("retain_until"),
    )  # fmt: skip
    query, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_TABLE} ({_COLUMNS}) {query} ON CONFLICT DO NOTHING", values)  # nosec B608: own names
