"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, roles and sign-in."""

    name = "callgov.people"
    label = "people"

    def ready(self) -> None:
        """Connect the sign-in library's signals to the trail."""
        from callgov.people import signals

        signals.connect()
