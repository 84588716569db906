"""Sending marks to a second person: the copy is made as it would leave, proven, and kept for them to hear."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, insist
from callgov.trail.context import under
from callgov.workflow import MOVED_ON, apply
from recordings import audio
from recordings.access.services import insist_usable, open_access
from recordings.intake.locks import alone, of_subject
from recordings.models import GrantAction, ObjectRole, StoredObject
from recordings.vault.store import Vault
from register.models import Redaction
from register.redaction import queries, rules
from register.redaction.rules import Part
from register.redaction.services.tidying import destroy_preview
from register.redaction.workflow import SEND

BEING_MADE = Refusal("being-made", "The copy is being made just now.", "Wait a minute, then look again.")


@dataclass(frozen=True)
class Made:
    """The copy to be checked, and how much of the sound it keeps."""

    stored: StoredObject
    kept_permille: int


@enforces("AC-9", "AC-10")
def send(*, redaction_id: UUID, person: User, session_key: str, now: datetime) -> Redaction:
    """Make the copy as it would be released, prove it, and hand it to a second person.

    Called outside any transaction: the access is committed before a byte is read, and the copy is sealed before the state changes. Raises
    NotYours, Refused without parts or once it is sent, Conflict while it is being made by an earlier press, CopyNotProven,
    VaultUnavailable or TamperedObject; then nothing was sent.
    """
    with alone(of_subject(redaction_id), BEING_MADE):
        return _send(redaction_id, person, session_key, now)


def _send(redaction_id: UUID, person: User, session_key: str, now: datetime) -> Redaction:
    draft = queries.redaction(redaction_id)
    insist_usable(draft.grant, person, GrantAction.RELEASE, now)
    insist(rules.refuse_sending(draft.state, len(queries.spans(draft))))
    destroy_preview(draft, now=now)
    parts = queries.parts_of(queries.spans(draft))
    made = _make(draft, person, session_key, now)
    rule = partial(_refuse_sending, made_of=parts)
    changes = {"preview": made.stored, "kept_permille": made.kept_permille, "sent_at": now, "prepared_by": person}
    facts = {"parts": len(parts), "sha256": made.stored.sha256, "kept_permille": made.kept_permille}
    with under(draft.grant_id):
        return apply(Redaction, draft.pk, SEND.guarded(rule), actor=person, changes=changes, facts=facts)


def _refuse_sending(row: Redaction, _actor: User | None, *, made_of: list[Part]) -> Refusal | None:
    """The parts are still those of which the copy was made."""
    parts = queries.parts_of(queries.spans(row))
    return rules.refuse_sending(row.state, len(parts)) or (None if parts == made_of else MOVED_ON)


def _make(draft: Redaction, person: User, session_key: str, now: datetime) -> Made:
    call = draft.recording
    access = open_access(
        grant_id=draft.grant_id, recording_id=call.pk, person=person, action=GrantAction.RELEASE, session_key=session_key, now=now
    )
    original = StoredObject.objects.get(subject=call.pk, role=ObjectRole.ORIGINAL, key_destroyed_at=None)
    wanted = audio.Wanted(
        audio.CopyFormat.MP3, 0, call.duration_ms or 0, min(call.channels or 1, 2), original.content_type,
        queries.hidden_in(draft), audio.Cover(draft.cover),
    )  # fmt: skip
    vault = Vault()
    with audio.copied(vault.open(access, original), wanted) as copy:
        keep = partial(vault.put, subject=draft.pk)
        stored = keep(role=ObjectRole.PREVIEW, chunks=copy, content_type=wanted.fmt.content_type)
        peaks = json.dumps({"peaks": copy.peaks, "duration": copy.proof.ms / 1000}).encode()
        keep(role=ObjectRole.PEAKS, chunks=[peaks], content_type="application/json")
        return Made(stored, int(copy.proof.kept * 1000))
