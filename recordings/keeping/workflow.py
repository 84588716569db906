"""The states of a change of the schedule and of a disposal, as data."""

from callgov.trail.events import Event
from callgov.workflow import Transition
from recordings.models import BatchState, ChangeState

PROPOSE_CHANGE = Transition(
    "propose", frozenset(), ChangeState.PROPOSED, Event.RETENTION_CHANGE_PROPOSED, "Propose this change"
)  # fmt: skip
AGREE_CHANGE = Transition(
    "agree", frozenset({ChangeState.PROPOSED}), ChangeState.AGREED, Event.RETENTION_CHANGE_AGREED, "Agree to this change"
)  # fmt: skip
REFUSE_CHANGE = Transition(
    "refuse", frozenset({ChangeState.PROPOSED}), ChangeState.REFUSED, Event.RETENTION_CHANGE_REFUSED, "Do not agree"
)  # fmt: skip
CHANGES = (PROPOSE_CHANGE, AGREE_CHANGE, REFUSE_CHANGE)

PROPOSE = Transition("propose", frozenset(), BatchState.PROPOSED, Event.DISPOSAL_PROPOSED, "Propose destruction")
AUTHORISE = Transition(
    "authorise", frozenset({BatchState.PROPOSED}), BatchState.AUTHORISED, Event.DISPOSAL_AUTHORISED, "Destroy them"
)  # fmt: skip
REFUSE = Transition("refuse", frozenset({BatchState.PROPOSED}), BatchState.REFUSED, Event.DISPOSAL_REFUSED, "Do not destroy them")
FINISH = Transition("finish", frozenset({BatchState.AUTHORISED}), BatchState.FINISHED, Event.DISPOSAL_FINISHED, "Everything was destroyed")
DISPOSALS = (PROPOSE, AUTHORISE, REFUSE, FINISH)
