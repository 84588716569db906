"""Calls that came by a route for which no notice is in force: what may be a secret recording becomes an incident (NO-6)."""

from datetime import datetime

from callgov import clock
from callgov.incidents import IncidentKind, report_incident
from callgov.policy import enforces
from callgov.refusals import Refusal
from recordings.channels import NoticeChannel
from recordings.intake import queries
from recordings.intake.resolve import NO_NOTICE


@enforces("NO-1", "NO-2", "NO-6")
def report_unnoticed(*, refusal: Refusal, source: str, now: datetime) -> None:
    """Report what may be a secret recording, for the Information Governance Lead to settle (NO-6); nothing for any other refusal.

    One incident for each source and each gap in a channel's notices, however many calls fell into it: they wait in quarantine one by one.
    """
    if not refusal.code.startswith(NO_NOTICE):
        return
    channel = NoticeChannel(refusal.code.removeprefix(NO_NOTICE))
    since = queries.gap_since(channel)
    gap = clock.local_day(since).isoformat() if since else "never"
    facts = {"route": str(channel.label), "source": source, "last_notice_until": gap}
    report_incident(kind=IncidentKind.SECRET_RECORDING, subject=f"{channel.value} {source} {gap}"[:80], facts=facts, now=now)
