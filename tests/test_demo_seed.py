"""The demo's practice is made whenever somebody starts it, at night and while the clocks change too."""

from datetime import UTC, datetime

import pytest

from access_requests.models import AccessRequest
from callgov import clock
from callgov.demo import seed

pytestmark = pytest.mark.django_db


def test_the_practice_is_made_in_the_night_after_the_clocks_went_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 28, 23, 30, tzinfo=UTC))
    monkeypatch.setattr(seed, "create_ring", lambda _path: None)  # the tests have theirs
    seed.seed(lambda _stage: None)
    assert AccessRequest.objects.count() > 10
