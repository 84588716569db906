"""What the people app tells the rest once every app is loaded: its receivers, and where its pages are."""

from callgov.people import signals
from callgov.registry import NavItem, registry
from callgov.roles import Action, Role

_KEEPERS = (Role.PRACTICE_MANAGER, Role.SYSTEM_ADMINISTRATOR)

signals.connect()
registry.nav.append(NavItem("People", "people", Action.SEE_PEOPLE, order=95, roles_only=_KEEPERS, under="Practice"))
