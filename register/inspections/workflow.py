"""The states of an inspection, as data."""

from callgov.trail.events import Event
from callgov.workflow import Transition
from register.models import InspectionState as S

OPEN = Transition("open", frozenset(), S.OPEN, Event.INSPECTION_OPENED, "Open an inspection")
SIGN = Transition("sign", frozenset({S.OPEN}), S.SIGNED, Event.INSPECTION_SIGNED, "Sign this inspection")

TRANSITIONS = (OPEN, SIGN)
