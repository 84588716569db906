"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, roles and sign-in."""

    name = "callgov.people"
    label = "people"

    def ready(self) -> None:
        """Connect the sign-in library's signals to the trail, and say where the pages are."""
        from callgov.people import signals
        from callgov.registry import NavItem, registry
        from callgov.roles import Action, Role

        signals.connect()
        keepers = (Role.PRACTICE_MANAGER, Role.SYSTEM_ADMINISTRATOR)
        registry.nav.append(NavItem("People", "people", Action.SEE_PEOPLE, order=95, roles_only=keepers))
