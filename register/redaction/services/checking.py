"""The second person: hears the copy as it would leave, and confirms it or sends it back."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from callgov import clock
from callgov.people.models import User
from callgov.people.queries import roles_on
from callgov.policy import enforces
from callgov.refusals import Refusal, insist
from callgov.trail.context import under
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import apply
from recordings.access.rules import refuse_stretch
from register.models import HeardPart, Redaction, RedactionCheck, RedactionState
from register.redaction import queries, rules
from register.redaction.workflow import CONFIRM, REPLACE, RETURN


def refuse_checker(found: Redaction, person: User, now: datetime) -> Refusal | None:
    """Whether this person may check this copy. The page asks it too."""
    roles = roles_on(person, clock.local_day(now))
    return rules.refuse_checker(person.pk, roles, makers=queries.makers(found), requester=found.request.requester_id)


@enforces("AU-11")
@transaction.atomic
def note_heard(*, redaction_id: UUID, person: User, start: float, end: float, now: datetime) -> None:
    """Write down which seconds of the copy the second person heard. Raises Refused for anyone else or a stretch that there is not."""
    found = queries.redaction(redaction_id)
    insist(refuse_checker(found, person, now))
    insist(refuse_stretch(start, end, (found.recording.duration_ms or 0) / 1000))
    assert found.preview is not None
    with act(), under(found.grant_id):
        HeardPart.objects.create(
            redaction=found, preview=found.preview, person=person, from_ms=round(start * 1000), until_ms=round(end * 1000), heard_at=now
        )
        facts = {"seconds": [round(start, 1), round(end, 1)], "copy": "to be checked"}
        record(Event.AUDIO_PLAYED, subject=found, recording=found.recording_id, facts=facts)


@enforces("AC-9", "AC-10")
@transaction.atomic
def confirm(*, redaction_id: UUID, person: User, nobody_else: bool, now: datetime) -> RedactionCheck:
    """Confirm the copy: from now on every copy of this call under this request is made with these parts silenced, and no other.

    Raises Refused for whoever prepared it, for whoever asked, before every part was heard, or while someone else is heard; Conflict when
    it is no longer there to be checked.
    """
    found = queries.redaction(redaction_id)
    rule = partial(_refuse_confirming, nobody_else=nobody_else, now=now)
    with under(found.grant_id):
        earlier = Redaction.objects.select_for_update().filter(
            request=found.request_id, recording=found.recording_id, state=RedactionState.CONFIRMED
        )
        for one in earlier:
            apply(Redaction, one.pk, REPLACE, actor=person, changes={"settled_at": now})
        apply(Redaction, found.pk, CONFIRM.guarded(rule), actor=person, changes={"settled_at": now})
        return _decide(found, person, now, confirmed=True, nobody_else=True, note="")


def _refuse_confirming(row: Redaction, person: User | None, *, nobody_else: bool, now: datetime) -> Refusal | None:
    assert person is not None
    parts = queries.parts_of(queries.spans(row))
    unheard = len(rules.unheard(parts, queries.heard(row, person)))
    return refuse_checker(row, person, now) or rules.refuse_confirming(len(parts), unheard, nobody_else=nobody_else)


@enforces("AC-9")
@transaction.atomic
def send_back(*, redaction_id: UUID, person: User, note: str, nobody_else: bool, now: datetime) -> RedactionCheck:
    """Send the copy back to whoever prepared it, with what must be changed. Raises as `confirm` does."""
    insist(rules.refuse_returning(note))
    found = queries.redaction(redaction_id)
    with under(found.grant_id):
        guarded = RETURN.guarded(lambda row, actor: refuse_checker(row, person, now))
        apply(Redaction, found.pk, guarded, actor=person)
        return _decide(found, person, now, confirmed=False, nobody_else=nobody_else, note=note.strip())


def _decide(found: Redaction, person: User, now: datetime, *, confirmed: bool, nobody_else: bool, note: str) -> RedactionCheck:
    assert found.preview is not None
    return RedactionCheck.objects.create(
        redaction=found, confirmed=confirmed, nobody_else_heard=nobody_else, note=note, preview_sha256=found.preview.sha256,
        prepared_by=found.prepared_by, checked_by=person, checked_at=now,
    )  # fmt: skip
