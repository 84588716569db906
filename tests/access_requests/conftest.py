"""Fixtures for requests."""

from collections.abc import Iterator

import pytest

from callgov.celery import app


@pytest.fixture
def celery_eager() -> Iterator[None]:
    """Tasks run where they are sent."""
    app.conf.task_always_eager, before = True, app.conf.task_always_eager
    yield
    app.conf.task_always_eager = before
