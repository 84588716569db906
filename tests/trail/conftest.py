"""A person who acts, and a trail with three seals over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import pytest
from django.db import connection, transaction

from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry, Seal
from callgov.trail.sealing import seal, settled_before
from callgov.trail.services import record


def make_person(username: str) -> User:
    with as_job(Job.SEED):
        return User.objects.create_user(username, email=f"{username}@example.org", name=username.title())


def write_entries(person: User, *numbers: int) -> None:
    with acting_as(person):
        for number in numbers:
            record(Event.CALLS_SEARCHED, subject=person, request=f"REQ-2026-{number:04}", facts={"found": number, "odd": "ï \\ \n\u2028"})


@contextmanager
def tampering(how: str = "SET LOCAL session_replication_role = replica") -> Iterator[None]:
    """Someone with every power over the database switches the guards off; afterwards nothing has happened."""
    with transaction.atomic():
        run(how)
        yield
        transaction.set_rollback(True)


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def settle() -> None:
    """Wait until every entry can be sealed: PostgreSQL's own housekeeping has transactions too."""
    newest = max(Entry.objects.values_list("transaction", flat=True), default=0)
    for _ in range(400):
        if settled_before() > newest:
            return
        sleep(0.05)
    raise AssertionError("A transaction has been open for 20 seconds.")


@pytest.fixture
def colleague(db: None) -> User:
    return make_person("colleague")


@pytest.fixture
def sealed_trail(transactional_db: None) -> list[Seal]:
    """Entries 1 to 9 under three seals; each entry in a transaction of its own."""
    colleague = make_person("colleague")
    seals = []
    for numbers in ((1, 2, 3), (4,), (5, 6, 7, 8, 9)):
        write_entries(colleague, *numbers)
        settle()
        made = seal(now=clock.now())
        assert made is not None
        seals.append(made)
    return seals
