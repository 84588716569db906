"""Whatever holds, schedules, requests and days come in whatever order: nothing that must stay is ever destroyed."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some

from access_requests import services as requests
from access_requests.models import OPEN, AccessRequest
from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Job
from recordings.keeping import services
from recordings.keeping.queries import disposals as queries
from recordings.keeping.rules.disposal import Early
from recordings.models import (
    AudioState,
    BatchKind,
    BatchState,
    DisposalItem,
    Ground,
    HeldRecording,
    HoldKind,
    ItemState,
    Recording,
    StoredObject,
)
from tests.access_requests.factories import send
from tests.recordings.factories import make_call

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.clause("AC-5"), pytest.mark.xdist_group("vault")]

Happening = tuple[str, int, int]
PROPOSE, AUTHORISE, CARRY_OUT = ("propose", 0, 0), ("authorise", 0, 0), ("carry_out", 0, 0)
START = datetime(2026, 11, 22, 12, tzinfo=UTC)
CALLS, CASES = 4, 3
# what may happen, with numbers that say to which call, to which case, or how far
HAPPENINGS = some.lists(
    some.tuples(
        some.sampled_from(["hold", "release", "ask", "withdraw", "change", "days", "early"]),
        some.integers(0, CALLS - 1),
        some.integers(0, CASES - 1),
    ),
    max_size=5,
)  # fmt: skip
# before a batch is proposed, and between its authority and its end
ROUNDS = some.lists(some.tuples(HAPPENINGS, HAPPENINGS), min_size=1, max_size=3)


class Practice:
    """What happens, and beside it what must not be destroyed, worked out another way: call by call, from the rows that people made."""

    def __init__(self, lead: User, manager: User, staff: User) -> None:
        self.lead, self.manager, self.staff, self.now = lead, manager, staff, START
        with as_job(Job.SEED):
            self.calls = [self._call(number) for number in range(CALLS)]

    def _call(self, number: int) -> Recording:
        called = START - timedelta(days=365 * 3 - 10 + number * 20)
        call = make_call(called, audio_state=AudioState.HELD, duration_ms=1, sha256="0" * 64)
        StoredObject.objects.create(
            subject=call.pk, role="original", name=call.pk.hex, wrapped_key=b"key", key_id="k", plain_size=1, sealed_size=1,
            sha256="0" * 64, created_at=START,
        )  # fmt: skip
        return call

    def must_stay(self, call: Recording) -> bool:
        """Whether a call must not be destroyed at this instant."""
        call.refresh_from_db()
        kept = call.retention_class
        is_held = any(held.hold.released_at is None for held in HeldRecording.objects.filter(recording=call.pk))
        asked = any(one.window_from <= call.started_at < one.window_until for one in AccessRequest.objects.filter(state__in=OPEN))  # type: ignore[operator]
        early = DisposalItem.objects.filter(
            recording=call.pk, state=ItemState.PLANNED, batch__kind=BatchKind.EARLY, batch__state=BatchState.AUTHORISED
        )
        if early.exists():  # two people agreed that it goes before its time: what is left is what nobody may pass over
            return is_held or asked
        return is_held or asked or self.now < clock.start_of_day(clock.disposable_from(clock.local_day(call.started_at), kept.months))

    def hold(self, call: int, case: int) -> None:
        with acting_as(self.lead):
            services.place_hold(
                kind=HoldKind.SAR,
                case_reference=f"C-{case}",
                reason="Open",
                owner=self.lead,
                recordings=[self.calls[call].pk],
                now=self.now,
            )

    def release(self, _call: int, case: int) -> None:
        with acting_as(self.lead):
            services.release_hold(kind=HoldKind.SAR, case_reference=f"C-{case}", reason="Closed", now=self.now)

    def ask(self, call: int, _case: int) -> None:
        around = self.calls[call].started_at
        hour = timedelta(hours=1)
        send(self.staff, now=self.now, window_from=around - hour, window_until=around + hour)

    def withdraw(self, _call: int, _case: int) -> None:
        for request in AccessRequest.objects.filter(state__in=OPEN)[:1]:
            with acting_as(self.staff):
                requests.withdraw(reference=request.reference, person=self.staff, now=self.now)

    def change(self, call: int, case: int) -> None:
        kept = self.calls[call].retention_class
        with acting_as(self.manager):
            change = services.propose_change(
                class_id=kept.pk,
                months=(24, 36, 48)[case],
                at_end=kept.at_end,
                basis=kept.basis,
                reason="r",
                actor=self.manager,
                now=self.now,
            )
        with acting_as(self.lead):
            services.agree_change(change_id=change.pk, actor=self.lead, reason="", now=self.now)
        if call % 2:
            services.set_dates(now=self.now)

    def early(self, call: int, _case: int) -> None:
        said = Early(Ground.ERASURE, "They asked")
        with acting_as(self.manager):
            services.propose_early(recordings=[self.calls[call].pk], early=said, actor=self.manager, now=self.now)

    def days(self, call: int, case: int) -> None:
        self.now += timedelta(days=1 + call * 20 + case * 300)

    def propose(self, _call: int, _case: int) -> None:
        with acting_as(self.manager):
            services.propose_due(actor=self.manager, now=self.now)

    def authorise(self, _call: int, _case: int) -> None:
        for batch in queries.waiting():
            with acting_as(self.lead):
                services.authorise(reference=batch.reference, count=queries.planned(batch), actor=self.lead, reason="", now=self.now)

    def carry_out(self, _call: int, _case: int) -> None:
        here = [call for call in self.calls if Recording.objects.get(pk=call.pk).audio_state == AudioState.HELD]
        staying = [call for call in here if self.must_stay(call)]
        services.carry_out_authorised(now=self.now)
        for call in staying:
            call.refresh_from_db()
            assert call.audio_state == AudioState.HELD
            assert StoredObject.objects.get(subject=call.pk).wrapped_key is not None


@how(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rounds=ROUNDS)
def test_nothing_that_must_stay_is_ever_destroyed(
    rounds: list[tuple[list[Happening], list[Happening]]], ig_lead: User, practice_manager: User, receptionist: User
) -> None:
    Path(settings.STORAGES["vault"]["OPTIONS"]["location"]).mkdir(parents=True, exist_ok=True)
    start = transaction.savepoint()
    try:
        practice = Practice(ig_lead, practice_manager, receptionist)
        for before, between in rounds:
            for name, call, case in [*before, PROPOSE, AUTHORISE, *between, CARRY_OUT]:
                with suppress(Refused, Conflict):  # what a rule refuses does not happen
                    getattr(practice, name)(call, case)
    finally:
        transaction.savepoint_rollback(start)
