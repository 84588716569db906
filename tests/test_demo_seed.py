"""The demo's practice is made whenever somebody starts it, at night and while the clocks change too."""

from datetime import UTC, datetime

import pytest

from access_requests.models import AccessRequest
from callgov import clock
from callgov.demo import seed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("now", ["2027-03-28T23:30", "2028-02-29T00:10"], ids=["the night after the clocks went forward", "a leap day"])
def test_the_practice_is_made(now: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(now).replace(tzinfo=UTC))
    monkeypatch.setattr(seed, "create_ring", lambda _path: None)  # the tests have theirs
    seed.seed(lambda _stage: None)
    assert AccessRequest.objects.count() > 10
