"""The draw: the seed first, a pool by its rules, three calls by chance alone, the same whenever it is drawn again."""

from datetime import datetime, timedelta
from io import StringIO
from itertools import islice
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from audits.models import Audit, Authority, Pool, SampledCall, State
from audits.programme.services import Manner, set_manner
from audits.sample import queries, services
from audits.sample.pool import look_at
from audits.sample.rules import pool_rules
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import forget_roles
from callgov.people.services.roles import give_role
from callgov.refusals import Refused
from callgov.roles import Role
from callgov.sampling import order
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from recordings.access.rules import refuse_use
from recordings.models import AudioState, Direction, Grant, GrantAction, Recording
from tests.audits.factories import draw_for, make_calls
from tests.cast import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.clause("AU-4")]


def test_three_calls_are_drawn_from_records_alone(drawn: Audit, calls: list[Recording]) -> None:
    sample = queries.sample(drawn)
    assert (drawn.state, len(sample)) == (State.DRAWN, 3)
    assert {call.recording.audio_state for call in sample} == {AudioState.WITH_SUPPLIER}
    assert {call.recording for call in sample} <= set(calls)


def test_the_seed_is_in_the_trail_before_the_pool_is_looked_at(drawn: Audit) -> None:
    seeded = Entry.objects.get(event=Event.SEED_FIXED, request=drawn.reference)
    looked = Entry.objects.get(event=Event.SAMPLE_DRAWN, request=drawn.reference)
    assert seeded.pk < looked.pk
    assert seeded.facts["seed"] == drawn.seed
    assert looked.facts["digest"] == Pool.objects.get(audit=drawn).digest


def test_the_sample_is_what_the_seed_says_of_the_pool(drawn: Audit, calls: list[Recording]) -> None:
    in_order = sorted(calls, key=lambda call: (call.started_at, call.pk))
    places = list(islice(order(drawn.seed, 7), 3))
    assert [call.recording for call in queries.sample(drawn)] == [in_order[place] for place in places]


def test_pressing_again_draws_nothing_new(drawn: Audit, receptionist: User, assessor: User, now: datetime) -> None:
    before = [call.pk for call in queries.sample(drawn)]
    again = draw_for(receptionist, assessor, now)
    assert again.pk == drawn.pk
    assert [call.pk for call in queries.sample(again)] == before
    assert Entry.objects.filter(event=Event.SEED_FIXED).count() == 1


def test_a_draw_that_was_interrupted_goes_on_with_the_seed_that_stands(
    authority: Authority, calls: list[Recording], receptionist: User, assessor: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.delattr(services, "keep_pool")
        with pytest.raises(NameError):
            draw_for(receptionist, assessor, now)
    seeded = Audit.objects.get()
    assert seeded.state == State.SEEDED
    make_calls(receptionist, 5, now, imported_at=now + timedelta(hours=1))
    drawn = draw_for(receptionist, assessor, now + timedelta(hours=2))
    assert (drawn.seed, drawn.state, Pool.objects.get().size) == (seeded.seed, State.DRAWN, 7)


POOL_TABLE: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"direction": Direction.INTERNAL}, "internal"),
    ({"stated_seconds": None}, "unknown"),
    ({"stated_seconds": 29}, "short"),
    ({"stated_seconds": 30}, ""),
    ({"audio_state": AudioState.DESTROYED}, "destroyed"),
    ({"parties": "Caller and ASSESSOR"}, "assessor"),
    ({"parties": "Caller"}, ""),
]


def test_a_call_is_left_out_for_its_reason(
    authority: Authority, calls: list[Recording], receptionist: User, assessor: User, now: datetime
) -> None:
    for facts, _why in POOL_TABLE:
        make_calls(receptionist, 1, now, **facts)
    draw_for(receptionist, assessor, now)
    pool = Pool.objects.get()
    reasons = [why for _facts, why in POOL_TABLE if why]
    assert (pool.size, pool.left_out) == (7 + len(POOL_TABLE) - len(reasons), dict.fromkeys(reasons, 1))


def test_calls_of_others_of_another_time_or_told_later_are_no_part_of_it(
    authority: Authority, calls: list[Recording], receptionist: User, nurse: User, assessor: User, now: datetime
) -> None:
    make_calls(nurse, 3, now)
    make_calls(receptionist, 1, now - timedelta(days=95))
    make_calls(receptionist, 1, now, imported_at=now + timedelta(seconds=1))
    draw_for(receptionist, assessor, now)
    assert (Pool.objects.get().size, Pool.objects.get().left_out) == (7, {})


def test_a_call_is_audited_once_in_its_life(drawn: Audit, receptionist: User, assessor: User, now: datetime) -> None:
    pool = look_at(pool_rules(drawn))
    assert (pool.size, pool.left_out) == (4, {"audited": 3})


