"""The one text of an entry that is hashed, made by PostgreSQL from every column, and the stream of these texts.

The expression stands here and not in a database function, and names what it calls by schema, so that someone who may change functions
or switch off triggers cannot change what is hashed. Its text must never change: when a column is added, a new form with a new number is
added and the old form goes on being used for the seals that were made with it.
"""

from collections.abc import Iterable, Iterator

from django.db import connection

FORM = 1

_FORMS = {
    1: """entry.id, entry.transaction::pg_catalog.text AS transaction,
        pg_catalog.to_char(entry.timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS timestamp,
        entry.event, entry.action, entry.actor_id AS actor, entry.job, entry.about_id AS about, entry.object_type, entry.object_pk,
        entry.object_repr, entry."grant", entry.recording, entry.request, entry.reason, entry.changes, entry.facts"""
}

# The text is JSON and so holds no control character: with these as delimiter and quote, COPY writes it as it is.
_COPY = """COPY (
    SELECT entry.transaction, pg_catalog.row_to_json(said)::pg_catalog.text FROM trail_entry AS entry, LATERAL (SELECT {columns}) AS said
    WHERE entry.transaction >= '{first}' AND entry.transaction < '{upto}' ORDER BY entry.transaction, entry.id
    ) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"""

Numbered = tuple[int, bytes]


def entries(form: int, first: int, upto: int) -> Iterator[Numbered]:
    """Transaction number and canonical text of every entry of the transactions from `first` up to but not including `upto`.

    In the order in which they are sealed, as a stream: memory stays flat. A form that this version does not know is read as the present
    one, whose hashes will not be those of the seal.
    """
    statement = _COPY.format(columns=_FORMS.get(form, _FORMS[FORM]), first=int(first), upto=int(upto))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in copy:
            line = bytes(row)
            end = line.index(b"\x02")
            yield int(line[:end]), line[end + 1 : -1]


class Run:
    """A stream of entries that is cut into one piece a seal."""

    def __init__(self, numbered: Iterable[Numbered]) -> None:
        self._rest = iter(numbered)
        self._next = next(self._rest, None)

    def until(self, upto: int) -> Iterator[bytes]:
        """The texts of the entries that come before a transaction, beginning where the last piece ended."""
        while self._next is not None and self._next[0] < upto:
            yield self._next[1]
            self._next = next(self._rest, None)
