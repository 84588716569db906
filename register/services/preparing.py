"""Making a copy: exactly what was agreed, in the format chosen, sealed into the vault."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from access_requests.assessment.queries import release_refused
from access_requests.models import AccessRequest, CopyFormat
from callgov import clock
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.context import under
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings import audio
from recordings.access.services import open_access, open_subject_access
from recordings.models import Access, GrantAction, ObjectRole, Recording, StoredObject
from recordings.purposes import PURPOSE_WORDS
from recordings.vault.store import Vault
from register import queries, rules
from register.models import Redaction, Release, TranscriptVersion
from register.redaction.queries import hidden_in, marks_of
from register.redaction.rules import refuse_leaving
from register.transcripts import queries as transcripts
from register.transcripts.lines import silenced, within
from register.transcripts.papers import Certified, as_pdf, as_text
from register.transcripts.rules import refuse_text


@dataclass(frozen=True)
class CopySpec:
    """What the releaser chose: format and why not the wanted one, extract in milliseconds, method, delete-by, the holder's address.

    `unredacted_reason` says why nothing is silenced, where nothing is.
    """

    format: str
    format_reason: str
    from_ms: int | None
    until_ms: int | None
    method: str
    delete_by: date
    holder_email: str = ""
    unredacted_reason: str = ""


@enforces("AC-9", "AC-10")
def prepare_copy(*, grant_id: UUID, recording_id: UUID, person: User, spec: CopySpec, session_key: str, now: datetime) -> Release:
    """Make one copy of a chosen call for the recipient that the request names, without the parts that are confirmed to be silenced.

    Opens an access under the releaser's grant (its entry is committed before a byte is read), cuts the original in one pass, proves
    that length and tags are right, and seals the result. Raises Refused, CopyNotProven, VaultUnavailable or TamperedObject; then
    there is no copy.
    """
    case = queries.case_of_grant(grant_id=grant_id, person=person)
    recording = queries.recording_under(grant_id=grant_id, recording_id=recording_id)
    marks = marks_of(case, recording_id)
    _insist_preparable(case, recording, person, spec, now, redacted=marks.confirmed is not None)
    insist(refuse_leaving(marks.open_states, marks.confirmed is not None, marks.demanded, spec.unredacted_reason))
    version = transcripts.newest(case, recording_id)
    insist(rules.refuse_listening(spec.method, text=spec.format in TEXT))
    if spec.format in TEXT:
        insist(refuse_text(certified=transcripts.is_certified(version)))
    who: Any = {"grant_id": grant_id, "person": person, "session_key": session_key, "now": now}
    with under(grant_id, reason=PURPOSE_WORDS[case.purpose]):
        release_id = uuid.uuid4()
        if spec.format in TEXT:
            assert version is not None
            stored = _write_out(release_id, version, spec, hidden_in(marks.confirmed), **who)
            duration_ms = (spec.until_ms or recording.duration_ms or 0) - (spec.from_ms or 0)
        else:
            access = open_access(recording_id=recording_id, action=GrantAction.RELEASE, **who)
            stored, duration_ms = _make(access, recording, release_id, spec, marks.confirmed)
        facts = {"grant_id": grant_id, "recording": recording, "redaction": marks.confirmed}
        return _enter(case, release_id, stored, duration_ms, spec, person=person, now=now, **facts)


def _insist_preparable(case: AccessRequest, recording: Recording, person: User, spec: CopySpec, now: datetime, *, redacted: bool) -> None:
    insist(rules.refuse_releaser(person.pk, queries.parties_of(case)))
    insist(
        rules.refuse_preparing(
            state=case.state, wanted=case.wanted, audio_state=recording.audio_state, delete_by=spec.delete_by, today=clock.local_day(now)
        )
    )
    insist(rules.refuse_extract(spec.from_ms, spec.until_ms, recording.duration_ms or 0))
    a_part = spec.from_ms is not None or spec.until_ms is not None
    insist(release_refused(case, recording.pk, extract=a_part or redacted, now=now))


TEXT = {CopyFormat.TEXT: "text/plain; charset=utf-8", CopyFormat.PDF: "application/pdf"}


def _write_out(release_id: UUID, version: TranscriptVersion, spec: CopySpec, hidden: list[audio.Span], **who: Any) -> StoredObject:
    """The certified transcript as it may leave: silenced in the same parts, sealed like any other copy."""
    access = open_subject_access(subject=version.pk, recording_id=version.recording_id, action=GrantAction.RELEASE, **who)
    call, certificate = version.recording, version.certificate
    lines = silenced(transcripts.lines(access, version), hidden, min(call.channels or 1, 2))
    lines = within(lines, spec.from_ms or 0, spec.until_ms or call.duration_ms or 0)
    head = Certified(version.request.reference, call.started_at, certificate.certified_by.get_full_name(), certificate.certified_at)
    content = as_pdf(lines, head) if spec.format == CopyFormat.PDF else as_text(lines, head)
    return Vault().put(subject=release_id, role=ObjectRole.RELEASE, chunks=[content], content_type=TEXT[CopyFormat(spec.format)])


def _make(access: Access, recording: Recording, release_id: UUID, spec: CopySpec, redaction: Redaction | None) -> tuple[StoredObject, int]:
    """The sealed copy and its proven length. What cannot be proven never reaches the vault."""
    original = StoredObject.objects.get(subject=recording.pk, role=ObjectRole.ORIGINAL, key_destroyed_at=None)
    start, end, fmt = spec.from_ms or 0, spec.until_ms or recording.duration_ms or 0, audio.CopyFormat(spec.format)
    wanted = audio.Wanted(
        fmt, start, end, min(recording.channels or 1, 2), original.content_type, hidden_in(redaction),
        audio.Cover(redaction.cover if redaction else audio.Cover.SILENCE),
    )  # fmt: skip
    vault = Vault()
    with audio.copied(vault.open(access, original), wanted) as copy:
        stored = vault.put(subject=release_id, role=ObjectRole.RELEASE, chunks=copy, content_type=fmt.content_type)
    return stored, copy.proof.ms


def _enter(
    case: AccessRequest,
    release_id: UUID,
    stored: StoredObject,
    duration_ms: int,
    spec: CopySpec,
    *,
    person: User,
    now: datetime,
    **facts: Any,
) -> Release:
    with act():
        AccessRequest.objects.select_for_update().get(pk=case.pk)
        highest = Release.objects.filter(request=case).aggregate(highest=Max("copy_number"))["highest"] or 0
        release = Release.objects.create(
            id=release_id, request=case, grant_id=facts["grant_id"], recording=facts["recording"], copy_number=highest + 1,
            redaction=facts["redaction"], unredacted_reason="" if facts["redaction"] else spec.unredacted_reason.strip(),
            format=spec.format, format_reason=spec.format_reason, from_ms=spec.from_ms, until_ms=spec.until_ms,
            recipient_name=case.recipient_name, recipient_organisation=case.recipient_organisation, recipient_type=case.recipient_type,
            method=spec.method, holder_email=spec.holder_email, stored=stored, duration_ms=duration_ms, delete_by=spec.delete_by,
            confirmation_required=rules.confirms_deletion(case.recipient_type, spec.method), prepared_by=person, prepared_at=now,
        )  # fmt: skip
        silenced = release.redaction.version if release.redaction else None
        facts_entered = {"format": spec.format, "sha256": stored.sha256, "copy": release.copy_number, "redaction": silenced}
        record(Event.COPY_PREPARED, subject=release, request=case.reference, recording=release.recording_id, facts=facts_entered)
        return release
