"""What the ground floor shows of complaints and objections. Imported once, when the app is ready."""

from functools import partial
from importlib import import_module

from access_requests.matters import worklist
from access_requests.matters.holding import hold_chosen
from access_requests.matters.of_callers import open_for_caller
from access_requests.matters.workflow import TRANSITIONS
from access_requests.models import MatterState
from callgov import diagrams
from callgov.registry import NavItem, Start, registry
from callgov.roles import Action

import_module("access_requests.matters.of_matters")
registry.nav.append(NavItem("Complaints and objections", "matters", Action.HANDLE_CASES, 17, under="Requests"))
registry.starts += [
    Start("Log a complaint about data", "data_complaint_new", Action.LOG_CASE, 60),
    Start("Log an objection to the use of data", "data_objection_new", Action.LOG_CASE, 61),
]
registry.work.append(worklist.work)
registry.on_objection.append(open_for_caller)
registry.on_calls_chosen.append(hold_chosen)
registry.diagrams["matter-states"] = partial(diagrams.states, MatterState, TRANSITIONS)
