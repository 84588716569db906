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

# The oldest transaction that may still write here: of those that a snapshot finds running, all but those that hold their number in a
# session of another database (the cluster counts for all its databases) or have ended meanwhile. None: the first that is yet to come.
_SETTLED = """
    WITH moment AS MATERIALIZED (SELECT pg_catalog.pg_current_snapshot() AS seen),
    elsewhere AS (
        SELECT transactionid FROM pg_catalog.pg_locks JOIN pg_catalog.pg_stat_activity USING (pid)
        WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted AND datname <> pg_catalog.current_database())
    SELECT coalesce(
        (SELECT min(running) FROM pg_catalog.pg_snapshot_xip(seen) AS running WHERE CASE
            WHEN running::xid IN (SELECT transactionid FROM elsewhere) THEN false
            ELSE pg_catalog.pg_xact_status(running) = 'in progress' END),
        pg_catalog.pg_snapshot_xmax(seen))::text
    FROM moment
"""


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
        first = last.upto if last else 0
        refuse_counter_behind(first)
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


def _ask(question: str, *answers: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, answers)
        return cursor.fetchone()[0]


def settled_before() -> int:
    """Every transaction of this database with a lower number is over."""
    return int(str(_ask(_SETTLED)))


def counter() -> int:
    """Where the cluster's transaction counter stands: no transaction with this number or a higher one has written what is seen here."""
    seen = "pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint"
    own = "pg_catalog.pg_current_xact_id_if_assigned()::text::bigint + 1"
    return int(str(_ask(f"SELECT greatest({seen}, {own})")))


def refuse_counter_behind(upto: int) -> None:
    """Raise CounterBehind when the counter lies behind the end of the last seal."""
    stands = counter()
    if stands < upto:
        raise CounterBehind(stands, upto)


def advance() -> int:
    """Use up transaction numbers until the counter is past the last seal; returns where it stands. Some hundred thousand a second.

    Only outside a transaction, and only once a database was restored into a new cluster.
    """
    last = Seal.objects.first()
    if last is not None and counter() < last.upto:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN WHILE pg_catalog.pg_current_xact_id() < '{last.upto}'::xid8 LOOP COMMIT; END LOOP; END $$")
    return counter()


def chain() -> Iterator[tuple[Seal, Iterator[bytes]]]:
    """Every seal in order with the texts of the entries between the seal before and its end, as they are now. Memory stays flat.

    The texts of a seal must be used up before the next one is asked for, and nothing else may be asked of the database meanwhile.
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
