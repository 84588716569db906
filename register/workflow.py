"""The states of a copy, as data."""

from callgov.trail.events import Event
from callgov.workflow import Transition
from register.models import ReleaseState as S

RELEASE = Transition("release", frozenset({S.PREPARED}), S.RELEASED, Event.COPY_RELEASED, "Release and write the line")
DISCARD = Transition("discard", frozenset({S.PREPARED}), S.DISCARDED, Event.COPY_DESTROYED, "Discard this copy")
COLLECT = Transition("collect", frozenset({S.RELEASED}), S.COLLECTED, Event.COPY_COLLECTED, "Download")
REVOKE = Transition("revoke", frozenset({S.RELEASED, S.COLLECTED}), S.REVOKED, Event.COPY_REVOKED, "Revoke this copy")
DESTROY = Transition(
    "destroy", frozenset({S.RELEASED, S.COLLECTED, S.REVOKED}), S.DESTROYED, Event.COPY_DESTROYED, "Destroy the stored copy"
)

TRANSITIONS = (RELEASE, DISCARD, COLLECT, REVOKE, DESTROY)
LIVE = frozenset({S.PREPARED, S.RELEASED, S.COLLECTED, S.REVOKED})
OUT = frozenset({S.RELEASED, S.COLLECTED, S.REVOKED, S.DESTROYED})
