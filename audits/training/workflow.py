"""The states of a training clip, as data."""

from audits.models import ClipState
from callgov.trail.events import Event
from callgov.workflow import Transition

_LIVE = frozenset({ClipState.ASKED, ClipState.AGREED, ClipState.CHECKING, ClipState.IN_LIBRARY})

PROPOSE = Transition("propose", frozenset(), ClipState.ASKED, Event.CLIP_PROPOSED, "Ask for consent")
AGREE = Transition("agree", frozenset({ClipState.ASKED}), ClipState.AGREED, Event.CLIP_AGREED, "I agree")
DECLINE = Transition("decline", frozenset({ClipState.ASKED}), ClipState.DECLINED, Event.CLIP_DECLINED, "I do not agree")
PREPARE = Transition("prepare", frozenset({ClipState.AGREED}), ClipState.CHECKING, Event.CLIP_PREPARED, "Make the clip")
RETURN = Transition("return", frozenset({ClipState.CHECKING}), ClipState.AGREED, Event.CLIP_RETURNED, "Send it back")
APPROVE = Transition("approve", frozenset({ClipState.CHECKING}), ClipState.IN_LIBRARY, Event.CLIP_APPROVED, "Put it in the library")
WITHDRAW = Transition("withdraw", _LIVE, ClipState.WITHDRAWN, Event.CLIP_WITHDRAWN, "Take it out")
EXPIRE = Transition("expire", frozenset({ClipState.IN_LIBRARY}), ClipState.EXPIRED, Event.CLIP_EXPIRED, "Expire")

TRANSITIONS = (PROPOSE, AGREE, DECLINE, PREPARE, RETURN, APPROVE, WITHDRAW, EXPIRE)
