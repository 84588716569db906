"""How a lower floor reports that something went wrong."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction

from callgov import clock
from callgov.incidents import Incident, IncidentKind, report_incident
from callgov.registry import registry
from callgov.trail.context import AnonymousAct, as_job
from callgov.trail.events import Event, Job
from callgov.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("BR-2")]


@pytest.fixture
def heard() -> Iterator[list[Incident]]:
    incidents: list[Incident] = []
    registry.incidents.append(incidents.append)
    yield incidents
    registry.incidents.remove(incidents.append)


def report(**given: object) -> Incident:
    said = {"kind": IncidentKind.AUDIO_LOST, "subject": "abc", "facts": {"finding": "missing"}, "now": clock.now()}
    with as_job(Job.INTEGRITY), transaction.atomic():
        return report_incident(**{**said, **given})  # type: ignore[arg-type]


def test_a_report_is_in_the_trail_with_its_facts() -> None:
    recording = uuid.uuid4()
    report(recording=recording, request="REQ-2026-0001")
    entry = Entry.objects.get(event=Event.INCIDENT_REPORTED)
    assert (entry.recording, entry.request, entry.job) == (recording, "REQ-2026-0001", Job.INTEGRITY)
    assert entry.facts == {"kind": "Audio is missing or damaged", "subject": "abc", "finding": "missing"}


def test_whoever_listens_is_told_inside_the_transaction(heard: list[Incident]) -> None:
    told = report()
    assert heard == [told]


def test_a_report_goes_with_the_transaction_that_is_rolled_back(heard: list[Incident]) -> None:
    with transaction.atomic():
        report()
        transaction.set_rollback(True)
    assert not Entry.objects.filter(event=Event.INCIDENT_REPORTED).exists()


def test_nobody_reports_anonymously() -> None:
    with pytest.raises(AnonymousAct):
        report_incident(kind=IncidentKind.FAILED_SEAL, subject="seal 3", now=clock.now())
