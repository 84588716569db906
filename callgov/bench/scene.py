"""A large practice in a database of its own: made by the server in bulk, thrown away afterwards. Nothing here is anybody's."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test.utils import override_settings

from callgov import clock
from callgov.embedded import Valkey
from callgov.people.models import User
from callgov.people.services.roles import give_role
from callgov.roles import Role
from callgov.trail.context import as_job
from callgov.trail.events import Job
from recordings.models import Extension, Line, Notice, ProcessingPurpose, RetentionClass
from recordings.purposes import Article9, LawfulBasis
from recordings.vault.keyring import create_ring

EXTENSIONS = 40

_RECORDINGS = """
INSERT INTO recordings_recording (id, source, source_key, started_at, stated_seconds, direction, line_id, extension_id, person_id,
  external_raw, external_e164, withheld, parties, purpose_id, retention_class_id, retain_until, audio_state, codec, sha256, note,
  imported_at)
SELECT gen_random_uuid(), 'bench', n::text, now() - make_interval(secs => n * 60.0 + (n %% 47)), 60 + n %% 300, 'incoming', %(line)s,
  %(extension)s + n %% %(extensions)s, NULL, '',
  '+4477009' || lpad(((n::bigint * 7919) %% 25000 + 1)::text, 5, '0'), false, '', %(purpose)s,
  %(retention)s, (now() + interval '3 years')::date, 'with_supplier', '', '', '', now()
FROM generate_series(%(first)s::int, %(last)s::int) n
"""

_REQUESTS = """
INSERT INTO access_requests_accessrequest (reference, kind, state, step, requester_id, purpose, reason, window_from, window_until,
  external_raw, external_e164, parties, other_information, wanted, wanted_format, recipient_name, recipient_organisation, recipient_type,
  sent_at, due_on, lapses_on, closed_at, not_held_reason, channel, received_at, also_sar, about_reference, round, partly)
SELECT 'BEN-' || n, 'business_need', CASE WHEN n %% 40 = 10 THEN 'sent' ELSE 'closed' END,
  CASE WHEN n %% 40 = 10 THEN 'ig-lead' ELSE '' END,
  %(requester)s, 'dispute', 'A caller disputes what was said', now() - make_interval(mins => n) - interval '2 hours',
  now() - make_interval(mins => n), '',
  '+4477009' || lpad(((n::bigint * 7919) %% 25000 + 1)::text, 5, '0'),
  '', '', 'listen', '', '', '', '',
  now() - make_interval(mins => n), (now() + interval '2 days')::date, (now() + interval '28 days')::date,
  CASE WHEN n %% 40 = 10 THEN NULL ELSE now() END, '', '', now() - make_interval(mins => n), false, '', 1, false
FROM generate_series(%(first)s::int, %(last)s::int) n
"""


@contextmanager
def own_broker() -> Iterator[None]:
    """A broker and a cache that nobody listens to: the mails of the cases are handed over, and are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="callgov-bench-") as folder:
        server = Valkey(Path(folder))
        child, caches = server.start(), {"default": {**settings.CACHES["default"], "LOCATION": server.url}}
        try:  # Celery reads its address from the environment before any setting, and so do the programs that a case starts
            with patch.dict(os.environ, CELERY_BROKER_URL=server.url, REDIS_URL=server.url), override_settings(CACHES=caches):
                yield
        finally:
            child.stop()


