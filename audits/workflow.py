"""The states of an audit, as data."""

from audits.models import State
from callgov.trail.events import Event
from callgov.workflow import Transition

_NOT_DRAWN = frozenset({State.PLANNED, State.TOO_FEW})
_BEFORE_A_SCORE = frozenset({State.PLANNED, State.TOO_FEW, State.SEEDED, State.DRAWN})

PLAN = Transition("plan", frozenset(), State.PLANNED, Event.AUDIT_PLANNED, "Plan this audit")
FIX_SEED = Transition("fix-seed", _NOT_DRAWN, State.SEEDED, Event.DRAW_BEGUN, "Fix the seed")
TOO_FEW = Transition("too-few", frozenset({State.SEEDED}), State.TOO_FEW, Event.SAMPLE_TOO_SMALL, "Too few calls")
DRAW = Transition("draw", frozenset({State.SEEDED}), State.DRAWN, Event.SAMPLE_DRAWN, "Draw three calls")
FINISH = Transition("finish", frozenset({State.DRAWN}), State.FINISHED, Event.AUDIT_FINISHED, "Finish this audit")
ACKNOWLEDGE = Transition("acknowledge", frozenset({State.FINISHED}), State.ANSWERED, Event.AUDIT_ANSWERED, "I have read this")
DISPUTE = Transition("dispute", frozenset({State.FINISHED}), State.DISPUTED, Event.AUDIT_DISPUTED, "Ask for a second look")
LOOK_AGAIN = Transition("look-again", frozenset({State.DISPUTED}), State.FINISHED, Event.SECOND_LOOK_FINISHED, "Finish the second look")
CANCEL = Transition("cancel", _BEFORE_A_SCORE, State.CANCELLED, Event.AUDIT_CANCELLED, "Cancel this audit")

TRANSITIONS = (PLAN, FIX_SEED, TOO_FEW, DRAW, FINISH, ACKNOWLEDGE, DISPUTE, LOOK_AGAIN, CANCEL)
