"""What the floors below show of audits: menu, work list, leavers, proof, diagram. Imported once, when the app is ready."""

from functools import partial

from audits import evidence, reminding, worklist
from audits.models import ClipState, State
from audits.programme import queries as programme
from audits.programme.services import cancel_all_of
from audits.training.queries import made_from
from audits.training.workflow import TRANSITIONS as CLIP_TRANSITIONS
from audits.workflow import TRANSITIONS
from callgov import diagrams
from callgov.registry import Leaving, registry

registry.nav.extend(worklist.NAV)
registry.work.append(worklist.work)
registry.reminders.append(reminding.reminders)
registry.on_leaving.append(
    Leaving("audits cancelled", lambda person, _now: int(programme.open_audit_of(person) is not None), cancel_all_of)
)
registry.diagrams["audit-states"] = partial(diagrams.states, State, TRANSITIONS)
registry.diagrams["clip-states"] = partial(diagrams.states, ClipState, CLIP_TRANSITIONS)
registry.made_from.append(made_from)
for clause, source in (
    ("AU-3", evidence.planned),
    ("AU-4", evidence.drawn),
    ("AU-5", evidence.scored),
    ("AU-6", evidence.told),
    ("AU-7", evidence.collected),
    ("AU-8", evidence.learned),
    ("AU-9", evidence.marked),
    ("AU-10", evidence.marked),
):
    registry.evidence.setdefault(clause, []).append(source)
