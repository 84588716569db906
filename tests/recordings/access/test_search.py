"""Search inside a grant: only narrower, counted and committed before a call is shown, never a call outside (AC-4, AC-5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callgov import clock
from callgov.models import Setting
from callgov.people.models import User
from callgov.refusals import NotYours, Refused
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access import queries, rules, services
from recordings.access.rules import Terms
from recordings.access.services import Found
from recordings.models import Direction, Grant, GrantAction, GrantedRecording, Recording, Search
from tests.recordings.factories import CALLED, NUMBER, make_call, make_chosen, make_extension, make_grant

HOUR = timedelta(hours=1)
OTHER = "+447700900999"


def search(grant: Grant, terms: Terms | None = None, person: User | None = None) -> Found:
    return services.search_calls(grant_id=grant.pk, person=person or grant.holder, terms=terms or rules.limits(grant), now=clock.now())


@pytest.mark.clause("AC-5")
def test_a_call_inside_the_grant_is_found(grant: Grant) -> None:
    inside, _before, _after = make_call(), make_call(CALLED - timedelta(days=1)), make_call(CALLED + timedelta(days=1))
    assert search(grant).calls == (inside,)


@pytest.mark.clause("AC-5")
def test_each_term_narrows(grant: Grant) -> None:
    wanted = make_call(direction=Direction.OUTGOING)
    make_call(CALLED + 2 * HOUR), make_call(extension="301"), make_call(number=OTHER)
    terms = Terms(CALLED, CALLED + HOUR, make_extension("214"), NUMBER, "", Direction.OUTGOING)
    assert search(grant, terms).calls == (wanted,)


@pytest.mark.clause("AC-5")
def test_the_last_six_digits_of_a_number_are_enough(grant: Grant) -> None:
    wanted = make_call()
    make_call(number=OTHER)
    assert search(grant, replace(rules.limits(grant), number_ends=NUMBER[-6:])).calls == (wanted,)


def test_the_window_holds_its_first_instant_and_not_its_last(grant: Grant) -> None:
    first, _last = make_call(CALLED), make_call(CALLED + HOUR)
    assert search(grant, Terms(CALLED, CALLED + HOUR)).calls == (first,)


def test_newest_calls_stand_first(grant: Grant) -> None:
    early, late = make_call(), make_call(CALLED + HOUR)
    assert search(grant).calls == (late, early)


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("change", [{"window_from": CALLED - timedelta(days=2)}, {"window_until": CALLED + timedelta(days=2)}])
def test_a_wider_search_is_refused_and_shows_nothing(change: dict[str, datetime], grant: Grant) -> None:
    with pytest.raises(Refused, match="wider than what was approved"):
        search(grant, replace(rules.limits(grant), **change))
    assert not Search.objects.exists()


@pytest.mark.clause("AC-4")
def test_a_grant_for_one_extension_and_number_finds_no_other(receptionist: User, ig_lead: User) -> None:
    grant = make_grant(receptionist, ig_lead, extension=make_extension("214"), external_e164=NUMBER)
    wanted = make_call()
    make_call(extension="301"), make_call(number=OTHER)
    assert search(grant).calls == (wanted,)
    assert search(grant, Terms(grant.window_from, grant.window_until)).calls == (wanted,)


@pytest.mark.clause("AC-5")
@pytest.mark.clause("AU-11")
def test_a_search_is_in_the_record_and_in_the_trail_with_counts_only(grant: Grant) -> None:
    make_call()
    found = search(grant, replace(rules.limits(grant), external_e164=NUMBER))
    entry = Entry.objects.get(event=Event.CALLS_SEARCHED)
    assert (entry.actor, entry.grant, entry.request) == (grant.holder, grant.pk, "REQ-2026-0042")
    assert entry.facts == {"found": 1, "too_many": False}
    assert NUMBER not in str(entry.__dict__)
    assert (found.search.external_e164, found.search.found, found.search.person) == (NUMBER, 1, grant.holder)


@pytest.mark.clause("AC-5")
def test_finding_nothing_is_an_answer_in_the_record(grant: Grant) -> None:
    assert search(grant).calls == ()
    assert Search.objects.get().found == 0


@pytest.mark.clause("AC-4")
def test_more_calls_than_the_limit_show_none(grant: Grant, ig_lead: User) -> None:
    with acting_as(ig_lead):
        Setting.objects.create(name="search_limit", value=2, reason="Small practice", set_by=ig_lead, set_at=clock.now())
    make_call(), make_call()
    assert len(search(grant).calls) == 2
    make_call()
    found = search(grant)
    assert found.calls == ()
    assert str(found.refusal) == "Too many calls fit. Narrow the time to 2 hours or less."
    assert (found.search.too_many, found.search.found) == (True, 0)


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("who", ["nurse", "ig_lead", "dpo", "administrator", "practice_manager"])
def test_nobody_but_the_holder_searches(who: str, grant: Grant, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotYours):
        search(grant, person=request.getfixturevalue(who))
    assert not Entry.objects.filter(event=Event.CALLS_SEARCHED).exists()


@pytest.mark.clause("AC-4")
def test_a_grant_to_listen_alone_does_not_search(receptionist: User, ig_lead: User) -> None:
    grant = make_grant(receptionist, ig_lead, actions={GrantAction.LISTEN})
    with pytest.raises(Refused, match="does not let you find the call"):
        search(grant)


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("AC-4")
def test_the_search_is_committed_before_a_call_is_handed_over(receptionist: User, ig_lead: User) -> None:
    """A search inside someone's transaction, which could still be undone, is not made at all."""
    grant = make_grant(receptionist, ig_lead)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        search(grant)


