"""A practice's file, and what is written down of it."""

from typing import Any

import pytest

from callgov.people.models import User
from tests.cast import make_person

FILE: dict[str, Any] = {
    "purposes": [{"name": "Calls", "lawful_basis": "public_task", "article9": "9_2_h", "statement": "To keep people safe."}],
    "retention_classes": [{"name": "Routine", "months": 36, "basis": "Our retention schedule."}],
    "lines": [{"name": "Main line", "number": "01632 960100", "purpose": "Calls", "retention_class": "Routine", "is_default": True}],
    "extensions": [{"number": "214", "label": "Front desk", "line": "Main line"}, {"number": "215"}],
    "assignments": [
        {"extension": "214", "person": "sam@practice.example", "starts_on": "2026-03-01"},
        {"extension": "214", "person": "leah@practice.example", "starts_on": "2026-01-01"},
    ],
}


@pytest.fixture
def leah(db: None) -> User:
    return make_person("leah", name="Leah Brandt")


@pytest.fixture
def sam(db: None) -> User:
    return make_person("sam", name="Sam Okafor")
