"""A practice with both leads, and tasks that run where they are sent."""

from collections.abc import Iterator

import pytest

from callgov.celery import app
from callgov.people.models import User


@pytest.fixture(autouse=True)
def _eager() -> Iterator[None]:
    app.conf.task_always_eager, before = True, app.conf.task_always_eager
    yield
    app.conf.task_always_eager = before


@pytest.fixture
def leads(ig_lead: User, dpo: User) -> tuple[User, User]:
    """The Information Governance Lead and the Data Protection Officer."""
    return ig_lead, dpo
