"""Marking the parts of a call that must not be heard."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from access_requests.models import State
from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import Conflict, NotYours, Refusal, insist
from callgov.trail.context import under
from callgov.trail.events import Event
from callgov.trail.services import act, record
from callgov.workflow import MOVED_ON, apply
from recordings.access.services import insist_usable
from recordings.models import Grant, GrantAction
from register.models import Cover, Redaction, RedactionSpan, RedactionState
from register.queries import NOT_THERE, case_of_grant, recording_under
from register.redaction import queries, rules
from register.redaction.rules import Part
from register.redaction.workflow import DISCARD


@enforces("AC-9")
@transaction.atomic
def begin(*, grant_id: UUID, recording_id: UUID, person: User, now: datetime) -> Redaction:
    """The open redaction of a chosen call under this person's grant, or a new version with the parts of the confirmed one.

    Raises NotYours for someone else's grant or a call not chosen under it, Refused when the grant does not let them listen and release,
    Conflict when the request is not approved.
    """
    case = case_of_grant(grant_id=grant_id, person=person)
    call = recording_under(grant_id=grant_id, recording_id=recording_id)
    grant = Grant.objects.select_for_update(of=("self",), no_key=True).get(pk=grant_id)
    for action in (GrantAction.RELEASE, GrantAction.LISTEN):
        insist_usable(grant, person, action, now)
    if case.state != State.APPROVED:
        raise Conflict(MOVED_ON)
    marks = queries.marks_of(case, recording_id)
    if marks.open:
        return marks.open
    with act(), under(grant_id):
        version = queries.last_version(case, recording_id) + 1
        fresh = Redaction.objects.create(request=case, recording=call, grant=grant, version=version, prepared_by=person, begun_at=now)
        record(Event.REDACTION_BEGUN, subject=fresh, recording=call.pk, facts={"version": version})
        for span in queries.spans(marks.confirmed) if marks.confirmed else []:
            _add(fresh, rules.Part(span.from_ms, span.until_ms, span.side, span.ground, span.note), person, now)
    return fresh


@enforces("AC-9")
@transaction.atomic
def mark(*, redaction_id: UUID, person: User, part: Part, replaces: int | None = None, now: datetime) -> RedactionSpan:
    """Mark one part with its ground, in place of another if that is changed.

    Raises NotYours, Refused as `rules.refuse_part` says, Refused once it is sent.
    """
    if replaces is not None:
        unmark(redaction_id=redaction_id, span_id=replaces, person=person, now=now)
    draft = _open_to(person, redaction_id, now)
    insist(rules.refuse_part(part, draft.recording.duration_ms or 0, draft.recording.channels or 1))
    with act(), under(draft.grant_id):
        return _add(draft, part, person, now)


def _add(draft: Redaction, part: Part, person: User, now: datetime) -> RedactionSpan:
    span = RedactionSpan.objects.create(
        redaction=draft, from_ms=part.from_ms, until_ms=part.until_ms, side=part.side, ground=part.ground, note=part.note.strip(),
        marked_by=person, marked_at=now,
    )  # fmt: skip
    record(Event.PART_MARKED, subject=draft, recording=draft.recording_id, facts=_facts(span))
    return span


def _facts(span: RedactionSpan) -> dict[str, object]:
    return {"seconds": [span.from_ms / 1000, span.until_ms / 1000], "side": span.side, "ground": span.ground}


@transaction.atomic
def unmark(*, redaction_id: UUID, span_id: int, person: User, now: datetime) -> RedactionSpan:
    """Take a part out again; it can be put back until the parts are sent."""
    return _change(redaction_id, span_id, person, now, removed_at=now, event=Event.PART_UNMARKED)


@transaction.atomic
def unmark_undone(*, redaction_id: UUID, span_id: int, person: User, now: datetime) -> RedactionSpan:
    """Put a part back that was taken out."""
    return _change(redaction_id, span_id, person, now, removed_at=None, event=Event.PART_MARKED)


def _change(redaction_id: UUID, span_id: int, person: User, now: datetime, *, removed_at: datetime | None, event: Event) -> RedactionSpan:
    draft = _open_to(person, redaction_id, now)
    span = draft.spans.filter(pk=span_id).first()
    if span is None:
        raise NotYours(NOT_THERE)
    with act(), under(draft.grant_id):
        span.removed_at = removed_at
        span.save(update_fields=["removed_at"])
        record(event, subject=draft, recording=draft.recording_id, facts=_facts(span))
    return span


@transaction.atomic
def set_cover(*, redaction_id: UUID, cover: str, person: User, now: datetime) -> Redaction:
    """Choose what is heard in place of the parts."""
    draft = _open_to(person, redaction_id, now)
    if cover not in Cover.values:
        insist(Refusal("no-cover", "Choose silence or a tone."))
    draft.cover = cover
    draft.save(update_fields=["cover"])
    return draft


@transaction.atomic
def discard(*, redaction_id: UUID, person: User, now: datetime) -> Redaction:
    """Forget marks that nobody confirmed. What was confirmed before still counts."""
    draft = _open_to(person, redaction_id, now)
    with under(draft.grant_id):
        return apply(Redaction, draft.pk, DISCARD, actor=person, changes={"settled_at": now})


def _open_to(person: User, redaction_id: UUID, now: datetime) -> Redaction:
    """The draft, locked, if this person marks it under a grant that holds now."""
    found = queries.redaction(redaction_id)
    insist_usable(found.grant, person, GrantAction.LISTEN, now)
    found.state = Redaction.objects.select_for_update().values_list("state", flat=True).get(pk=redaction_id)
    insist(rules.refuse_changing(found.state))
    assert found.state == RedactionState.DRAFT
    return found
