"""The audits app."""

from importlib import import_module

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """How staff are assessed on the phone."""

    name = "audits"

    def ready(self) -> None:
        """Tell the floors below what to show of audits."""
        import_module("audits.registration")
