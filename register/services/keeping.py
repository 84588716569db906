"""What the Practice Manager adds: completions, corrections, and that a copy is gone. Lines themselves never change."""

from datetime import datetime
from uuid import UUID

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, Refused, insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from register import queries, rules
from register.models import LineNote, RegisterLine, Release
from register.services.collecting import record_deletion


@enforces("RE-1")
def annotate_line(*, line: RegisterLine, kind: str, field: str, value: str, reason: str, actor: User, now: datetime) -> LineNote:
    """Complete or correct one field of a line by a new linked note; the original stays readable (RE-1)."""
    insist(rules.refuse_note(kind, field, value, reason))
    with act():
        note = LineNote.objects.create(
            line=line, kind=kind, field=field, value=value.strip(), reason=reason.strip(), written_by=actor, written_at=now
        )
        event = Event.LINE_COMPLETED if kind == LineNote.Kind.COMPLETION else Event.LINE_CORRECTED
        record(event, subject=line, request=line.request_reference, facts={"field": field})
        return note


@enforces("AC-10")
def confirm_deleted(*, release_id: UUID, evidence: str, now: datetime) -> Release:
    """The Practice Manager records that the holder's copy is gone, and how we know."""
    if not evidence.strip():
        raise Refused(Refusal("no-evidence", "Say how you know that the copy was deleted."))
    return record_deletion(release=queries.release(release_id), evidence=evidence.strip(), now=now)
