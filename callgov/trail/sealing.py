"""Sealing: everything that is safely in the past gets a Merkle root, chained to the root before.

Appending never waits for this. Each entry carries its transaction's number; transactions below the oldest one still running are all over,
so the entries between two such marks can never change in number again, and sealing them needs no lock on the table (AU-11).
"""

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction

from callgov.policy import enforces
from callgov.trail import canonical, merkle
from callgov.trail.models import Seal

_ONE_SEALER = 4_711_011  # the advisory lock's number
_AT_ONCE = 10_000  # seals held in memory while the chain is walked


class CounterBehind(Exception):
    """The database's transaction counter lies behind the last seal: its entries would fall into what is already sealed."""

    def __init__(self, counter: int, upto: int) -> None:
        super().__init__(
            f"The database counts its transactions from {counter}, but the trail is sealed up to {upto}: it was restored into a new "
            "cluster. Nothing can be sealed. Stop the service, run: manage.py seal_trail --advance, and start it again."
        )


@enforces("AU-11")
def seal(*, now: datetime) -> Seal | None:
    """Seal every entry of the transactions that are over. None when there is nothing to seal or another sealer is at work (AU-11).

    Raises CounterBehind in a database that was restored into a new cluster.
    """
    with transaction.atomic():
        if not _ask("SELECT pg_catalog.pg_try_advisory_xact_lock(%s)", _ONE_SEALER):
            return None
        last, upto = Seal.objects.first(), settled_before()
        refuse_counter_behind(last, upto)
        first = last.upto if last else 0
        entries, root = merkle.grow(text for _, text in canonical.entries(canonical.FORM, first, upto))
        if entries == 0:
            return None
        previous = bytes(last.head) if last else merkle.NOTHING_BEFORE
        made = Seal(
            number=last.number + 1 if last else 1, form=canonical.FORM, first=first, upto=upto, entries=entries,
            root=root, previous=previous, sealed_at=now,
        )  # fmt: skip
        made.head = made.own_head()
        made.save(force_insert=True)
        return made


def _ask(question: str, *answers: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, answers)
        return cursor.fetchone()[0]


def settled_before() -> int:
    """Every transaction with a lower number is over."""
    return int(str(_ask("SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text")))


def not_begun() -> int:
    """No transaction with this number or a higher one has begun."""
    return int(str(_ask("SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text")))


def refuse_counter_behind(last: Seal | None, counter: int) -> None:
    """Raise CounterBehind when the counter lies behind the last seal."""
    if last is not None and counter < last.upto:
        raise CounterBehind(counter, last.upto)


def advance() -> int:
    """Use up transaction numbers until the counter is past the last seal; returns where it stands. Some 50,000 a second.

    Only outside a transaction, and only once a database was restored into a new cluster.
    """
    last = Seal.objects.first()
    if last is not None and settled_before() < last.upto:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN WHILE pg_catalog.pg_current_xact_id() < '{last.upto}'::xid8 LOOP COMMIT; END LOOP; END $$")
    return settled_before()


def chain() -> Iterator[tuple[Seal, Iterator[bytes]]]:
    """Every seal in order with the texts of the entries between the seal before and its end, as they are now. Memory stays flat.

    The texts of a seal must be used up before the next one is asked for.
    """
    number, mark = 0, 0
    while batch := list(Seal.objects.filter(number__gt=number).order_by("number")[:_AT_ONCE]):
        for form, seals in groupby(batch, key=lambda found: found.form):
            together = list(seals)
            upto = max(found.upto for found in together)
            run = canonical.Run(canonical.entries(form, mark, upto))
            for found in together:
                deque(run.until(found.first), maxlen=0)  # only where a seal is missing
                yield found, run.until(found.upto)
            mark = max(mark, upto)
        number = batch[-1].number
