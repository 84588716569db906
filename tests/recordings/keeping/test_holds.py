"""Holds: by case, many on one recording, kept until the last is released."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.keeping import services
from recordings.keeping.queries import holds as queries
from recordings.models import AudioState, Covers, HeldRecording, HoldKind, LegalHold, Recording, RetentionClass
from tests.recordings.factories import make_call

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-1"), pytest.mark.clause("AC-10")]

NOW = clock.now()
LATER = clock.today() + timedelta(days=90)


def held_for_case(owner: User, *calls: Recording, case: str = "REQ-2026-0001", kind: str = HoldKind.SAR) -> LegalHold:
    with acting_as(owner):
        return services.place_hold(
            kind=kind, case_reference=case, reason="The request is open.", owner=owner, recordings=[call.pk for call in calls], now=NOW
        )


def held_by_hand(actor: User, *calls: Recording, **changed: Any) -> LegalHold:
    said: dict[str, Any] = {
        "kind": HoldKind.CLAIM, "case_reference": "CLAIM-7", "reason": "A solicitor's letter came.", "review_on": LATER,
        "recordings": [call.pk for call in calls],
    }  # fmt: skip
    with acting_as(actor):
        return services.place_hold_by_hand(actor=actor, now=NOW, **(said | changed))


def is_held(call: Recording) -> bool:
    return queries.on_hold(Recording.objects.filter(pk=call.pk)).exists()


def test_a_case_holds_its_recordings_and_the_trail_says_so(ig_lead: User) -> None:
    call = make_call()
    hold = held_for_case(ig_lead, call)
    assert is_held(call)
    entry = Entry.objects.get(event=Event.HOLD_PLACED)
    assert (entry.request, entry.facts["recordings"]) == ("REQ-2026-0001", 1)
    assert hold.review_on == clock.add_months(clock.local_day(NOW), 6)


def test_a_case_has_one_hold_however_often_it_asks(ig_lead: User) -> None:
    first, second = make_call(), make_call()
    hold = held_for_case(ig_lead, first)
    assert held_for_case(ig_lead, first) == hold
    assert held_for_case(ig_lead, first, second) == hold
    assert queries.held_under(hold) == {first.pk, second.pk}
    assert Entry.objects.filter(event=Event.HOLD_WIDENED).count() == 1


def test_a_recording_is_kept_until_its_last_hold_is_released(ig_lead: User) -> None:
    call = make_call()
    held_for_case(ig_lead, call)
    claim = held_by_hand(ig_lead, call)
    with acting_as(ig_lead):
        services.release_hold(kind=HoldKind.SAR, case_reference="REQ-2026-0001", reason="Closed", now=NOW)
        assert is_held(call)
        services.release_hold_by_hand(hold_id=claim.pk, reason="Settled", actor=ig_lead, now=NOW)
    assert not is_held(call)


def test_releasing_a_case_without_a_hold_is_no_error(ig_lead: User) -> None:
    with acting_as(ig_lead):
        assert services.release_hold(kind=HoldKind.BREACH, case_reference="BRE-1", reason="Closed", now=NOW) is None


def test_the_hold_of_an_open_case_is_not_released_by_hand(ig_lead: User) -> None:
    hold = held_for_case(ig_lead, make_call())
    with acting_as(ig_lead), pytest.raises(Refused, match="The hold stays until it closes"):
        services.release_hold_by_hand(hold_id=hold.pk, reason="Too long", actor=ig_lead, now=NOW)


def test_a_hold_is_released_once(ig_lead: User) -> None:
    hold = held_by_hand(ig_lead, make_call())
    with acting_as(ig_lead):
        services.release_hold_by_hand(hold_id=hold.pk, reason="Settled", actor=ig_lead, now=NOW)
        with pytest.raises(Conflict):
            services.release_hold_by_hand(hold_id=hold.pk, reason="Settled", actor=ig_lead, now=NOW)


def test_a_hold_that_does_not_exist_is_not_found(ig_lead: User) -> None:
    with acting_as(ig_lead), pytest.raises(NotYours):
        services.release_hold_by_hand(hold_id=uuid4(), reason="Settled", actor=ig_lead, now=NOW)


def test_recordings_destroyed_already_are_passed_over(ig_lead: User) -> None:
    gone, here = make_call(audio_state=AudioState.DESTROYED), make_call()
    assert queries.held_under(held_for_case(ig_lead, gone, here)) == {here.pk}
    with pytest.raises(Refused, match="nothing to hold"):
        held_by_hand(ig_lead, gone)
    assert LegalHold.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": "whim"}, "which case"),
        ({"case_reference": " "}, "which case"),
        ({"reason": " "}, "must be kept"),
        ({"review_on": clock.today()}, "after today"),
    ],
)
def test_a_hold_names_its_case_says_why_and_is_reviewed(ig_lead: User, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        held_by_hand(ig_lead, make_call(), **changed)


def test_who_does_not_keep_holds_neither_places_nor_releases_one(ig_lead: User, receptionist: User, administrator: User) -> None:
    hold = held_by_hand(ig_lead, make_call())
    for person in (receptionist, administrator):
        with pytest.raises(Refused):
            held_by_hand(person, make_call())
        with acting_as(person), pytest.raises(Refused):
            services.release_hold_by_hand(hold_id=hold.pk, reason="Settled", actor=person, now=NOW)


def test_a_release_says_why(ig_lead: User) -> None:
    hold = held_by_hand(ig_lead, make_call())
    with acting_as(ig_lead), pytest.raises(Refused, match="reason"):
        services.release_hold_by_hand(hold_id=hold.pk, reason=" ", actor=ig_lead, now=NOW)


@pytest.mark.parametrize(("kind", "linked", "covers"), [
    (HoldKind.CLAIM, True, Covers.LINKED), (HoldKind.CLAIM, False, Covers.CALLS), (HoldKind.OTHER, True, Covers.CALLS),
])  # fmt: skip
def test_recordings_of_a_claim_that_closed_are_kept_for_years_more(ig_lead: User, kind: str, linked: bool, covers: str) -> None:
    with acting_as(ig_lead):
        services.adopt_defaults(actor=ig_lead, now=NOW)
        call = make_call()
        hold = held_by_hand(ig_lead, call, kind=kind)
        services.release_hold_by_hand(hold_id=hold.pk, reason="Over", actor=ig_lead, now=NOW, linked=linked)
    call.refresh_from_db()
    assert call.retention_class.covers == covers
    assert Entry.objects.filter(event=Event.RETENTION_CLASS_CHANGED, recording=call.pk).count() == (covers == Covers.LINKED)


def test_the_only_clinical_record_stays_what_it_is_when_its_claim_closes(ig_lead: User) -> None:
    with acting_as(ig_lead):
        services.adopt_defaults(actor=ig_lead, now=NOW)
        call = make_call(retention_class=RetentionClass.objects.get(covers=Covers.CLINICAL))
        hold = held_by_hand(ig_lead, call)
        services.release_hold_by_hand(hold_id=hold.pk, reason="Over", actor=ig_lead, now=NOW, linked=True)
    call.refresh_from_db()
    assert call.retention_class.covers == Covers.CLINICAL


def test_a_case_without_calls_or_keepers_holds_nothing(ig_lead: User) -> None:
    said = {"kind": HoldKind.BREACH, "case_reference": "B-1", "reason": "Open", "now": NOW}
    with acting_as(ig_lead):
        assert services.hold_for_case(recordings=[], **said) is None
        hold = services.hold_for_case(recordings=[make_call().pk], **said)
    assert hold is not None
    assert hold.owner == ig_lead


def test_placing_a_hold_takes_the_same_statements_for_one_call_and_for_fifty(ig_lead: User, django_assert_max_num_queries: Any) -> None:
    ids: list[UUID] = [make_call().pk for _ in range(50)]
    with acting_as(ig_lead), django_assert_max_num_queries(8):
        services.place_hold(kind=HoldKind.SAR, case_reference="REQ-1", reason="Open", owner=ig_lead, recordings=ids, now=NOW)
    assert HeldRecording.objects.count() == 50