@contextmanager
def practice() -> Iterator[None]:
    """An empty database with every table, a vault folder and a key ring of their own."""
    before = connection.settings_dict["NAME"]
    _make_tables_elsewhere()
    _use(f"{TEST_DATABASE_PREFIX}{before}")
    try:
        with tempfile.TemporaryDirectory(prefix="callgov-bench-") as folder:
            create_ring(Path(folder) / "ring.json")
            storages = {"vault": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": f"{folder}/vault"}}}
            with override_settings(VAULT_KEY_RING=f"{folder}/ring.json", STORAGES=_with(storages)):
                yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _make_tables_elsewhere() -> None:
    """In a process of its own, so that the one that is measured, like any that serves, has not run all migrations."""
    connection.close()
    making = get_context("fork").Process(target=connection.creation.create_test_db, args=(0, True, False))
    making.start()
    making.join()
    if making.exitcode:
        raise RuntimeError("The database of the bench could not be made.")


def _use(name: str) -> None:
    connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = name


def _with(storages: dict[str, Any]) -> dict[str, Any]:
    return {**settings.STORAGES, **storages}


class People:
    """The three people that the cases need."""

    def __init__(self) -> None:
        now = clock.now()
        with as_job(Job.COMMAND), transaction.atomic():
            self.requester, self.lead, self.manager = (self._person(name) for name in ("requester", "lead", "manager"))
            for person, role in ((self.requester, Role.STAFF), (self.lead, Role.IG_LEAD), (self.manager, Role.PRACTICE_MANAGER)):
                give_role(person=person, role=role, actor=None, now=now - timedelta(days=1))

    @staticmethod
    def _person(name: str) -> User:
        return User.objects.create(username=name, email=f"{name}@bench.example", name=name.title())


class Telephony:
    """A line with its basis and class, and its extensions, whose keys follow each other."""

    def __init__(self) -> None:
        with as_job(Job.COMMAND):
            self.purpose = ProcessingPurpose.objects.create(
                name="Patient calls",
                lawful_basis=LawfulBasis.PUBLIC_TASK,
                article9=Article9.HEALTH_CARE,
                statement="To keep patients and staff safe",
            )
            self.retention = RetentionClass.objects.create(name="Routine call audio", months=36, basis="Limitation")
            self.line = Line.objects.create(name="Main line", purpose=self.purpose, retention_class=self.retention, is_default=True)
            since = clock.now() - timedelta(days=4000)
            said = {"wording": "We record calls to keep people safe.", "why": "to keep people safe", "proposed_at": since}
            for channel in ("telephone", "outgoing", "staff"):
                Notice.objects.create(channel=channel, version=1, approved_at=since, in_force_from=since, **said)
            self.extensions = [Extension.objects.create(number=str(201 + n), line=self.line) for n in range(EXTENSIONS)]


def write_manifest(folder: Path, calls: Iterable[tuple[str, int]]) -> Path:
    """A list of calls, about four of each outside number: the file of each, empty where there is none, and what tells it from others."""
    path, first = folder / "manifest.csv", clock.now() - timedelta(days=30)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "started_at", "direction", "extension", "external_number", "duration_seconds", "line", "call_id"))
        for name, number in calls:
            started, extension = (first - timedelta(minutes=number)).isoformat(), str(201 + number % EXTENSIONS)
            length, outside = "" if name else 60 + number % 300, f"07700 9{number // 4 % 100_000:05}"
            writer.writerow((name, started, "incoming", extension, outside, length, "Main line", f"call-{number}"))
    return path


def add_recordings(telephony: Telephony, first: int, last: int) -> None:
    """Calls `first` to `last`, one a minute back from now, about forty a number."""
    facts = {
        "line": telephony.line.pk, "extension": telephony.extensions[0].pk, "extensions": EXTENSIONS, "purpose": telephony.purpose.pk,
        "retention": telephony.retention.pk, "first": first, "last": last,
    }  # fmt: skip
    _run(_RECORDINGS, facts, "recordings_recording")


def add_requests(people: People, first: int, last: int) -> None:
    """Requests `first` to `last`; one in forty still waits for a decision, so that a list has a full page from a thousand on."""
    _run(_REQUESTS, {"requester": people.requester.pk, "first": first, "last": last}, "access_requests_accessrequest")


def _run(statement: str, facts: dict[str, Any], table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        cursor.execute(f"VACUUM ANALYZE {table}")  # nosec B608: the names are written here
