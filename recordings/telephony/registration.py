"""Fills the registry with what this wing shows on the floors below."""

from callgov.registry import Leaving, NavItem, registry
from callgov.roles import Action
from recordings.telephony import queries
from recordings.telephony.services.assigning import end_assignments_of

registry.nav.append(NavItem("Lines", "telephony", Action.SETTLE_INTAKE, 65, under="Recordings"))
registry.on_leaving.append(Leaving("extensions given back", queries.count_open, end_assignments_of))
