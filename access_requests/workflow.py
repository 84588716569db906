"""The states of a request, as data."""

from access_requests.models import State
from callgov.trail.events import Event
from callgov.workflow import Transition

_WAITING = frozenset({State.SENT})
_GIVEN = frozenset({State.APPROVED})

SEND = Transition("send", frozenset(), State.SENT, Event.REQUEST_SENT, "Send request")
AGREE = Transition("agree", _WAITING, State.SENT, Event.REQUEST_STEP_AGREED, "Agree")
APPROVE = Transition("approve", _WAITING, State.APPROVED, Event.REQUEST_APPROVED, "Approve this request")
REFUSE = Transition("refuse", _WAITING, State.REFUSED, Event.REQUEST_REFUSED, "Refuse this request")
WITHDRAW = Transition("withdraw", _WAITING, State.WITHDRAWN, Event.REQUEST_WITHDRAWN, "Withdraw this request")
LAPSE = Transition("lapse", _WAITING, State.LAPSED, Event.REQUEST_LAPSED, "Nobody answered in time")
REOPEN = Transition(
    "reopen", frozenset({State.REFUSED, State.LAPSED, State.CLOSED}), State.SENT, Event.REQUEST_REOPENED, "Reopen this request"
)
NOT_HELD = Transition("not-held", _GIVEN, State.APPROVED, Event.NOT_HELD, "Record as not held")
GIVE_UP = Transition("give-up", _WAITING | _GIVEN, State.CLOSED, Event.REQUEST_CLOSED, "Close because no answer came")
CLOSE = Transition("close", _GIVEN, State.CLOSED, Event.REQUEST_CLOSED, "Close this request")

TRANSITIONS = (SEND, AGREE, APPROVE, REFUSE, WITHDRAW, LAPSE, REOPEN, NOT_HELD, GIVE_UP, CLOSE)
