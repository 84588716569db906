"""The verbs of a transcript: write a version, draft one by speech to text, certify. The only writers of transcripts."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.context import under
from callgov.trail.events import Event
from callgov.trail.services import act, record
from recordings import audio
from recordings.access.services import insist_usable, open_access
from recordings.models import Grant, GrantAction, ObjectRole, Recording, StoredObject
from recordings.vault.store import Vault
from register.models import Origin, TranscriptCertificate, TranscriptVersion
from register.queries import case_of_grant, recording_under
from register.transcripts import queries, rules
from register.transcripts.lines import Line


@enforces("AC-9")
def write(*, grant_id: UUID, recording_id: UUID, person: User, lines: Sequence[Line], now: datetime) -> TranscriptVersion:
    """Keep a new version, its words sealed in the vault. Raises NotYours, Refused without a grant to listen or without lines."""
    return _keep(grant_id, recording_id, person, lines, Origin.TYPED, now)


def draft(*, grant_id: UUID, recording_id: UUID, person: User, session_key: str, now: datetime) -> TranscriptVersion:
    """A first version by the practice's own speech-to-text engine; nothing leaves the practice. It is corrected and certified by people.

    Raises EngineMissing when none is set up, and as `write` does.
    """
    call = recording_under(grant_id=grant_id, recording_id=recording_id)
    access = open_access(
        grant_id=grant_id, recording_id=recording_id, person=person, action=GrantAction.LISTEN, session_key=session_key, now=now
    )
    original = StoredObject.objects.get(subject=call.pk, role=ObjectRole.ORIGINAL, key_destroyed_at=None)
    heard = audio.transcribe(Vault().open(access, original), min(call.channels or 1, 2), call.duration_ms or 0, original.content_type)
    speakers = ("Caller", "Practice") if (call.channels or 1) > 1 else ("Speaker",)
    lines = [Line(one.from_ms, one.until_ms, speakers[one.channel], one.words) for one in heard]
    return _keep(grant_id, recording_id, person, lines, Origin.ENGINE, now)


def _keep(grant_id: UUID, recording_id: UUID, person: User, lines: Sequence[Line], origin: Origin, now: datetime) -> TranscriptVersion:
    case = case_of_grant(grant_id=grant_id, person=person)
    call: Recording = recording_under(grant_id=grant_id, recording_id=recording_id)
    grant = Grant.objects.get(pk=grant_id)
    insist_usable(grant, person, GrantAction.LISTEN, now)
    insist(rules.refuse_writing(len(lines)))
    content = json.dumps([astuple(line) for line in lines]).encode()
    identity = uuid.uuid4()
    stored = Vault().put(subject=identity, role=ObjectRole.TRANSCRIPT, chunks=[content], content_type="application/json")
    with transaction.atomic(), act(), under(grant_id):
        type(case).objects.select_for_update().get(pk=case.pk)
        last = queries.newest(case, recording_id)
        version = TranscriptVersion.objects.create(
            id=identity, request=case, recording=call, grant=grant, number=last.number + 1 if last else 1, origin=origin, stored=stored,
            lines=len(lines), written_by=person, written_at=now,
        )  # fmt: skip
        facts = {"version": version.number, "lines": len(lines), "origin": origin}
        record(Event.TRANSCRIPT_WRITTEN, subject=version, recording=call.pk, facts=facts)
    return version


@enforces("AC-9")
@transaction.atomic
def certify(*, version_id: UUID, person: User, now: datetime) -> TranscriptCertificate:
    """Certify that the newest version says what the call says, under one's own name. Raises NotYours, Refused."""
    version = queries.version(version_id)
    insist_usable(version.grant, person, GrantAction.LISTEN, now)
    newest = queries.newest(version.request, version.recording_id)
    certified = TranscriptCertificate.objects.filter(version=version).exists()
    insist(rules.refuse_certifying(number=version.number, newest=newest.number if newest else 0, certified=certified))
    told = partial(record, Event.TRANSCRIPT_CERTIFIED, subject=version, recording=version.recording_id)
    with act(), under(version.grant_id):
        told(facts={"version": version.number})
        return TranscriptCertificate.objects.create(version=version, certified_by=person, certified_at=now)