@pytest.mark.clause("AC-4")
def test_a_call_is_chosen_once_and_the_trail_says_which(grant: Grant) -> None:
    call = make_call()
    make_chosen(grant, [call])
    make_chosen(grant, [call])
    entry = Entry.objects.get(event=Event.CALL_CHOSEN)
    assert (entry.recording, entry.grant, entry.actor) == (call.pk, grant.pk, grant.holder)
    assert GrantedRecording.objects.get().recording == call


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("started", [CALLED - timedelta(days=1), CALLED + timedelta(days=1)])
def test_a_call_outside_the_grant_cannot_be_chosen(started: datetime, grant: Grant) -> None:
    inside, outside = make_call(), make_call(started)
    with pytest.raises(NotYours):
        make_chosen(grant, [inside, outside])
    with pytest.raises(NotYours):
        make_chosen(grant, [Recording(pk=uuid4())])
    assert not GrantedRecording.objects.exists()


DAY = datetime(2026, 11, 2, tzinfo=UTC)
EXTENSIONS, NUMBERS = ("214", "301"), (NUMBER, OTHER, "")
instants = st.integers(-6, 30).map(lambda hours: DAY + hours * HOUR)


@pytest.fixture
def archive(db: None) -> list[Recording]:
    return [
        make_call(DAY + hour * HOUR, extension=EXTENSIONS[hour % 2], number=NUMBERS[hour % 3], direction=list(Direction)[hour % 4])
        for hour in range(-6, 30)
    ]


@pytest.mark.clause("AC-4")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.tuples(instants, instants), st.sampled_from([None, *EXTENSIONS]), st.sampled_from(NUMBERS),
    st.sampled_from(["", NUMBER[-6:], OTHER[-6:]]), st.sampled_from(["", *Direction.values]), st.booleans(),
)  # fmt: skip
def test_no_search_ever_shows_a_call_outside_the_grant(
    archive: list[Recording], ig_lead: User, receptionist: User,
    window: tuple[datetime, datetime], extension: str | None, number: str, ends: str, direction: str, limited: bool,
) -> None:  # fmt: skip
    limits = {"extension": make_extension("214"), "external_e164": NUMBER} if limited else {}
    grant = make_grant(receptionist, ig_lead, window_from=DAY + 2 * HOUR, window_until=DAY + 20 * HOUR, **limits)
    terms = Terms(*window, make_extension(extension) if extension else None, number, ends, direction)
    try:
        calls = search(grant, terms).calls
    except Refused:
        return
    for call in calls:
        assert grant.window_from <= call.started_at < grant.window_until
        assert not limited or (call.extension == limits["extension"] and call.external_e164 == NUMBER)
    assert {call.pk for call in calls} == {call.pk for call in archive if _fits(call, grant, terms)}


def _fits(call: Recording, grant: Grant, terms: Terms) -> bool:
    """The same said once more in plain Python."""
    return (
        max(grant.window_from, terms.window_from) <= call.started_at < min(grant.window_until, terms.window_until)
        and (grant.extension or terms.extension or call.extension) == call.extension
        and (grant.external_e164 or terms.external_e164 or call.external_e164) == call.external_e164
        and call.external_e164.endswith(terms.number_ends)
        and terms.direction in ("", call.direction)
    )


@pytest.mark.clause("AC-5")
@pytest.mark.parametrize("change", [{}, {"external_e164": NUMBER}, {"number_ends": NUMBER[-6:]}, {"extension": True}])
def test_every_search_is_answered_from_an_index(change: dict[str, object], grant: Grant) -> None:
    if change.get("extension"):
        change = {"extension": make_extension()}
    calls = queries.calls_within(grant, replace(rules.limits(grant), **change))[:51]  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = calls.explain()
    assert "recordings_recording" in plan
    assert "Seq Scan on recordings_recording" not in plan


@pytest.mark.clause("AC-5")
def test_the_end_of_a_number_has_an_index_of_its_own(grant: Grant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for other in indexes_but("recording_number_ends", cursor):
            cursor.execute(f'DROP INDEX "{other}"')
    plan = queries.calls_within(grant, replace(rules.limits(grant), number_ends="900461")).explain()
    assert "recording_number_ends" in plan


def indexes_but(kept: str, cursor: CursorWrapper) -> list[str]:
    """The other indexes of the calls that hold no constraint: on so few rows the planner takes any of them."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indrelid = 'recordings_recording'::regclass AND NOT i.indisunique"
        " AND i.indexrelid <> %s::regclass",
        [kept],
    )
    return [name for (name,) in cursor.fetchall()]
