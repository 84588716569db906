"""The states of a complaint or an objection, as data."""

from access_requests.models import MatterState
from callgov.trail.events import Event
from callgov.workflow import Transition

_OPEN, _DECIDED = frozenset({MatterState.OPEN}), frozenset({MatterState.DECIDED})

RECEIVE = Transition("receive", frozenset(), MatterState.OPEN, Event.MATTER_RECEIVED, "Log it")
DECIDE = Transition("decide", _OPEN, MatterState.DECIDED, Event.MATTER_DECIDED, "Decide")
ANSWER = Transition("answer", _DECIDED, MatterState.ANSWERED, Event.MATTER_ANSWERED, "Tell them the outcome")
GIVE_UP = Transition("give-up", _OPEN, MatterState.ANSWERED, Event.MATTER_ANSWERED, "Close because no answer came")

TRANSITIONS = (RECEIVE, DECIDE, ANSWER, GIVE_UP)