def test_with_two_calls_nothing_is_drawn_and_the_audit_waits(
    authority: Authority, receptionist: User, assessor: User, now: datetime
) -> None:
    make_calls(receptionist, 2, now)
    audit = draw_for(receptionist, assessor, now)
    assert (audit.state, SampledCall.objects.count(), Grant.objects.count()) == (State.TOO_FEW, 0, 0)
    make_calls(receptionist, 2, now - timedelta(days=5), imported_at=now)
    later = draw_for(receptionist, assessor, now + timedelta(days=1))
    assert (later.pk, later.state, later.seed != audit.seed) == (audit.pk, State.DRAWN, True)


def test_part_timers_have_twice_the_days(
    authority: Authority, receptionist: User, practice_manager: User, assessor: User, now: datetime
) -> None:
    make_calls(receptionist, 4, now - timedelta(days=120))
    with acting_as(practice_manager):
        set_manner(person=receptionist, manner=Manner("reception", part_time=True), actor=practice_manager, now=now)
    assert draw_for(receptionist, assessor, now).state == State.DRAWN


def test_short_calls_of_a_clinician_are_no_consultations(
    authority: Authority, nurse: User, practice_manager: User, assessor: User, now: datetime
) -> None:
    with acting_as(practice_manager):
        set_manner(person=nurse, manner=Manner("nursing"), actor=practice_manager, now=now)
    make_calls(nurse, 4, now)
    make_calls(nurse, 1, now, stated_seconds=119)
    draw_for(nurse, assessor, now)
    assert Pool.objects.get().left_out == {"short": 1}


# The grant


@pytest.mark.clause("AC-2")
def test_the_grant_covers_the_sample_and_nothing_else(drawn: Audit, assessor: User, ig_lead: User, now: datetime) -> None:
    grant = queries.first_assessment(drawn).grant
    assert (grant.holder, grant.issued_by, grant.actions) == (assessor, ig_lead, [GrantAction.LISTEN])
    assert {choice.recording for choice in grant.chosen.all()} == {call.recording for call in queries.sample(drawn)}
    refusal = refuse_use(grant, assessor, GrantAction.FIND, now)
    assert refusal is not None
    assert refusal.code == "not-granted"


@pytest.mark.clause("AC-2")
def test_nothing_is_drawn_without_an_authority(calls: list[Recording], receptionist: User, assessor: User, now: datetime) -> None:
    with pytest.raises(Refused, match="not authorised today"):
        draw_for(receptionist, assessor, now)
    assert not Audit.objects.exists()


@pytest.mark.clause("AC-2")
def test_nobody_hears_calls_on_their_own_authority(
    authority: Authority, calls: list[Recording], receptionist: User, ig_lead: User, now: datetime
) -> None:
    make_assessor(ig_lead)
    with pytest.raises(Refused, match="on their own authority"):
        draw_for(receptionist, ig_lead, now)


def make_assessor(person: User) -> None:
    with as_job(Job.COMMAND):
        give_role(person=person, role=Role.ASSESSOR, actor=None, now=clock.now())
    forget_roles(person)


@pytest.fixture
def drawable(authority: Authority, calls: list[Recording], receptionist: User) -> User:
    return receptionist


WHO = [
    ("receptionist", "assess yourself"),
    ("practice_manager", "does not hold the role Assessor"),
    ("line_manager", "A line manager does not"),
]


@pytest.mark.parametrize(("name", "sentence"), WHO)
def test_who_may_not_assess(
    name: str,
    sentence: str,
    authority: Authority,
    calls: list[Recording],
    receptionist: User,
    now: datetime,
    request: pytest.FixtureRequest,
) -> None:
    person = request.getfixturevalue(name)
    if name == "line_manager":
        make_assessor(person)
    with pytest.raises(Refused, match=sentence):
        draw_for(receptionist, person, now)


def test_the_database_refuses_an_assessor_of_themselves(drawn: Audit, receptionist: User) -> None:
    drawn.assessor = receptionist
    with acting_as(receptionist), pytest.raises(IntegrityError, match="nobody_assesses_themselves"), transaction.atomic():
        drawn.save()


# Swaps, and a fourth and fifth


def swap(audit: Audit, assessor: User, now: datetime, reason: str = "A personal call") -> SampledCall:
    first = queries.active(queries.sample(audit))[0]
    with acting_as(assessor):
        return services.swap(audit=audit, call_id=first.pk, assessor=assessor, reason=reason, now=now)


