import pytest
from django.db import IntegrityError, connection

from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry

pytestmark = pytest.mark.clause("AU-11")


@pytest.mark.parametrize("member", [*Event, *Job])
def test_every_kind_of_entry_and_every_job_has_words(member: Event | Job) -> None:
    assert member.label[0].isupper()
    assert "_" not in member.label
    assert len(member.value) <= 40


def test_no_two_kinds_are_called_the_same() -> None:
    assert len({event.label for event in Event}) == len(Event)
    assert len({job.label for job in Job}) == len(Job)


def test_the_database_knows_every_kind_and_no_other(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'entry_event_is_known'")
        known = cursor.fetchone()[0]
    assert all(f"'{event}'::" in known for event in Event)
    assert known.count("::character varying") == len(Event)


def test_an_unknown_kind_is_refused_by_the_database(db: None) -> None:
    with as_job(Job.SEED), pytest.raises(IntegrityError, match="entry_event_is_known"):
        Entry(event="made_up").save()
