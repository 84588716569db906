"""The wrong recipient: one act that revokes, stops collection and hands the facts over for a breach report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from callgov.incidents import IncidentKind, report_incident
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Conflict, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply
from register.custody import rules
from register.models import Misdelivery, Release, ReleaseState
from register.services.releasing import stop_collection
from register.workflow import REVOKE


@enforces("AC-10", "BR-2")
@transaction.atomic
def report_wrong_recipient(*, release_id: UUID, what_happened: str, actor: User, now: datetime) -> Misdelivery:
    """Revoke a copy that reached, or may have reached, the wrong person; end its link; open the breach draft (AC-10, BR-2).

    The stored package is destroyed by the next run of the job. Raises Conflict when somebody reported it first, Refused for a copy
    that never left.
    """
    copy = Release.objects.select_for_update(of=("self",)).select_related("request", "line").get(pk=release_id)
    reported = Misdelivery.objects.filter(release=copy).exists()
    refusal = rules.refuse_wrong_recipient(copy.state, reported=reported, what_happened=what_happened)
    if reported and refusal is not None:
        raise Conflict(refusal)
    insist(refusal)
    was_collected = copy.collected_at is not None
    with act():
        stop_collection(copy, now)
        if copy.state in (ReleaseState.RELEASED, ReleaseState.COLLECTED):
            apply(Release, copy.pk, REVOKE, actor=actor)
        report = Misdelivery.objects.create(
            release=copy, what_happened=what_happened.strip(), was_collected=was_collected, reported_by=actor, reported_at=now
        )
        record(Event.WRONG_RECIPIENT, subject=copy, request=copy.request_reference, facts={"collected": was_collected})
    report_incident(
        kind=IncidentKind.WRONG_RECIPIENT, subject=str(copy.pk), request=copy.request_reference, recording=copy.recording_id,
        person=copy.released_by, facts=_facts(copy, was_collected), now=now,
    )  # fmt: skip
    return report


def _facts(copy: Release, was_collected: bool) -> dict[str, str | int | bool | None]:
    """What a breach report can be filled with: references, counts and times, nobody's name."""
    collected = copy.collected_at.isoformat(timespec="seconds") if copy.collected_at else None
    return {
        "line": f"{copy.line.year}/{copy.line.number:03}", "copy": copy.copy_number, "format": copy.format, "method": copy.method,
        "recipient_type": copy.recipient_type, "released_at": copy.line.released_at.isoformat(timespec="seconds"),
        "collected": was_collected,
        "collected_at": collected, "sha256": copy.line.sha256, "seconds": (copy.duration_ms or 0) // 1000,
    }  # fmt: skip