def test_a_swap_takes_the_next_of_the_same_order_and_keeps_the_old_with_its_reason(drawn: Audit, assessor: User, now: datetime) -> None:
    new = swap(drawn, assessor, now)
    sample = queries.sample(drawn)
    assert [call.place for call in sample] == list(islice(order(drawn.seed, 7), 4))
    assert (new.draw, sample[0].swapped_reason, len(queries.active(sample))) == (4, "A personal call", 3)


@pytest.mark.clause("AC-2")
def test_after_a_swap_the_old_call_can_be_heard_no_more(drawn: Audit, assessor: User, now: datetime) -> None:
    before = queries.first_assessment(drawn).grant
    swap(drawn, assessor, now)
    before.refresh_from_db()
    after = queries.first_assessment(drawn).grant
    assert before.ended_at is not None
    assert {choice.recording for choice in after.chosen.all()} == {call.recording for call in queries.active(queries.sample(drawn))}


def test_a_swap_without_a_reason_is_refused(drawn: Audit, assessor: User, now: datetime) -> None:
    with pytest.raises(Refused, match="Enter the reason"):
        swap(drawn, assessor, now, " ")


def test_only_the_assessor_swaps(drawn: Audit, practice_manager: User, now: datetime) -> None:
    with pytest.raises(Refused, match="Only the assessor"):
        swap(drawn, practice_manager, now)


def test_a_swap_ends_with_the_pool(drawn: Audit, assessor: User, now: datetime) -> None:
    for _ in range(4):
        swap(drawn, assessor, now)
    with pytest.raises(Refused, match="Every call"):
        swap(drawn, assessor, now)


def add(audit: Audit, assessor: User, now: datetime, reason: str = "Two of three were near silent") -> SampledCall:
    with acting_as(assessor):
        return services.add(audit=audit, assessor=assessor, reason=reason, now=now)


def test_a_fourth_and_a_fifth_need_a_reason_and_there_is_no_sixth(drawn: Audit, assessor: User, now: datetime) -> None:
    with pytest.raises(Refused, match="Enter the reason"):
        add(drawn, assessor, now, "")
    assert [add(drawn, assessor, now).draw for _ in range(2)] == [4, 5]
    with pytest.raises(Refused, match="five calls at most"):
        add(drawn, assessor, now)


def test_access_that_ran_out_is_renewed_for_the_same_sample(drawn: Audit, assessor: User, ig_lead: User, now: datetime) -> None:
    with acting_as(assessor):
        grant = services.renew(audit=drawn, assessor=assessor, now=now + timedelta(days=29))
    assert {choice.recording for choice in grant.chosen.all()} == {call.recording for call in queries.sample(drawn)}


# Drawing again


def test_anyone_with_the_record_draws_the_same(drawn: Audit, assessor: User, now: datetime) -> None:
    swap(drawn, assessor, now)
    out = StringIO()
    call_command("redraw_sample", drawn.reference, stdout=out)
    assert "The same sample." in out.getvalue()
    assert "seed in the trail: yes; before the pool: yes" in out.getvalue()


def test_a_sample_that_somebody_chose_is_found_out(drawn: Audit, calls: list[Recording], assessor: User) -> None:
    sample = queries.sample(drawn)
    other = next(call for call in calls if call not in [one.recording for one in sample])
    with acting_as(assessor):
        SampledCall.objects.filter(pk=sample[0].pk).recorded().update(recording=other)
    with pytest.raises(CommandError, match="NOT the sample"):
        call_command("redraw_sample", drawn.reference, stdout=StringIO())


def test_there_is_nothing_to_draw_again_where_nothing_was_drawn() -> None:
    with pytest.raises(CommandError, match="Nothing was drawn"):
        call_command("redraw_sample", "AUD-2026-9999")


def test_a_pool_never_changes(drawn: Audit, assessor: User) -> None:
    with acting_as(assessor), pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Pool.objects.filter(audit=drawn).recorded().update(size=8)


@pytest.mark.clause("AC-4")
def test_who_may_look_at_a_sample(drawn: Audit, request: pytest.FixtureRequest, now: datetime) -> None:
    seen = {}
    for name in ("assessor", "practice_manager", "ig_lead", "receptionist", "line_manager", "dpo", "partner", "nurse"):
        person = request.getfixturevalue(name)
        try:
            queries.one(person, drawn.reference, now.date())
            seen[name] = True
        except Refused:
            seen[name] = False
    assert [name for name, may in seen.items() if may] == ["assessor", "practice_manager", "ig_lead"]


def test_two_assessors_draw_once(authority: Authority, calls: list[Recording], receptionist: User, assessor: User, now: datetime) -> None:
    other = make_person("other_assessor", Role.ASSESSOR)
    draw_for(receptionist, assessor, now)
    with pytest.raises(Refused, match="Another assessor"):
        draw_for(receptionist, other, now)
