"""What django-auditlog does not see is forbidden, or recorded by whoever does it: a closed list of places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from callgov.governed import GovernedQuerySet, UnrecordedChange
from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.models import Line

pytestmark = pytest.mark.clause("AU-11")

PROJECT = ("callgov", "recordings", "access_requests", "audits", "register", "breaches")
UNSEEN = {"update", "delete", "bulk_create", "bulk_update", "_raw_delete", "aupdate", "adelete", "abulk_create", "abulk_update"}
OF_ROWS = {"objects", "_default_manager", "_base_manager", "recorded", "filter", "exclude", "all", "select_for_update"}
RAW_WRITE = re.compile(
    r"\b(?i:INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b|\bTRUNCATE\b|\bCOPY\s+\w+\s*(\([^)]*\))?\s+FROM\b"
)

# Where rows are written past django-auditlog, and what tells of it instead.
ALLOWED = {
    "audits/sample/pool.py": "the pool of a draw, kept where it is read; sample_drawn tells of it with its digest",
    "callgov/drafts.py": "drafts are answers that nobody has sent yet",
    "callgov/jobs/services.py": "runs of jobs of long ago: that they ran, not what they did",
    "callgov/guards.py": "the triggers that refuse to change rows",
    "callgov/people/middleware.py": "the session that ends; session_ended tells of it",
    "callgov/people/services/accounts.py": "sessions and factors of who left; person_left tells of it",
    "callgov/people/services/own.py": "a session that its owner ends; session_ended tells of it",
    "recordings/keeping/services/holds.py": "the calls of a case; hold_placed and hold_widened tell how many",
    "recordings/keeping/services/dates.py": "the dates of a day's calls; retention_dates_set tells how many",
    "callgov/trail/services.py": "the entries themselves",
    "recordings/keeping/services/deciding.py": "what a batch that was turned down lets go of; disposal_refused tells of it",
    "recordings/keeping/services/planning.py": "the recordings of a disposal; disposal_proposed tells how many",
    "recordings/keeping/services/destroying.py": "the recordings of a disposal; each has its recording_destroyed or disposal_excepted",
    "recordings/vault/services.py": "accesses of a job; each has its access_opened",
    "recordings/vault/store.py": "the keys of many objects; the act that destroys them tells of each",
    "recordings/vault/certificates.py": "certificates; each has its entry",
    "recordings/wholeness/services/restoring.py": "destructions replayed in the transaction of a restore; backup_restored tells how many",
    "recordings/wholeness/services/checking.py": "when objects were last checked; audio_checked tells of a whole round",
    "recordings/intake/services/bulk.py": "call records by the hundred thousand; import_finished tells how many",
}

# They make up a practice of their own and never run on a real one.
BESIDE_THE_HOUSE = ("callgov/demo", "callgov/bench")


def modules() -> Iterator[Path]:
    for package in PROJECT:
        for path in sorted((Path(settings.BASE_DIR) / package).rglob("*.py")):
            beside = str(path.relative_to(settings.BASE_DIR)).startswith(BESIDE_THE_HOUSE)
            if "migrations" not in path.parts and not beside:
                yield path


def unseen_writes(tree: ast.AST) -> Iterator[int]:
    """Lines on which rows are changed without their save(), or in SQL of one's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in UNSEEN:
            if any(isinstance(part, ast.Attribute) and part.attr in OF_ROWS for part in ast.walk(node.func.value)):
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and RAW_WRITE.search(node.value):
            yield node.lineno


def test_rows_are_written_past_the_trail_only_where_the_list_says() -> None:
    found = {str(path.relative_to(settings.BASE_DIR)) for path in modules() if any(unseen_writes(ast.parse(path.read_text())))}
    assert found == set(ALLOWED)


@pytest.mark.parametrize("line", [
    "Line.objects.update(name='x')", "Line.objects.filter(pk=1).update(name='x')", "Line._default_manager.all().delete()",
    "people.filter(pk=1).recorded().update(a=1)", "Line.objects.bulk_create(rows)", "cursor.execute('UPDATE recordings_line SET name = 1')",
    "cursor.execute('''DELETE  FROM trail_entry''')", "cursor.copy('COPY recordings_line (a, b) FROM STDIN')",
    "run(f'insert into {table} values (1)')", "run('TRUNCATE trail_entry')",
])  # fmt: skip
def test_the_search_sees_each_way_of_writing(line: str) -> None:
    assert list(unseen_writes(ast.parse(line)))


@pytest.mark.parametrize("line", [
    "digest.update(part)", "names.update({'a': 1})", "line.delete()", "line.save()", "storage.delete(name)", "'Update your details'",
    "cursor.copy('COPY (SELECT 1) TO STDOUT')", "'keep a copy apart from the database, never truncate it'",
])  # fmt: skip
def test_the_search_leaves_other_updates_alone(line: str) -> None:
    assert not list(unseen_writes(ast.parse(line)))


@pytest.mark.django_db
@pytest.mark.parametrize("write", [
    lambda: Line.objects.update(name="x"), lambda: Line.objects.all().delete(), lambda: Line.objects.bulk_create([Line(name="x")]),
    lambda: Line.objects.bulk_update([], ["name"]), lambda: Line.objects.filter(name="x").update(name="y"),
])  # fmt: skip
def test_a_governed_row_cannot_be_written_past_the_trail(write) -> None:
    with pytest.raises(UnrecordedChange, match="leaves no entry"):
        write()


@pytest.mark.django_db
def test_a_service_that_records_its_act_may_write_many_rows_at_once(colleague: User) -> None:
    with acting_as(colleague):
        Line.objects.all().recorded().bulk_create([Line(name="a"), Line(name="b")])
        assert Line.objects.filter(name="a").recorded().filter(name="a").update(name="c") == 1
        assert Line.objects.all().recorded().bulk_update(Line.objects.all(), ["name"]) == 2
        assert Line.objects.all().recorded().delete()[0] == 2


def test_leave_to_write_ends_with_the_queryset_it_was_given_for() -> None:
    rows: GovernedQuerySet[Line] = Line.objects.all()
    rows.recorded()
    with pytest.raises(UnrecordedChange):
        rows.update(name="x")
