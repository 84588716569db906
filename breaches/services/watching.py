"""What the service finds out by looking: subject access requests that nobody answered in time."""

from datetime import datetime

from breaches import queries
from callgov.incidents import IncidentKind, report_incident
from callgov.policy import enforces


@enforces("BR-2", "BR-3")
def report_late_rights(*, now: datetime) -> int:
    """Open a draft for each subject access request whose last day is over and that was not answered, once (law.md R4.12); how many."""
    late = queries.late_rights(now)
    for case in late:
        facts = {"due": case.due_on.isoformat(), "received": case.received_on.isoformat()}
        report_incident(kind=IncidentKind.LATE_SAR, subject=f"{case.reference} unanswered", request=case.reference, facts=facts, now=now)
    return len(late)
