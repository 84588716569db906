"""The schedule: adopted, changed with a reason and a second person, and worked out for every recording it touches."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.keeping import defaults, services
from recordings.keeping.queries import schedule as queries
from recordings.models import AtEnd, AudioState, ChangeState, Covers, HoldKind, Recording, RetentionChange, RetentionClass
from tests.recordings.factories import make_call, make_line

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AC-1"), pytest.mark.clause("AC-5")]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CALLED = datetime(2025, 1, 10, 9, tzinfo=UTC)


@pytest.fixture
def kept() -> RetentionClass:
    found = make_line().retention_class
    assert found is not None
    return found


def propose(kept: RetentionClass, actor: User, months: int = 12, **changed: Any) -> RetentionChange:
    said = {"at_end": kept.at_end, "basis": kept.basis, "reason": "Three years is more than we need."}
    with acting_as(actor):
        return services.propose_change(class_id=kept.pk, months=months, actor=actor, now=NOW, **(said | changed))


def agree(change: RetentionChange, actor: User) -> RetentionChange:
    with acting_as(actor):
        return services.agree_change(change_id=change.pk, actor=actor, reason="Agreed with the DPO.", now=NOW)


def test_the_lead_adopts_what_the_practice_does_not_have_yet(ig_lead: User) -> None:
    with acting_as(ig_lead):
        added = services.adopt_defaults(actor=ig_lead, now=NOW)
        assert [one.name for one in added] == [line.name for line in defaults.SCHEDULE]
        assert services.adopt_defaults(actor=ig_lead, now=NOW) == []
    assert [one.covers for one in queries.schedule()] == list(Covers)
    assert Entry.objects.filter(event=Event.SCHEDULE_ADOPTED).count() == len(defaults.SCHEDULE)


def test_only_the_lead_adopts_the_schedule(practice_manager: User) -> None:
    with acting_as(practice_manager), pytest.raises(Refused):
        services.adopt_defaults(actor=practice_manager, now=NOW)


def test_a_change_is_proposed_with_what_it_would_do_and_changes_nothing_yet(kept: RetentionClass, practice_manager: User) -> None:
    call = make_call(CALLED)
    change = propose(kept, practice_manager)
    assert (change.dry_run["due_before"], change.dry_run["due_after"], change.dry_run["earliest"]) == (0, 1, "2026-11-22")
    call.refresh_from_db()
    assert call.retain_until == date(2028, 1, 10)
    assert Entry.objects.get(event=Event.RETENTION_CHANGE_PROPOSED).reason == change.reason


def test_an_agreed_change_is_the_next_version_and_its_dates_are_worked_out(
    kept: RetentionClass, practice_manager: User, ig_lead: User
) -> None:
    call = make_call(CALLED)
    agree(propose(kept, practice_manager), ig_lead)
    kept.refresh_from_db()
    assert (kept.months, kept.version) == (12, 2)
    assert services.set_dates(now=NOW) == 1
    assert services.set_dates(now=NOW) == 0
    call.refresh_from_db()
    assert (call.retain_until, call.retention_version) == (date(2026, 1, 10), 2)
    assert Entry.objects.get(event=Event.RETENTION_DATES_SET).facts["recordings"] == 1


def test_a_held_recording_keeps_its_date_until_the_hold_is_released(kept: RetentionClass, practice_manager: User, ig_lead: User) -> None:
    call = make_call(CALLED)
    with acting_as(ig_lead):
        services.place_hold(kind=HoldKind.SAR, case_reference="REQ-1", reason="Open", owner=ig_lead, recordings=[call.pk], now=NOW)
        agree(propose(kept, practice_manager), ig_lead)
        assert services.set_dates(now=NOW) == 0
        services.release_hold(kind=HoldKind.SAR, case_reference="REQ-1", reason="Closed", now=NOW)
    assert services.set_dates(now=NOW) == 1


def test_a_case_that_closed_keeps_its_recording_longer_and_never_shorter(ig_lead: User) -> None:
    with acting_as(ig_lead):
        services.adopt_defaults(actor=ig_lead, now=NOW)
        call, gone = make_call(CALLED), make_call(CALLED, audio_state=AudioState.DESTROYED)
        closed = {"covers": Covers.LINKED, "reason": "Complaint closed", "now": NOW}
        assert services.keep_longer(recordings=[call.pk, gone.pk], runs_from=date(2026, 2, 1), **closed) == 1
        assert services.keep_longer(recordings=[call.pk], runs_from=date(2020, 2, 1), **closed) == 0
    call.refresh_from_db()
    assert (call.retain_from, call.retain_until, call.retention_class.covers) == (date(2026, 2, 1), date(2032, 2, 1), Covers.LINKED)


def test_a_day_that_a_case_gave_is_what_a_later_change_counts_from(ig_lead: User, practice_manager: User) -> None:
    with acting_as(ig_lead):
        services.adopt_defaults(actor=ig_lead, now=NOW)
        call, linked = make_call(CALLED), RetentionClass.objects.get(covers=Covers.LINKED)
        services.keep_longer(recordings=[call.pk], covers=Covers.LINKED, runs_from=date(2026, 2, 1), reason="Closed", now=NOW)
    agree(propose(linked, practice_manager, months=120), ig_lead)
    assert services.set_dates(now=NOW) == 1
    call.refresh_from_db()
    assert call.retain_until == date(2036, 2, 1)


def test_without_a_class_for_it_nothing_is_kept_longer(ig_lead: User) -> None:
    assert services.keep_longer(recordings=[make_call().pk], covers=Covers.LINKED, runs_from=date(2026, 2, 1), reason="x", now=NOW) == 0


def test_shortening_needs_a_second_person_and_lengthening_does_not(kept: RetentionClass, ig_lead: User) -> None:
    shorter = propose(kept, ig_lead)
    with pytest.raises(Refused, match="second person"):
        agree(shorter, ig_lead)
    with acting_as(ig_lead):
        services.refuse_change(change_id=shorter.pk, actor=ig_lead, reason="Asked for longer", now=NOW)
    assert agree(propose(kept, ig_lead, months=48), ig_lead).state == ChangeState.AGREED


def test_the_database_too_refuses_a_shortening_by_one_person(kept: RetentionClass, ig_lead: User) -> None:
    change = propose(kept, ig_lead)
    change.state, change.decided_by, change.decided_at = ChangeState.AGREED, ig_lead, NOW
    with acting_as(ig_lead), pytest.raises(IntegrityError, match="shortening_needs_a_second_person"), transaction.atomic():
        change.save()


def test_the_database_too_refuses_another_end_by_one_person(kept: RetentionClass, ig_lead: User) -> None:
    change = propose(kept, ig_lead, months=48, at_end=AtEnd.REVIEW)
    change.state, change.decided_by, change.decided_at = ChangeState.AGREED, ig_lead, NOW
    with acting_as(ig_lead), pytest.raises(IntegrityError, match="shortening_needs_a_second_person"), transaction.atomic():
        change.save()


def test_a_class_has_one_open_change_and_a_change_is_decided_once(kept: RetentionClass, practice_manager: User, ig_lead: User) -> None:
    change = propose(kept, practice_manager)
    with pytest.raises(Conflict):
        propose(kept, practice_manager, months=24)
    agree(change, ig_lead)
    with pytest.raises(Conflict):
        agree(change, ig_lead)
    with acting_as(ig_lead), pytest.raises(Conflict):
        services.refuse_change(change_id=change.pk, actor=ig_lead, reason="Too late", now=NOW)


def test_a_change_of_a_version_that_is_no_longer_the_present_one_is_not_agreed(
    kept: RetentionClass, practice_manager: User, ig_lead: User
) -> None:
    change = propose(kept, practice_manager)
    with acting_as(ig_lead):
        kept.version = 5
        kept.save(update_fields=["version"])
    with pytest.raises(Conflict):
        agree(change, ig_lead)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"months": 0}, "1 to 600"),
        ({"months": 601}, "1 to 600"),
        ({"basis": " "}, "which basis"),
        ({"reason": " "}, "reason"),
        ({"months": 36}, "stands already"),
    ],
)
def test_a_change_makes_sense_and_says_why(kept: RetentionClass, practice_manager: User, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        propose(kept, practice_manager, **changed)


def test_call_records_are_kept_for_a_year_at_least(ig_lead: User) -> None:
    with acting_as(ig_lead):
        services.adopt_defaults(actor=ig_lead, now=NOW)
        records = RetentionClass.objects.get(covers=Covers.METADATA)
        with pytest.raises(Refused, match="12 to 600"):
            services.try_change(class_id=records.pk, months=11, now=NOW)
        assert services.try_change(class_id=records.pk, months=12, now=NOW).recordings == 0


def test_that_no_person_looks_any_more_needs_a_second_person_too(kept: RetentionClass, ig_lead: User) -> None:
    with pytest.raises(Refused, match="second person"):
        agree(propose(kept, ig_lead, months=36, at_end=AtEnd.REVIEW), ig_lead)


def test_the_wrong_people_neither_propose_nor_agree_nor_refuse(
    kept: RetentionClass, practice_manager: User, receptionist: User, dpo: User
) -> None:
    for person in (receptionist, dpo):
        with pytest.raises(Refused):
            propose(kept, person)
    change = propose(kept, practice_manager)
    for person in (practice_manager, dpo):
        with pytest.raises(Refused):
            agree(change, person)
        with acting_as(person), pytest.raises(Refused):
            services.refuse_change(change_id=change.pk, actor=person, reason="No", now=NOW)


def test_what_is_not_there_is_not_found(ig_lead: User) -> None:
    with pytest.raises(NotYours):
        services.try_change(class_id=0, months=12, now=NOW)
    with acting_as(ig_lead), pytest.raises(NotYours):
        services.agree_change(change_id=0, actor=ig_lead, reason="x", now=NOW)


def test_a_refusal_says_why(kept: RetentionClass, practice_manager: User, ig_lead: User) -> None:
    change = propose(kept, practice_manager)
    with acting_as(ig_lead), pytest.raises(Refused, match="reason"):
        services.refuse_change(change_id=change.pk, actor=ig_lead, reason=" ", now=NOW)


def test_the_day_of_the_database_is_the_day_of_the_clock() -> None:
    """Around midnight and both changes of the clocks, the local day by which recordings are grouped is the one that the clock says."""
    first = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    starts = [first + timedelta(hours=hours) for hours in (0, 1, 24, 25, 24 * 94, 24 * 210, 24 * 210 + 1, 24 * 211)]
    for start in starts:
        make_call(start)
    found = dict(Recording.objects.annotate(day=queries.runs_from()).values_list("started_at", "day"))
    assert found == {start: clock.local_day(start) for start in starts}
