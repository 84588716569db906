"""Writing to the trail: the one way to record an act by name."""

from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from callgov.trail.events import Event
from callgov.trail.models import Entry


def record(
    event: Event,
    *,
    subject: Model | None = None,
    request: str = "",
    recording: UUID | None = None,
    person: Model | None = None,
    facts: dict[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Append one entry under the acting person or job (AU-11).

    `subject` is the thing acted on, `request` the reference of the request it belongs to, `recording` the call concerned,
    `person` whom it was done to. `facts` are references, counts and times: never what was said, never a name or a number.
    Raises AnonymousAct when nobody is named as acting.
    """
    entry = Entry(event=event, request=request, recording=recording, facts=facts or {}, reason=reason)
    if subject is not None:
        entry.content_type = ContentType.objects.get_for_model(subject)
        entry.object_pk = str(subject.pk)
        entry.object_repr = str(subject)
    if person is not None:
        entry.about_id = person.pk
    entry.save(force_insert=True)
    return entry
