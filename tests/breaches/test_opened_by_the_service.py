"""Drafts that the service opens by itself, with the facts filled in (law.md R4.12)."""

import uuid
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction

from access_requests.clocks.services import open_clock
from access_requests.models import Right
from breaches import incidents
from breaches.models import Breach, Kind, Receipt, State
from breaches.tasks import watch
from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.trail.context import acting_as, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry
from callgov.trail.services import record
from callgov.trail.tasks import check, seal
from recordings.access.queries import heard_outside_grants
from recordings.access.tasks import check_listening
from recordings.models import Grant
from tests.breaches.factories import assess
from tests.recordings.factories import make_call, make_grant

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BR-2")]


def incident(kind: str = IncidentKind.WRONG_RECIPIENT, **said: Any) -> Breach:
    given = {"subject": "copy-1", "request": "REQ-2026-0007", "facts": {"line": "2026/015", "collected": True}, "now": clock.now()} | said
    with as_job(Job.SEED):
        report_incident(kind=IncidentKind(kind), **given)
    return Breach.objects.get(incident_subject=given["subject"], incident_kind=kind)


def test_every_kind_of_incident_opens_a_draft_of_which_both_leads_are_told(ig_lead: User, dpo: User) -> None:
    for kind in IncidentKind:
        breach = incident(kind)
        assert (breach.state, breach.kind, breach.reporter) == (State.DRAFT, incidents.KINDS[kind], None), kind
        assert breach.what_happened.startswith(incidents.SENTENCES[kind]), kind
        told = Receipt.objects.filter(breach=breach).values_list("whom", "told__person__username")
        assert set(told) == {("ig_lead", "ig_lead"), ("dpo", "dpo")}, kind


def test_the_facts_are_filled_in(ig_lead: User) -> None:
    now, recording = clock.now(), uuid.uuid4()
    breach = incident(now=now, recording=recording, facts={"line": "2026/015", "collected": True, "collected_at": None})
    assert (breach.aware_at, breach.about_request, breach.recording) == (now, "REQ-2026-0007", recording)
    expected = "Request REQ-2026-0007. Line: 2026/015. Collected: yes. Collected at: not known."
    assert breach.what_happened == f"{incidents.SENTENCES[IncidentKind.WRONG_RECIPIENT]} {expected}"


def test_the_same_incident_opens_one_draft(ig_lead: User) -> None:
    assert incident().pk == incident().pk
    assert Breach.objects.count() == 1
    assert Entry.objects.filter(event=Event.INCIDENT_REPORTED).count() == 2


def test_of_two_workers_that_report_the_same_at_once_neither_fails(ig_lead: User) -> None:
    first = incident()
    with mock.patch("breaches.queries.of_incident", side_effect=[None, first]):  # the other one committed in between
        assert incident().pk == first.pk
    assert Breach.objects.count() == 1
    assert incident(subject="copy-2").reference.endswith("-0002")


def test_whose_act_it_was_settles_nothing_of_it(ig_lead: User) -> None:
    assert list(incident(person=ig_lead).involvements.values_list("person", flat=True)) == [ig_lead.pk]


def test_assessing_a_draft_makes_it_a_breach_in_hand(ig_lead: User) -> None:
    breach = incident()
    assess(breach, ig_lead, 2, 2)
    breach.refresh_from_db()
    assert breach.state == State.OPEN


def test_a_trail_that_does_not_pass_its_check_opens_one_draft_for_the_same_finding(ig_lead: User) -> None:
    with as_job(Job.SEED):
        record(Event.CALLS_SEARCHED)
    check()
    assert not Breach.objects.exists()
    with transaction.atomic(), connection.cursor() as cursor:  # as somebody would who has the database in hand
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE trail_entry SET transaction = '9999999999'")
    check()
    check()
    breach = Breach.objects.get()
    assert (breach.incident_kind, breach.kind) == (IncidentKind.FAILED_SEAL, Kind.OTHER)
    assert seal.name == "callgov.trail.tasks.seal"


def sent(listener: User, grant: uuid.UUID | None, recording: uuid.UUID) -> None:
    with acting_as(listener, grant=grant):
        record(Event.AUDIO_SENT, recording=recording)


@pytest.mark.clause("AC-4")
def test_what_was_heard_outside_a_grant_opens_a_draft(nurse: User, receptionist: User, ig_lead: User) -> None:
    call, good, over = make_call(), make_grant(nurse, ig_lead), make_grant(receptionist, ig_lead)
    ended = {"ended_at": clock.now() - timedelta(hours=1), "ended_by": ig_lead}
    Grant.objects.filter(pk=over.pk).recorded().update(**ended)
    sent(nurse, good.pk, call.pk)
    assert check_listening() == {"heard outside a grant": 0}
    sent(receptionist, over.pk, call.pk)
    sent(receptionist, over.pk, call.pk)
    sent(ig_lead, good.pk, call.pk)
    assert check_listening() == {"heard outside a grant": 2}
    check_listening()
    assert Breach.objects.count() == 2
    next_day = heard_outside_grants(clock.now() - timedelta(hours=1), clock.now())
    for entry in next_day:
        entry.timestamp += timedelta(days=1)
    with mock.patch("recordings.access.queries.heard_outside_grants", return_value=next_day):
        check_listening()
    assert Breach.objects.count() == 4, "what is heard on another day is another incident"
    drafts = Breach.objects.filter(incident_kind=IncidentKind.OUTSIDE_GRANT)
    assert {breach.involvements.get().person for breach in drafts} == {receptionist, ig_lead}


def test_a_subject_access_request_that_nobody_answered_in_time_opens_a_draft_once(ig_lead: User) -> None:
    now = clock.now()
    with as_job(Job.SEED):
        open_clock(reference="REQ-2026-0009", right=Right.SUBJECT_ACCESS, received_on=clock.local_day(now) - timedelta(days=60), now=now)
        open_clock(reference="REQ-2026-0010", right=Right.SUBJECT_ACCESS, received_on=clock.local_day(now), now=now)
    watch()
    watch()
    breach = Breach.objects.get()
    assert (breach.about_request, breach.kind) == ("REQ-2026-0009", Kind.RIGHTS)
    assert Entry.objects.filter(event=Event.INCIDENT_REPORTED).count() == 1
