"""Fills the registry with what this wing shows on the floors below."""

from callgov.registry import NavItem, registry
from callgov.roles import Action

registry.nav.append(NavItem("Lines", "telephony", Action.SETTLE_INTAKE, 65))
