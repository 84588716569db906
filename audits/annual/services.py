"""Writing and signing the annual practice audit: the only writers of it."""

from datetime import datetime

from django.db import transaction

from audits.annual import queries, rules
from audits.models import AnnualAudit, AnnualSignOff
from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import act, record


@enforces("AU-7")
@transaction.atomic
def write(*, year: int, summary: str, changes: str, actor: User, now: datetime) -> AnnualAudit:
    """Freeze the collective figures of a year as a new version, with the summary and what was changed (AU-7). Raises Refused."""
    roles = roles_on(actor, clock.local_day(now))
    insist(rules.refuse_writing(roles, queries.unfinished(year), queries.finished(year), summary))
    with act():
        annual = AnnualAudit.objects.create(
            year=year, version=queries.next_version(year), figures=queries.figures_of(year), summary=summary.strip(),
            changes=changes.strip(), made_by=actor, made_at=now,
        )  # fmt: skip
        record(Event.ANNUAL_AUDIT_WRITTEN, subject=annual, facts={"year": year, "version": annual.version})
    return annual


@enforces("AU-7")
@transaction.atomic
def sign(*, annual: AnnualAudit, actor: User, now: datetime) -> AnnualSignOff:
    """Sign a version off, which publishes it to the practice (AU-7). Raises Refused."""
    row = AnnualAudit.objects.select_for_update(of=("self",)).get(pk=annual.pk)
    signed = AnnualSignOff.objects.filter(annual=row).exists()
    insist(rules.refuse_signing(row, actor, roles_on(actor, clock.local_day(now)), signed=signed))
    with act():
        done = AnnualSignOff.objects.create(annual=row, written_by=row.made_by, signed_by=actor, signed_at=now)
        record(Event.ANNUAL_AUDIT_SIGNED, subject=row, facts={"year": row.year, "version": row.version})
    return done
