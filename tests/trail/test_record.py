from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from callgov.governed import UnrecordedChange
from callgov.models import Setting
from callgov.people.models import User
from callgov.trail.context import AnonymousAct, acting_as, as_job, under
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from callgov.trail.services import act, record, record_each
from tests.trail.conftest import make_person, run

pytestmark = [pytest.mark.clause("AU-11"), pytest.mark.django_db]


def new_setting(person: User) -> Setting:
    return Setting.objects.create(name="grant_days", value=7, reason="Quicker", set_by=person, set_at="2026-11-22T09:00Z")


def test_an_entry_names_who_what_and_why(colleague: User) -> None:
    grant, recording = uuid4(), uuid4()
    with acting_as(colleague), under(grant, reason="training"):
        record(Event.ACCESS_OPENED, subject=colleague, request="REQ-2026-0001", recording=recording, facts={"found": 2})
    entry = Entry.objects.first()
    assert (entry.actor, entry.grant, entry.reason) == (colleague, grant, "training")
    assert str(entry) == f"entry {entry.pk}"
    assert (entry.recording, entry.request) == (recording, "REQ-2026-0001")
    assert (entry.object_type, entry.object_pk, entry.object_repr) == ("people.user", str(colleague.pk), f"person {colleague.pk}")


def test_an_act_of_nobody_is_refused_and_not_written(colleague: User) -> None:
    before = Entry.objects.count()
    with pytest.raises(AnonymousAct):
        record(Event.ACCESS_OPENED)
    assert Entry.objects.count() == before


def test_the_database_refuses_an_entry_without_an_actor_too() -> None:
    with pytest.raises(IntegrityError, match="entry_has_an_actor"):
        run("INSERT INTO trail_entry (event, action, object_type, object_pk, object_repr, job, request, reason, facts)"
            " VALUES ('refused', 3, '', '', '', '', '', '', '{}')")  # fmt: skip


def test_nobody_can_write_an_entry_in_the_name_of_another(colleague: User) -> None:
    with acting_as(colleague):
        entry = Entry(event=Event.REFUSED, actor=make_person("other"), job=Job.SEED)
        entry.save()
    assert (entry.actor, entry.job) == (colleague, "")


@pytest.mark.parametrize("statement", [
    "UPDATE trail_entry SET reason = 'nicer'", "DELETE FROM trail_entry", "TRUNCATE trail_entry",
    "UPDATE trail_seal SET entries = 0", "DELETE FROM trail_seal", "TRUNCATE trail_seal",
])  # fmt: skip
def test_postgresql_refuses_to_change_what_is_written(colleague: User, statement: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("INSERT INTO trail_seal VALUES (1, 1, '0', '5', 1, '', '', '', now())")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run(statement)


def test_an_entry_is_never_saved_twice(colleague: User) -> None:
    with acting_as(colleague):
        entry = record(Event.REFUSED)
        with pytest.raises(IntegrityError):
            entry.save()


def test_an_entry_carries_its_transaction_and_the_time_of_the_database(colleague: User) -> None:
    with acting_as(colleague):
        record(Event.REFUSED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text, now()")
        number, now = cursor.fetchone()
    entry = Entry.objects.first()
    assert entry.transaction == int(number)
    assert abs((entry.timestamp - now).total_seconds()) < 60


def test_an_act_is_one_entry_and_not_a_second_one_for_its_fields(colleague: User) -> None:
    with acting_as(colleague), act():
        record(Event.SETTING_CHANGED, subject=new_setting(colleague))
    assert list(Entry.objects.exclude(job=Job.SEED).values_list("event", flat=True)) == [Event.SETTING_CHANGED]


def test_an_act_that_records_nothing_is_refused_and_not_saved(colleague: User) -> None:
    with acting_as(colleague), pytest.raises(UnrecordedChange), transaction.atomic(), act():
        new_setting(colleague)
    assert not Setting.objects.exists()


def test_an_act_that_tells_of_each_of_many_is_told_and_one_that_tells_of_none_is_not(colleague: User) -> None:
    with acting_as(colleague):
        with act():
            assert record_each(Event.SETTING_CHANGED, [(new_setting(colleague), None, {}), (colleague, None, {})]) == 2
        with pytest.raises(UnrecordedChange), transaction.atomic(), act():
            record_each(Event.SETTING_CHANGED, [])
    assert Entry.objects.filter(event=Event.SETTING_CHANGED, actor=colleague).count() == 2


def test_an_act_inside_an_act_counts_for_both(colleague: User) -> None:
    with acting_as(colleague), act(), act():
        record(Event.REFUSED)
    assert Entry.objects.filter(event=Event.REFUSED).count() == 1


def test_after_an_act_fields_are_noticed_again(colleague: User) -> None:
    with acting_as(colleague):
        with act():
            record(Event.REFUSED)
        new_setting(colleague)
    assert Entry.objects.first().event == Event.FIELDS_CHANGED


def test_an_act_is_one_statement_more_than_without(colleague: User, django_assert_num_queries) -> None:
    with acting_as(colleague), django_assert_num_queries(2), act():
        record(Event.SETTING_CHANGED, subject=new_setting(colleague))


def test_a_named_job_may_act_without_a_person() -> None:
    with as_job(Job.INTAKE, reason="watched folder"):
        record(Event.IMPORT_FINISHED)
    assert Entry.objects.values_list("actor", "job", "reason").first() == (None, "intake", "watched folder")
