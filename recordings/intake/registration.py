"""Fills the registry with what this wing shows on the floors below."""

from functools import partial

from callgov import diagrams
from callgov.registry import registry
from recordings.intake import evidence, worklist
from recordings.intake.workflow import TRANSITIONS
from recordings.models import QuarantineState

registry.nav.append(worklist.NAV)
registry.work.append(worklist.work)
registry.evidence.setdefault("LB-1", []).append(evidence.lawful_basis)
registry.diagrams["quarantine-states"] = partial(diagrams.states, QuarantineState, TRANSITIONS)
