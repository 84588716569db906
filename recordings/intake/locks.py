"""One at a time: locks of the database that go with the connection, so that whoever crashes lets go of them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from django.db import DatabaseError, connection

from callgov.refusals import Conflict, Refusal

IMPORTING = 0x63616C6C_696E7461  # any fixed number will do
IMPORT_RUNS = Refusal("import-runs", "An import is running.", "Wait until it has finished, then start this one again.")
IN_HAND = Refusal("in-hand", "This call is being worked on just now.", "Wait a minute, then look again.")


@contextmanager
def alone(key: int, busy: Refusal) -> Iterator[None]:
    """Hold the lock of this number for the length of the block. Raises Conflict with `busy` when somebody else holds it."""
    if not _ask("SELECT pg_try_advisory_lock(%s)", key):
        raise Conflict(busy)
    try:
        yield
    finally:
        with suppress(DatabaseError):  # a connection that is gone has let go already
            _ask("SELECT pg_advisory_unlock(%s)", key)


def of_subject(subject: UUID) -> int:
    """The number of the lock on one call or file."""
    return int.from_bytes(subject.bytes[:8], "big", signed=True)


def _ask(question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        (answer,) = cursor.fetchone()
        return bool(answer)
