"""Proposing: what is due and free goes in, the rest is listed with its reason; a second person authorises, and nobody their own."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.keeping import services, tasks
from recordings.keeping.queries import disposals as queries
from recordings.keeping.rules.disposal import Early
from recordings.models import AtEnd, BatchKind, BatchState, DisposalBatch, Ground, HoldKind, ItemState, Recording
from tests.recordings.factories import make_call
from tests.recordings.keeping.conftest import NOW, state_of, why

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-10"), pytest.mark.clause("AC-1")]

LONG_AGO = datetime(2020, 3, 2, 9, 30, tzinfo=UTC)
HELD = {"audio_state": "held", "duration_ms": 1000, "sha256": "0" * 64}


def due(started_at: datetime = LONG_AGO, **fields: Any) -> Recording:
    """A held call by its row alone: planning never looks into the vault."""
    return make_call(started_at, **(HELD | fields))


def propose(actor: User, now: datetime = NOW) -> DisposalBatch:
    with acting_as(actor):
        return services.propose_due(actor=actor, now=now)


def propose_early(actor: User, *calls: Recording, **changed: str) -> DisposalBatch:
    early = Early(**({"ground": Ground.ERASURE, "reason": "The patient asked."} | changed))
    with acting_as(actor):
        return services.propose_early(recordings=[call.pk for call in calls], early=early, actor=actor, now=NOW)


def authorise(batch: DisposalBatch, actor: User, count: int = 1) -> DisposalBatch:
    with acting_as(actor):
        return services.authorise(reference=batch.reference, count=count, actor=actor, reason="", now=NOW)


def hold(person: User, *calls: Recording) -> None:
    with acting_as(person):
        ids = [call.pk for call in calls]
        services.place_hold(kind=HoldKind.SAR, case_reference="REQ-1", reason="Open", owner=person, recordings=ids, now=NOW)


def test_a_proposal_holds_what_is_due_and_lists_what_is_left_out(practice_manager: User, ig_lead: User) -> None:
    free, held, young, gone = due(), due(), due(NOW - timedelta(days=30)), due(audio_state="destroyed")
    hold(ig_lead, held)
    batch = propose(practice_manager)
    assert (state_of(free), state_of(held), why(held)) == (ItemState.PLANNED, ItemState.LEFT_OUT, "It is on legal hold.")
    assert set(batch.items.values_list("recording", flat=True)).isdisjoint({young.pk, gone.pk})
    assert batch.counts == [["Telephone calls", "left_out", 1], ["Telephone calls", "planned", 1]]
    assert Entry.objects.get(event=Event.DISPOSAL_PROPOSED).facts == {"kind": "retention", "planned": 1, "left out": 1}
    assert batch.reference == "DIS-2026-0001"


@pytest.mark.parametrize(("last", "is_due"), [("2026-11-22", False), ("2026-11-21", True)])
def test_the_last_day_itself_is_kept(practice_manager: User, last: str, is_due: bool) -> None:
    due(retain_until=last)
    assert queries.destroyable(NOW).exists() == is_due


@pytest.mark.parametrize(("end", "says"), [(AtEnd.REVIEW, "a person looks"), (AtEnd.TRANSFER, "only clinical record")])
def test_what_is_not_simply_destroyed_at_its_end_is_left_out(practice_manager: User, end: str, says: str) -> None:
    call, other = due(), due()
    with as_job(Job.SEED):
        kept = other.retention_class
        kept.pk, kept.name, kept.at_end = None, "Looked at first", end
        kept.save()
        Recording.objects.filter(pk=call.pk).recorded().update(retention_class=kept)
    propose(practice_manager)
    assert says in why(call)


def test_an_old_date_is_never_what_destroys(practice_manager: User) -> None:
    call = due()
    with as_job(Job.RETENTION):
        call.retention_class.version = 2
        call.retention_class.save(update_fields=["version"])
    with pytest.raises(Refused, match="Nothing is due"):
        propose(practice_manager)


def test_the_schedule_proposes_by_itself_when_it_is_time(practice_manager: User) -> None:
    due()
    with as_job(Job.RETENTION):
        batch = services.propose_scheduled(now=NOW)
        assert batch is not None
        assert batch.proposed_by is None
        assert services.propose_scheduled(now=NOW) is None
        assert services.propose_scheduled(now=NOW + timedelta(days=8)) is None  # one waits


def test_with_nothing_due_the_schedule_proposes_nothing(ig_lead: User) -> None:
    held = due()
    hold(ig_lead, held)
    with as_job(Job.RETENTION):
        assert services.propose_scheduled(now=NOW) is None
    assert not DisposalBatch.objects.exists()


def test_the_jobs_tell_what_they_did(practice_manager: User) -> None:
    due()
    assert tasks.propose() == {"batches proposed": 1}
    assert tasks.set_dates() == {"dates worked out": 0}
    assert tasks.carry_out() == {"recordings destroyed": 0, "left out at the last moment": 0}


def test_one_proposal_waits_at_a_time(practice_manager: User) -> None:
    due()
    propose(practice_manager)
    due()
    with pytest.raises(Conflict):
        propose(practice_manager)


def test_a_recording_is_in_one_live_batch(practice_manager: User) -> None:
    call, other = due(), due()
    propose_early(practice_manager, call)
    batch = propose(practice_manager)
    assert list(batch.items.values_list("recording", flat=True)) == [other.pk]


def test_early_destruction_has_a_ground_and_a_reason(practice_manager: User, receptionist: User) -> None:
    call = due(NOW)
    for changed, says in (({"ground": "whim"}, "ground"), ({"reason": " "}, "early")):
        with pytest.raises(Refused, match=says):
            propose_early(practice_manager, call, **changed)
    with pytest.raises(Refused):
        propose_early(receptionist, call)
    assert propose_early(practice_manager, call).ground == Ground.ERASURE


def test_early_destruction_of_what_must_stay_is_refused(practice_manager: User, ig_lead: User) -> None:
    held, gone = due(NOW), due(NOW, audio_state="destroyed")
    hold(ig_lead, held)
    with pytest.raises(Refused, match="Nothing is due"):
        propose_early(practice_manager, held, gone)
    assert not DisposalBatch.objects.exists()


def test_nobody_authorises_what_they_proposed(ig_lead: User, deputy: User) -> None:
    due()
    batch = propose(ig_lead)
    with pytest.raises(Refused, match="You proposed this batch"):
        authorise(batch, ig_lead)
    assert authorise(batch, deputy).state == BatchState.AUTHORISED


def test_the_database_too_refuses_one_person_for_both(ig_lead: User) -> None:
    due()
    batch = propose(ig_lead)
    batch.state, batch.decided_by, batch.decided_at = BatchState.AUTHORISED, ig_lead, NOW
    with acting_as(ig_lead), pytest.raises(IntegrityError, match="nobody_authorises_their_own_disposal"), transaction.atomic():
        batch.save()


def test_only_the_lead_authorises(practice_manager: User, dpo: User, receptionist: User, administrator: User) -> None:
    due()
    batch = propose(practice_manager)
    for person in (dpo, receptionist, administrator):
        with pytest.raises(Refused, match="Only the Information Governance Lead"):
            authorise(batch, person)


def test_only_who_proposes_destruction_proposes_it(receptionist: User, dpo: User) -> None:
    due()
    for person in (receptionist, dpo):
        with pytest.raises(Refused):
            propose(person)


def test_who_authorises_says_how_many(practice_manager: User, ig_lead: User) -> None:
    due()
    batch = propose(practice_manager)
    with pytest.raises(Refused, match="Enter 1"):
        authorise(batch, ig_lead, count=2)


def test_a_batch_is_decided_once(practice_manager: User, ig_lead: User) -> None:
    due()
    batch = propose(practice_manager)
    authorise(batch, ig_lead)
    with pytest.raises(Conflict):
        authorise(batch, ig_lead)
    with acting_as(ig_lead), pytest.raises(Conflict):
        services.refuse_batch(reference=batch.reference, actor=ig_lead, reason="Too late", now=NOW)


def test_what_was_turned_down_can_be_proposed_again(practice_manager: User, ig_lead: User) -> None:
    call = due()
    batch = propose(practice_manager)
    with acting_as(ig_lead):
        with pytest.raises(Refused, match="reason"):
            services.refuse_batch(reference=batch.reference, actor=ig_lead, reason=" ", now=NOW)
        services.refuse_batch(reference=batch.reference, actor=ig_lead, reason="Ask the surgery first", now=NOW)
    assert why(call) == "The batch was turned down: Ask the surgery first"
    assert propose(practice_manager).items.get().state == ItemState.PLANNED


def test_one_recording_is_left_out_with_a_reason(practice_manager: User, ig_lead: User, receptionist: User) -> None:
    call, _other = due(), due()
    batch = propose(practice_manager)

    def leave_out(actor: User, reason: str = "A solicitor rang", recording: UUID = call.pk) -> None:
        with acting_as(actor):
            services.leave_out(reference=batch.reference, recording_id=recording, actor=actor, reason=reason, now=NOW)

    with pytest.raises(Refused):
        leave_out(receptionist)
    with pytest.raises(Refused, match="must be kept"):
        leave_out(ig_lead, " ")
    with pytest.raises(NotYours):
        leave_out(ig_lead, recording=uuid4())
    leave_out(ig_lead)
    assert (state_of(call), why(call)) == (ItemState.LEFT_OUT, "A solicitor rang")
    with pytest.raises(Conflict):
        leave_out(ig_lead)
    authorise(batch, ig_lead)
    with pytest.raises(Conflict):
        leave_out(ig_lead, recording=_other.pk)


def test_planning_takes_the_same_statements_for_one_and_for_forty(practice_manager: User) -> None:
    due()
    with CaptureQueriesContext(connection) as few:
        batch = propose(practice_manager)
    DisposalBatch.objects.filter(pk=batch.pk).recorded().update(kind=BatchKind.EARLY, ground="erasure", reason="x")
    for _ in range(40):
        due()
    with CaptureQueriesContext(connection) as many:
        propose(practice_manager)
    assert len(many) <= len(few)


def test_a_batch_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotYours):
        queries.batch("DIS-1999-0001")
