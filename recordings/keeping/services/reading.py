"""Reading why a recording is kept leaves its entry."""

from uuid import UUID

from callgov.policy import enforces
from callgov.trail.events import Event
from callgov.trail.services import record
from recordings.keeping.queries import holds as queries


@enforces("AC-4")
def note_read(*, recording_id: UUID) -> None:
    """Record that somebody looked up why a recording is kept (AC-4). Raises NotYours when there is none."""
    record(Event.RETENTION_READ, subject=queries.recording(recording_id))
