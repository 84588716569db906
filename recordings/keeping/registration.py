"""Fills the registry with what this wing shows on the floors below."""

from functools import partial

from callgov import diagrams
from callgov.registry import registry
from recordings.keeping import evidence, workflow, worklist
from recordings.models import BatchState

registry.nav.extend(worklist.NAV)
registry.work.append(worklist.work)
registry.request_acts.append(worklist.request_acts)
registry.reminders.append(worklist.reviews_due)
registry.diagrams["disposal-states"] = partial(diagrams.states, BatchState, workflow.DISPOSALS)

for clause, source in (("AC-1", evidence.authorised), ("AC-5", evidence.held), ("AC-10", evidence.destroyed)):
    registry.evidence.setdefault(clause, []).append(source)
