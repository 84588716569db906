"""Fills the registry with what this app shows on the floors below, and listens to what they report. Imported once, at the start."""

from functools import partial

from breaches import evidence, worklist
from breaches.models import State
from breaches.services.holding import hold_chosen
from breaches.services.reporting import open_from_incident
from breaches.workflow import TRANSITIONS
from callgov import diagrams
from callgov.registry import NavItem, Start, registry
from callgov.roles import Action

registry.nav += [
    NavItem("Breaches", "breaches", Action.HANDLE_BREACHES, 25),
    NavItem("Report a breach", "breach_report", Action.REPORT_BREACH, 200),
]
registry.starts.append(Start("Report a breach", "breach_report", Action.REPORT_BREACH, 90))
registry.work.append(worklist.work)
registry.standing.append(worklist.standing)
registry.reminders.append(worklist.reminders)
registry.foot.append(NavItem("Report a breach", "breach_report", Action.REPORT_BREACH, 0))
registry.request_acts.append(worklist.request_acts)
registry.incidents.append(open_from_incident)
registry.on_calls_chosen.append(hold_chosen)
for clause, source in (
    ("BR-1", evidence.told), ("BR-2", evidence.both_leads), ("BR-3", evidence.answered), ("BR-4", evidence.disciplinary),
):  # fmt: skip
    registry.evidence.setdefault(clause, []).append(source)
registry.diagrams["breach-states"] = partial(diagrams.states, State, TRANSITIONS)
