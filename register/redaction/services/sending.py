"""Sending marks to a second person: the copy is made as it would leave, proven, and kept for them to hear."""

from datetime import datetime
from functools import partial
from uuid import UUID

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Refusal, insist
from callgov.trail.context import under
from callgov.workflow import MOVED_ON, apply
from recordings import audio
from recordings.access.services import Stretch, destroy_preview, insist_usable, make_preview
from recordings.intake.locks import alone, of_subject
from recordings.models import GrantAction
from register.models import Redaction
from register.redaction import queries, rules
from register.redaction.rules import Part
from register.redaction.services.tidying import MADE_ANEW_OR_OVER
from register.redaction.workflow import SEND

BEING_MADE = Refusal("being-made", "The copy is being made just now.", "Wait a minute, then look again.")


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
    destroy_preview(subject=draft.pk, reason=MADE_ANEW_OR_OVER, now=now)
    parts = queries.parts_of(queries.spans(draft))
    stretch = Stretch(0, draft.recording.duration_ms or 0, queries.hidden_in(draft), audio.Cover(draft.cover))
    made = make_preview(
        subject=draft.pk, call=draft.recording, stretch=stretch, grant_id=draft.grant_id, person=person, session_key=session_key, now=now
    )
    rule = partial(_refuse_sending, made_of=parts)
    changes = {"preview": made.stored, "kept_permille": made.kept_permille, "sent_at": now, "prepared_by": person}
    facts = {"parts": len(parts), "sha256": made.stored.sha256, "kept_permille": made.kept_permille}
    with under(draft.grant_id):
        return apply(Redaction, draft.pk, SEND.guarded(rule), actor=person, changes=changes, facts=facts)


def _refuse_sending(row: Redaction, _actor: User | None, *, made_of: list[Part]) -> Refusal | None:
    """The parts are still those of which the copy was made."""
    parts = queries.parts_of(queries.spans(row))
    return rules.refuse_sending(row.state, len(parts)) or (None if parts == made_of else MOVED_ON)
