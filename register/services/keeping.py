"""What the Practice Manager adds: completions and corrections. Lines themselves never change."""

from datetime import datetime

from django.db import transaction

from callgov.people.models import User
from callgov.policy import enforces
from callgov.refusals import insist
from callgov.trail.events import Event
from callgov.trail.services import act, record
from register import rules
from register.book.columns import stands
from register.models import LineNote, RegisterLine


@enforces("RE-1")
def annotate_line(*, line: RegisterLine, kind: str, field: str, value: str, reason: str, actor: User, now: datetime) -> LineNote:
    """Complete or correct one field of a line by a new linked note; the original stays readable (RE-1).

    The line is locked, so that of two who complete the same field one comes first and the other is refused.
    """
    with transaction.atomic(), act():
        line = RegisterLine.objects.select_for_update(of=("self",)).select_related("release__request").get(pk=line.pk)
        insist(rules.refuse_note(kind, field, value, reason, stands=stands(line, field)))
        note = LineNote.objects.create(
            line=line, kind=kind, field=field, value=value.strip(), reason=reason.strip(), written_by=actor, written_at=now
        )
        event = Event.LINE_COMPLETED if kind == LineNote.Kind.COMPLETION else Event.LINE_CORRECTED
        record(event, subject=line, request=line.request_reference, facts={"field": field})
        return note
