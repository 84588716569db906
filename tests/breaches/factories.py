"""Breaches at every stage, walked there by the real services."""

from datetime import datetime
from typing import Any

from breaches.models import Breach, Decision, Kind, Verdict
from breaches.services import deciding, following, recording, reporting, telling
from breaches.services.deciding import Sent
from breaches.services.recording import Known
from breaches.services.reporting import Report
from callgov import clock
from callgov.people.models import User
from callgov.trail.context import acting_as

HAPPENED = "I sent the copy for Mrs Jones to another patient."
KNOWN = Known(compromises=["confidentiality"], people_kinds="Patients", people_count=1, record_count=None, measures="Link ended.")


def report(reporter: User, *, now: datetime | None = None, **said: Any) -> Breach:
    """A breach that somebody has just reported."""
    words = {"what_happened": HAPPENED, "kind": Kind.WRONG_PERSON} | said
    with acting_as(reporter):
        return reporting.report_breach(reporter=reporter, report=Report(**words), now=now or clock.now())


def know(breach: Breach, person: User, whom: str, *, now: datetime | None = None) -> None:
    with acting_as(person):
        telling.acknowledge(reference=breach.reference, whom=whom, person=person, now=now or clock.now())


def describe(breach: Breach, lead: User, known: Known = KNOWN, *, now: datetime | None = None) -> None:
    with acting_as(lead):
        recording.describe(reference=breach.reference, lead=lead, known=known, now=now or clock.now())


def assess(breach: Breach, lead: User, likelihood: int, severity: int, *, now: datetime | None = None, vulnerable: bool = False) -> None:
    with acting_as(lead):
        recording.assess(
            reference=breach.reference, lead=lead, likelihood=likelihood, severity=severity, vulnerable=vulnerable,
            reasons="One person, and we have it back.", now=now or clock.now(),
        )  # fmt: skip


def decide(breach: Breach, lead: User, verdict: Verdict | str, *, now: datetime | None = None, reasons: str = "No risk left.") -> Decision:
    with acting_as(lead):
        return deciding.decide(reference=breach.reference, lead=lead, verdict=verdict, reasons=reasons, now=now or clock.now())


def submit(breach: Breach, lead: User, *, at: datetime, late_reason: str = "", now: datetime | None = None) -> None:
    sent = Sent("NHS incident tool", "DSPT-1", at, late_reason)
    with acting_as(lead):
        deciding.record_submission(reference=breach.reference, lead=lead, sent=sent, now=now or clock.now())


def close(breach: Breach, lead: User, learning: str = "We read the address aloud before we send.") -> Breach:
    with acting_as(lead):
        return following.close_breach(reference=breach.reference, lead=lead, learning=learning, now=clock.now())


def closed(reporter: User, ig_lead: User, dpo: User) -> Breach:
    """A breach that went all the way without being reported to anyone."""
    breach = report(reporter)
    know(breach, ig_lead, "ig_lead")
    know(breach, dpo, "dpo")
    describe(breach, ig_lead)
    assess(breach, ig_lead, 2, 2)
    decide(breach, ig_lead, Verdict.NOT_NOTIFY)
    return close(breach, ig_lead)
