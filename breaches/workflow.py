"""The states of a breach and of an action after it, as data."""

from breaches.models import FollowUpState, State
from callgov.trail.events import Event
from callgov.workflow import Transition

_DRAFT, _OPEN, _ANY = frozenset({State.DRAFT}), frozenset({State.OPEN}), frozenset({State.DRAFT, State.OPEN})
_OVER = frozenset({State.CLOSED, State.DISMISSED})

REPORT = Transition("report", frozenset(), State.OPEN, Event.BREACH_REPORTED, "Report this breach")
DRAFT = Transition("draft", frozenset(), State.DRAFT, Event.BREACH_DRAFTED, "Opened by the service")
CONFIRM = Transition("confirm", _DRAFT, State.OPEN, Event.BREACH_CONFIRMED, "Go on with this breach")
DISMISS = Transition("dismiss", _ANY, State.DISMISSED, Event.BREACH_DISMISSED, "Both leads say that it is not a breach")
CLOSE = Transition("close", _OPEN, State.CLOSED, Event.BREACH_CLOSED, "Close this breach")
REOPEN = Transition("reopen", _OVER, State.OPEN, Event.BREACH_REOPENED, "Open this breach again")

TRANSITIONS = (REPORT, DRAFT, CONFIRM, DISMISS, CLOSE, REOPEN)

SET = Transition("set", frozenset(), FollowUpState.TO_DO, Event.BREACH_ACTION_SET, "Set this action")
DONE = Transition("done", frozenset({FollowUpState.TO_DO}), FollowUpState.DONE, Event.BREACH_ACTION_DONE, "Record as done")
