"""Recordings whose time is over, and the two people who agree that they go."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from callgov.people.models import User
from callgov.trail.context import acting_as
from recordings.keeping import services
from recordings.models import DisposalBatch, DisposalItem, ItemState, Recording
from tests.recordings.factories import make_held_call

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = datetime(2020, 3, 2, 9, 30, tzinfo=UTC)


def make_due(**fields: Any) -> Recording:
    """A held call whose time was over long ago."""
    return make_held_call(LONG_AGO, **({"seconds": 0.1} | fields))


def state_of(recording: Recording) -> str:
    """What has become of a recording in its only batch."""
    return DisposalItem.objects.get(recording=recording).state


def why(recording: Recording) -> str:
    """Why a recording was left out of its only batch."""
    item = DisposalItem.objects.get(recording=recording, state=ItemState.LEFT_OUT)
    return item.why


Propose = Callable[[], DisposalBatch]


@pytest.fixture
def authorised(practice_manager: User, ig_lead: User) -> Callable[..., DisposalBatch]:
    """Propose what is due and authorise it."""

    def both(now: datetime = NOW) -> DisposalBatch:
        with acting_as(practice_manager):
            batch = services.propose_due(actor=practice_manager, now=now)
        planned = DisposalItem.objects.filter(batch=batch, state=ItemState.PLANNED).count()
        with acting_as(ig_lead):
            return services.authorise(reference=batch.reference, count=planned, actor=ig_lead, reason="Looked through", now=now)

    return both
