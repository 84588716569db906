"""What may become of a file in quarantine."""

from callgov.trail.events import Event
from callgov.workflow import Transition
from recordings.models import QuarantineState

_WAITING = frozenset({QuarantineState.WAITING.value})

PUT = Transition("put", frozenset(), QuarantineState.WAITING, Event.CALL_QUARANTINED, "Put in quarantine")
DESTROY = Transition("destroy", _WAITING, QuarantineState.DESTROYED, Event.QUARANTINE_SETTLED, "Destroy this file")
TAKE_IN = Transition("take-in", _WAITING, QuarantineState.TAKEN_IN, Event.QUARANTINE_SETTLED, "Take in with this record")

TRANSITIONS = (PUT, DESTROY, TAKE_IN)
