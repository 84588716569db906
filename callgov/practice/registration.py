"""What the practice's choices show elsewhere: their page in the menu of those who keep them."""

from callgov.registry import NavItem, registry
from callgov.roles import Action

registry.nav.append(NavItem("Settings", "practice_settings", Action.KEEP_SETTINGS, order=97, under="Practice"))
registry.nav.append(NavItem("Bank holidays", "holidays", Action.KEEP_SETTINGS, order=98, under="Practice"))
