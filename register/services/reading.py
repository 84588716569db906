"""That the register was read is itself in the trail."""

from callgov.trail.events import Event
from callgov.trail.services import record
from register.models import RegisterLine


def note_reading(*, lines: int, line: RegisterLine | None = None) -> None:
    """Record that so many lines of the register were shown (AU-11)."""
    record(Event.REGISTER_READ, subject=line, request=line.request_reference if line else "", facts={"lines": lines})
