"""Fills the registry with what this app shows on the floors below."""

from functools import partial

from callgov import diagrams
from callgov.registry import registry
from register import worklist
from register.models import ReleaseState
from register.workflow import TRANSITIONS

registry.nav.extend(worklist.NAV)
registry.work.append(worklist.work)
registry.request_acts.append(worklist.request_acts)
registry.diagrams["release-states"] = partial(diagrams.states, ReleaseState, TRANSITIONS)
