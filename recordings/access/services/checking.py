"""Checking afterwards that everything heard was heard under a grant: the trail against the grants, by a job of its own."""

from datetime import datetime, timedelta

from django.db import transaction

from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.policy import enforces
from recordings.access import queries

LOOKS_BACK = timedelta(days=8)  # a week of missed nights is caught up


@enforces("AC-4", "BR-2")
@transaction.atomic
def report_listening_outside_grants(*, now: datetime) -> int:
    """Report audio that went to a player while no grant of that person allowed it: before it began, after it ended, under someone else's.

    Refusals stop it before it happens; this finds what came past them. What was heard on another
    day is another incident. Returns how many there were.
    """
    found = queries.heard_outside_grants(now - LOOKS_BACK, now)
    for one in found:
        report_incident(
            kind=IncidentKind.OUTSIDE_GRANT, subject=f"{one.actor_id} {one.recording} {clock.local_day(one.timestamp)}",
            recording=one.recording, request=one.request, person=one.actor,
            facts={"entry": one.pk, "grant": str(one.grant) if one.grant else None}, now=now,
        )  # fmt: skip
    return len(found)
