"""The audit programme at five thousand staff, and a draw from a million calls against one count of the same pool."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Audit, AuditKind
from audits.sample import queries
from audits.sample.pool import calls_at, keep_pool
from audits.sample.rules import FEWEST, PoolRules
from callgov import clock
from callgov.bench.harness import Comparison, against
from callgov.bench.scene import People, Telephony, add_recordings
from callgov.bench.visits import visitor
from callgov.people.models import User
from callgov.sampling import first
from callgov.trail.context import as_job
from callgov.trail.events import Job

MILLION = 1_000_000
STAFF = 5_000
MOST_QUERIES = 15
ROUNDS = 5

_STAFF = """
INSERT INTO people_user (password, is_superuser, username, is_staff, is_active, date_joined, name, email, job_title, starts_on,
  short_password)
SELECT '', false, 'staff' || n, false, true, now(), 'Staff ' || n, 'staff' || n || '@bench.example', 'Receptionist',
  (now() - make_interval(days => n % 3000))::date, false
FROM generate_series(1, %s) n
"""
_OWN = "UPDATE recordings_recording SET person_id = %s"
# One count of the pool, by the same index and with the same conditions.
_COUNT = """
SELECT count(*) FROM recordings_recording r
WHERE r.person_id = %s AND r.started_at >= %s AND r.started_at < %s AND r.imported_at <= %s AND r.direction <> 'internal'
  AND coalesce(r.stated_seconds, r.duration_ms / 1000) >= %s AND r.audio_state <> 'destroyed'
  AND NOT EXISTS (SELECT FROM audits_sampledcall s WHERE s.recording_id = r.id)
"""


def audits() -> Iterable[Comparison]:
    """Queries of the programme's page with 5,000 staff; drawing from a pool of 1,000,000 calls at most 3 times one count of it."""
    people = People()
    _run(_STAFF.replace("% 3000", "%% 3000"), [STAFF])
    yield Comparison("audit programme, 5,000 staff: queries", 1.0, _queries(people), MOST_QUERIES, unit="queries", counted=True)
    telephony = Telephony()
    add_recordings(telephony, 1, MILLION)
    _run(_OWN, [people.requester.pk])
    _run("VACUUM ANALYZE recordings_recording", [])
    rules = _rules(people.requester, people.lead, clock.now())
    yield Comparison("draw from 1,000,000 calls, against one count", 3.0, *against(_drawing(rules), lambda: _count(rules), rounds=ROUNDS))


def _queries(people: People) -> int:
    client = visitor(people.manager)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(reverse("audit_programme") + "?due=all").status_code == 200  # nosec B101: a failing page must not be measured
    return len(taken)


def _rules(person: User, assessor: User, now: datetime) -> PoolRules:
    return PoolRules(person, assessor, now - timedelta(days=3650), now, now, 30)


def _drawing(rules: PoolRules) -> Callable[[], object]:
    """Looking at the pool, drawing three and keeping the pool, as the service does; undone each time so that the next is the same."""
    with as_job(Job.COMMAND):
        audit = Audit.objects.create(
            reference="AUD-BENCH", person=rules.person, kind=AuditKind.ANNUAL, role_group="reception",
            due_on=clock.local_day(rules.known_by), planned_at=rules.known_by,
        )  # fmt: skip

    def draw() -> None:
        with transaction.atomic():
            pool = keep_pool(audit, rules)
            calls = queries.calls_by_id(calls_at(audit, first("5eed", pool.size, FEWEST)))
            assert len(calls) == FEWEST  # nosec B101: nothing drawn is nothing measured
            transaction.set_rollback(True)

    return draw


def _count(rules: PoolRules) -> object:
    return _run(_COUNT, [rules.person.pk, rules.window_from, rules.window_until, rules.known_by, rules.shortest])


def _run(statement: str, values: list[Any]) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None
