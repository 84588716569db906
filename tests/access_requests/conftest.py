"""Fixtures for requests."""

from collections.abc import Iterator

import pytest

from callgov.celery import app
from callgov.people.models import User


@pytest.fixture
def celery_eager() -> Iterator[None]:
    """Tasks run where they are sent."""
    app.conf.task_always_eager, before = True, app.conf.task_always_eager
    yield
    app.conf.task_always_eager = before


@pytest.fixture
def people(nurse: User, line_manager: User, ig_lead: User, dpo: User, practice_manager: User, receptionist: User) -> dict[str, User]:
    return {
        "nurse": nurse, "line_manager": line_manager, "ig_lead": ig_lead, "dpo": dpo, "practice_manager": practice_manager,
        "receptionist": receptionist,
    }  # fmt: skip
