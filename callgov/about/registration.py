"""What stands at the foot of every page of somebody who is logged in."""

from callgov.registry import NavItem, registry
from callgov.roles import Action

registry.foot += [NavItem("Policy", "policy", Action.SEE_HOME, 10), NavItem("Help", "help", Action.SEE_HOME, 20)]
