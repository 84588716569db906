"""Fills the registry with what this app shows on the floors below."""

from functools import partial

from callgov import diagrams
from callgov.registry import registry
from register import keeping, worklist
from register.custody import worklist as custody
from register.inspections import worklist as inspections
from register.inspections.evidence import proof
from register.inspections.workflow import TRANSITIONS as INSPECTION
from register.models import InspectionState, RedactionState, ReleaseState
from register.redaction import worklist as redaction
from register.redaction.workflow import TRANSITIONS as REDACTING
from register.workflow import TRANSITIONS

registry.nav.extend(worklist.NAV)
registry.work.extend([worklist.work, custody.work, inspections.work, redaction.work])
registry.reminders.extend([custody.reminders, inspections.reminders])
registry.blocks_disposal.append(keeping.BLOCKS)
registry.made_from.append(keeping.made_from)
registry.evidence.setdefault("RE-2", []).append(proof)
registry.request_acts.append(worklist.request_acts)
registry.diagrams["redaction-states"] = partial(diagrams.states, RedactionState, REDACTING)
registry.diagrams["release-states"] = partial(diagrams.states, ReleaseState, TRANSITIONS)
registry.diagrams["inspection-states"] = partial(diagrams.states, InspectionState, INSPECTION)
