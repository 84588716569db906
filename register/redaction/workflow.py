"""The states of a redaction, as data."""

from callgov.trail.events import Event
from callgov.workflow import Transition
from register.models import RedactionState as S

SEND = Transition("send", frozenset({S.DRAFT}), S.CHECKING, Event.REDACTION_SENT, "Send for checking")
RETURN = Transition("return", frozenset({S.CHECKING}), S.DRAFT, Event.REDACTION_RETURNED, "Send back with a note")
CONFIRM = Transition("confirm", frozenset({S.CHECKING}), S.CONFIRMED, Event.REDACTION_CONFIRMED, "Confirm the copy")
REPLACE = Transition("replace", frozenset({S.CONFIRMED}), S.REPLACED, Event.REDACTION_REPLACED, "Replace by a new version")
DISCARD = Transition("discard", frozenset({S.DRAFT}), S.DISCARDED, Event.REDACTION_DISCARDED, "Discard these marks")

TRANSITIONS = (SEND, RETURN, CONFIRM, REPLACE, DISCARD)
OPEN = frozenset({S.DRAFT, S.CHECKING})
"""Nobody has confirmed it yet, so nothing of that call leaves under that request."""
