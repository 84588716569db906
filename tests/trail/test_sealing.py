from threading import Thread

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from callgov import clock
from callgov.jobs.trouble import JobFailed
from callgov.people.models import User
from callgov.trail import queries, sealing
from callgov.trail.context import as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry, Seal
from callgov.trail.sealing import CounterBehind, advance, counter, seal
from callgov.trail.services import record
from callgov.trail.tasks import seal as seal_task
from callgov.trail.verification import verify
from tests.trail.conftest import make_person, run, settle, write_entries

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db(transaction=True)]


def in_another_session(work) -> None:
    """Runs in a thread, which has a connection of its own."""

    def and_close() -> None:
        try:
            work()
        finally:
            connection.close()

    other = Thread(target=and_close)
    other.start()
    other.join(timeout=20)
    assert not other.is_alive()


def seal_far_ahead(by: int) -> Seal:
    """The seal of a database whose counter stood higher, as after a restore into a new cluster."""
    ahead = Seal(number=1, form=1, first=0, upto=counter() + by, entries=0, root=bytes(32), previous=bytes(32), sealed_at=clock.now())
    ahead.head = ahead.own_head()
    ahead.save()
    return ahead


def test_a_seal_covers_what_was_written_and_continues_the_one_before(sealed_trail: list[Seal]) -> None:
    first, second, third = sealed_trail
    assert [str(made) for made in sealed_trail] == ["seal 1", "seal 2", "seal 3"]
    assert (first.first, second.first, third.first) == (0, first.upto, second.upto)
    assert (bytes(second.previous), bytes(third.previous)) == (first.head, second.head)
    assert sum(made.entries for made in sealed_trail) == Entry.objects.count()


def test_sealing_again_does_nothing(sealed_trail: list[Seal]) -> None:
    assert seal(now=clock.now()) is None
    assert Seal.objects.count() == 3


def test_an_empty_trail_needs_no_seal() -> None:
    assert seal(now=clock.now()) is None
    assert queries.head() == ""


def test_an_entry_of_a_transaction_that_still_runs_is_left_for_the_next_seal() -> None:
    nurse = make_person("nurse")
    with transaction.atomic():
        write_entries(nurse, 1)
        in_another_session(lambda: seal(now=clock.now()))
    assert Seal.objects.get().entries == Entry.objects.count() - 1
    settle()
    seal(now=clock.now())
    assert verify(now=clock.now()).entries == Entry.objects.count()


def test_a_transaction_of_another_database_holds_nothing_back() -> None:
    with psycopg.connect(**{**connection.get_connection_params(), "dbname": "postgres"}) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        make_person("nurse")
        settle()
        assert seal(now=clock.now()) is not None


def test_what_commits_out_of_order_is_sealed_in_order_and_nothing_is_skipped() -> None:
    nurse = make_person("nurse")
    with transaction.atomic():
        write_entries(nurse, 1)
        in_another_session(lambda: write_entries(nurse, 2))
        in_another_session(lambda: seal(now=clock.now()))
        write_entries(nurse, 3)
    settle()
    seal(now=clock.now())
    verdict = verify(now=clock.now())
    assert verdict.good
    assert (verdict.entries, verdict.unsealed) == (Entry.objects.count(), 0)


def test_what_is_rolled_back_leaves_no_trace() -> None:
    nurse = make_person("nurse")
    with transaction.atomic():
        write_entries(nurse, 1)
        transaction.set_rollback(True)
    seal(now=clock.now())
    assert verify(now=clock.now()).good


def test_one_sealer_at_a_time() -> None:
    make_person("nurse")
    settle()
    with transaction.atomic():
        run("SELECT pg_advisory_xact_lock(%s)", sealing._ONE_SEALER)
        in_another_session(lambda: seal(now=clock.now()))
        assert not Seal.objects.exists()
    assert seal(now=clock.now()) is not None


def test_writers_never_wait_for_the_sealer() -> None:
    nurse = make_person("nurse")
    with transaction.atomic():
        seal(now=clock.now())
        in_another_session(lambda: write_entries(nurse, 1))
        assert Entry.objects.filter(request="REQ-2026-0001").exists()


def test_in_a_restored_database_sealing_stops_and_says_what_to_do() -> None:
    seal_far_ahead(by=1_000_000_000)
    with pytest.raises(CounterBehind, match=r"restored into a new cluster.*seal_trail --advance"):
        seal(now=clock.now())
    assert "restored into a new cluster" in verify(now=clock.now()).findings[-1]


def test_a_restored_database_is_brought_forward_and_seals_again() -> None:
    ahead = seal_far_ahead(by=500)
    assert advance() >= ahead.upto
    make_person("nurse")
    settle()
    made = seal(now=clock.now())
    assert made is not None
    assert made.first == ahead.upto


def test_a_counter_that_is_not_behind_is_left_alone(sealed_trail: list[Seal]) -> None:
    before = counter()
    assert before <= advance() < before + 1_000  # others may use the same cluster


def test_the_job_says_so_in_the_log_when_it_cannot_seal(caplog: pytest.LogCaptureFixture) -> None:
    seal_far_ahead(by=1_000_000_000)
    with pytest.raises(JobFailed, match="restored into a new cluster"):
        seal_task()
    assert "restored into a new cluster" in caplog.text


def test_the_job_seals() -> None:
    make_person("nurse")
    settle()
    seal_task()
    assert Seal.objects.count() == 1


def test_two_seals_cannot_end_at_the_same_place(sealed_trail: list[Seal]) -> None:
    last = sealed_trail[-1]
    with pytest.raises(IntegrityError):
        Seal.objects.create(number=9, form=1, first=0, upto=last.upto, entries=0, root=b"", previous=b"", head=b"", sealed_at=clock.now())


def test_sealing_takes_the_same_statements_for_one_entry_and_for_fifty(django_assert_num_queries, sealed_trail: list[Seal]) -> None:
    person = User.objects.get()
    for numbers in ((10,), range(10, 60)):
        write_entries(person, *numbers)
        settle()
        with django_assert_num_queries(8):  # begin, lock, last seal, mark, counter, stream, seal, commit
            seal(now=clock.now())


def test_a_job_is_an_actor_like_any_other() -> None:
    with as_job(Job.SEED):
        record(Event.IMPORT_FINISHED)
    seal(now=clock.now())
    assert verify(now=clock.now()).good
