"""Grants through the real service: who issues and ends them, what the trail says, what the database refuses."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Thread
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from callgov import clock
from callgov.people.models import User
from callgov.refusals import Conflict, NotYours, Refused
from callgov.registry import registry
from callgov.trail.context import acting_as
from callgov.trail.events import Event
from callgov.trail.models import Entry
from recordings.access import queries, rules, services
from recordings.access.ranges import Wanted
from recordings.models import Access, Grant, GrantAction, GrantedRecording, Recording, Search
from tests.recordings.factories import make_chosen, make_grant, make_held_call

NOW = clock.now()


def end(grant: Grant, actor: User, reason: str = "Sent to the wrong person") -> Grant:
    with acting_as(actor):
        return services.end_grant(grant_id=grant.pk, actor=actor, reason=reason, now=clock.now())


@pytest.mark.clause("AC-2")
def test_the_information_governance_lead_issues_a_grant_until_the_end_of_a_day(receptionist: User, ig_lead: User) -> None:
    grant = make_grant(receptionist, ig_lead, now=NOW, days=7)
    assert grant.ends_at == clock.end_of_day(clock.local_day(NOW) + timedelta(days=7))
    assert list(queries.live_grants(receptionist, NOW)) == [grant]


@pytest.mark.clause("AC-1")
def test_the_deputy_issues_grants_too(receptionist: User, deputy: User) -> None:
    assert make_grant(receptionist, deputy).issued_by == deputy


@pytest.mark.clause("AC-1")
@pytest.mark.clause("AC-2")
@pytest.mark.parametrize("role", ["receptionist", "nurse", "dpo", "practice_manager", "assessor", "partner", "administrator", "outsider"])
def test_nobody_else_issues_a_grant(role: str, line_manager: User, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Refused) as refused:
        make_grant(line_manager, request.getfixturevalue(role))
    assert refused.value.refusal.code == "not-the-lead"
    assert not Grant.objects.exists()


@pytest.mark.clause("AC-1")
def test_nobody_grants_themselves_not_even_by_hand(ig_lead: User, grant: Grant) -> None:
    with pytest.raises(Refused):
        make_grant(ig_lead, ig_lead)
    grant.issued_by = grant.holder
    with pytest.raises(IntegrityError, match="nobody_grants_themselves"), acting_as(ig_lead), transaction.atomic():
        grant.save()


@pytest.mark.clause("AC-1")
def test_a_system_administrator_is_granted_nothing(administrator: User, ig_lead: User) -> None:
    with pytest.raises(Refused) as refused:
        make_grant(administrator, ig_lead)
    assert refused.value.refusal.code == "system-administrator"


@pytest.mark.clause("AC-1")
@pytest.mark.clause("AU-1")
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"purpose": ""}, "no-purpose"),
        ({"actions": set()}, "no-actions"),
        ({"window_from": NOW, "window_until": NOW}, "empty-window"),
        ({"ends_on": clock.local_day(NOW) - timedelta(days=2)}, "ends-before-start"),
        ({"days": 91}, "too-long"),
        ({"actions": {GrantAction.RELEASE}}, "holder-may-not"),
    ],
)
def test_a_grant_without_bounds_is_refused(fields: dict[str, Any], expected: str, receptionist: User, ig_lead: User) -> None:
    with pytest.raises(Refused) as refused:
        make_grant(receptionist, ig_lead, **fields)
    assert refused.value.refusal.code == expected


@pytest.mark.clause("AU-11")
def test_issuing_leaves_one_entry_that_names_neither_person_nor_number(grant: Grant, ig_lead: User, receptionist: User) -> None:
    entry = Entry.objects.get(request=grant.request_reference)
    assert (entry.event, entry.actor, entry.about, entry.object_pk) == (Event.GRANT_ISSUED, ig_lead, receptionist, str(grant.pk))
    until = rules.last_day(grant.ends_at).isoformat()
    assert entry.facts == {"purpose": "training", "actions": ["find", "listen"], "until": until, "decision": 1}


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("who", ["ig_lead", "deputy"])
def test_the_lead_or_deputy_ends_a_grant(who: str, grant: Grant, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who)
    ended = end(grant, actor)
    entry = Entry.objects.get(event=Event.GRANT_ENDED)
    assert (ended.ended_by, ended.ended_reason) == (actor, "Sent to the wrong person")
    assert (entry.actor, entry.about_id, entry.reason) == (actor, grant.holder_id, "Sent to the wrong person")
    assert not queries.live_grants(grant.holder, clock.now()).exists()


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("who", ["receptionist", "practice_manager", "dpo", "administrator"])
def test_nobody_else_ends_a_grant(who: str, grant: Grant, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Refused):
        end(grant, request.getfixturevalue(who))
    grant.refresh_from_db()
    assert grant.ended_at is None


def test_ending_needs_a_reason_a_grant_and_happens_once(grant: Grant, ig_lead: User) -> None:
    with pytest.raises(Refused, match="Enter the reason"):
        end(grant, ig_lead, reason=" ")
    with pytest.raises(NotYours):
        end(Grant(pk=uuid4()), ig_lead)
    end(grant, ig_lead)
    with pytest.raises(Conflict):
        end(grant, ig_lead)


@pytest.mark.clause("AC-1")
@pytest.mark.parametrize("by_hand", [True, False])
def test_whoever_leaves_leaves_their_grants(by_hand: bool, grant: Grant, ig_lead: User, nurse: User) -> None:
    other = make_grant(nurse, ig_lead)
    (leaving,) = [effect for effect in registry.on_leaving if effect.words == "open grants ended"]
    assert leaving.count(grant.holder, clock.now()) == 1
    with acting_as(ig_lead):
        assert leaving.end(grant.holder, ig_lead if by_hand else None, clock.now()) == 1
    assert leaving.count(grant.holder, clock.now()) == 0
    assert list(queries.live_grants(nurse, clock.now())) == [other]


def test_the_request_page_is_given_its_grants_with_the_calls_chosen(grant: Grant, chosen: Recording) -> None:
    (found,) = queries.grants_of_request(grant.request_reference)
    assert [choice.recording for choice in found.chosen.all()] == [chosen]


@pytest.mark.clause("AC-4")
@pytest.mark.parametrize("model", [Access, Search, GrantedRecording])
@pytest.mark.parametrize("change", ["UPDATE {} SET grant_id = grant_id", "DELETE FROM {}"])
def test_what_was_done_under_a_grant_cannot_be_changed_or_removed(change: str, model: Any, grant: Grant, chosen: Recording) -> None:
    now, terms = clock.now(), rules.limits(grant)
    services.search_calls(grant_id=grant.pk, person=grant.holder, terms=terms, now=now)
    services.open_access(grant_id=grant.pk, recording_id=chosen.pk, person=grant.holder, action="listen", session_key="s", now=now)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(model._meta.db_table))


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("AC-1")
def test_ending_waits_for_the_range_on_its_way_and_stops_the_next(receptionist: User, ig_lead: User) -> None:
    """Of a range and an end at the same instant, what was sent is written down before the end, and nothing after it."""
    grant, call = make_grant(receptionist, ig_lead), make_held_call()
    make_chosen(grant, [call])
    access = services.open_access(
        grant_id=grant.pk, recording_id=call.pk, person=receptionist, action="listen", session_key="s", now=clock.now()
    )
    ending = Thread(target=_end_elsewhere, args=(grant, ig_lead))
    with transaction.atomic():
        Grant.objects.select_for_update(no_key=True).get(pk=grant.pk)
        ending.start()
        ending.join(0.3)
        assert ending.is_alive()
    ending.join(10)
    with pytest.raises(Refused, match="Your access ended"):
        services.keep_access(access_id=access.pk, person=receptionist, session_key="s", now=clock.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("AC-1")
@pytest.mark.clause("AU-11")
def test_of_ranges_racing_with_the_end_none_is_sent_after_it(receptionist: User, ig_lead: User) -> None:
    grant, call = make_grant(receptionist, ig_lead), make_held_call()
    make_chosen(grant, [call])
    access = services.open_access(
        grant_id=grant.pk, recording_id=call.pk, person=receptionist, action="listen", session_key="s", now=clock.now()
    )
    listening = [Thread(target=_listen_until_refused, args=(access,)) for _ in range(3)]
    for thread in listening:
        thread.start()
    _wait_for(lambda: Entry.objects.filter(event=Event.AUDIO_SENT).count() >= 3)
    end(grant, ig_lead)
    for thread in listening:
        thread.join(20)
    last_sent = Entry.objects.filter(event=Event.AUDIO_SENT).latest("id")
    assert last_sent.pk < Entry.objects.get(event=Event.GRANT_ENDED).pk


def _listen_until_refused(access: Access) -> None:
    wanted = Wanted(0, 99)
    try:
        with suppress(Refused):
            while True:
                services.hand_over(access_id=access.pk, person=access.person, session_key="s", wanted=wanted, now=clock.now())
    finally:
        connection.close()


def _wait_for(come_true: Callable[[], bool]) -> None:
    for _ in range(200):
        if come_true():
            return
        sleep(0.02)
    raise AssertionError("It did not come true in time.")


def _end_elsewhere(grant: Grant, actor: User) -> None:
    try:
        end(grant, actor)
    finally:
        connection.close()
