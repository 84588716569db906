"""How any floor says that something went wrong: a breach draft is opened by the floor that keeps breaches, which fills the registry.

    report_incident(kind=IncidentKind.WRONG_RECIPIENT, subject=str(release.pk), request=reference, facts={"line": "2026/015"}, now=now)

Called inside the caller's transaction, after what went wrong has been written: rolled back with it, never lost without it. The same kind
about the same subject opens one draft, however often it is reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import TextChoices

from callgov.people.models import User
from callgov.policy import enforces
from callgov.registry import registry
from callgov.trail.events import Event
from callgov.trail.services import record


class IncidentKind(TextChoices):
    """What the service itself can find to have gone wrong (law.md R4.12)."""

    WRONG_RECIPIENT = "wrong_recipient", "A copy reached the wrong recipient"
    LATE_SAR = "late_sar", "A subject access request was not answered in time"
    SAR_WRONGLY_REFUSED = "sar_wrongly_refused", "A subject access request was refused wrongly"
    GIVEN_IN_HASTE = "given_in_haste", "Something was given at once that should not have been"
    OUTSIDE_GRANT = "outside_grant", "Someone listened outside a grant"
    FAILED_SEAL = "failed_seal", "The trail did not pass its check"
    AUDIO_LOST = "audio_lost", "Audio is missing or damaged"
    SECRET_RECORDING = "secret_recording", "A call may have been recorded without notice"


@dataclass(frozen=True)
class Incident:
    """One thing that went wrong. `subject` is the id or reference of what it happened to; `facts` are ids, references, counts and times:
    never a name, a number or what was said. `person` is whose act it was, when that is known.
    """

    kind: IncidentKind
    subject: str
    noticed_at: datetime
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    request: str = ""
    recording: UUID | None = None
    person: User | None = None


@enforces("BR-2")
@transaction.atomic
def report_incident(
    *,
    kind: IncidentKind,
    subject: str,
    now: datetime,
    facts: Mapping[str, str | int | bool | None] | None = None,
    request: str = "",
    recording: UUID | None = None,
    person: User | None = None,
) -> Incident:
    """Record that something went wrong and hand it to the floor that opens a breach draft from it (BR-2, law.md R4.12).

    `request` is the reference of the request it belongs to, `recording` the call concerned.
    """
    incident = Incident(kind, subject, now, dict(facts or {}), request, recording, person)
    record(
        Event.INCIDENT_REPORTED, request=request, recording=recording, person=person,
        facts={"kind": str(kind.label), "subject": subject, **incident.facts},
    )  # fmt: skip
    for listener in registry.incidents:
        listener(incident)
    return incident
