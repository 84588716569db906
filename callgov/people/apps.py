"""The people app."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, roles and sign-in."""

    name = "callgov.people"
    label = "people"

    def ready(self) -> None:
        """Listen to the sign-in library, and say where the pages are."""
        import_module("callgov.people.registration")
