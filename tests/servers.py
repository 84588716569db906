"""Fixtures of the servers that only some tests need: a Celery worker on the test database, and an S3 server."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from callgov.bootstrap import ROOT
from callgov.demo.run import WORKER
from callgov.embedded import S3Server
from callgov.processes import Child, start


@pytest.fixture(scope="session")
def worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    """A real Celery worker on this test process's own database and broker. Its tests need `django_db(transaction=True)`."""
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    child = start("The tests' worker", WORKER, log=log, cwd=ROOT, environment={**os.environ, "DATABASE_URL": database})
    try:
        child.wait_until(lambda: " ready." in log.read_text(), seconds=60)
        yield child
    finally:
        child.stop()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3 server, in memory; each test makes a bucket of its own name."""
    with S3Server(Path(tmp_path_factory.mktemp("s3"))) as server:
        yield server
